using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;

namespace OrderGuard.Application.Audit;

internal static class AuditRegistration
{
    public static void AddAudit(this IServiceCollection services)
    {
        services.AddScoped<AuditTrail>();
        services.AddSingleton<AccessDenials>();
        services.AddSingleton<AuditSealing>();
        services.AddSingleton<AuditVocabulary>();
        services.AddSingleton<PersonalDataReads>();
        services.AddUseCase<SearchAudit, FoundAudit, SearchAuditHandler, SearchAuditValidator>();
        services.AddUseCase<ExportAudit, ExportedAudit, ExportAuditHandler>();
    }
}
