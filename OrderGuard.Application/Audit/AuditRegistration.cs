using Microsoft.Extensions.DependencyInjection;

namespace OrderGuard.Application.Audit;

internal static class AuditRegistration
{
    public static void AddAudit(this IServiceCollection services)
    {
        services.AddScoped<AuditTrail>();
        services.AddSingleton<AccessDenials>();
    }
}
