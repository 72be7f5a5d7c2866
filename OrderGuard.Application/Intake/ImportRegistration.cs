using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;

namespace OrderGuard.Application.Intake;

internal static class ImportRegistration
{
    public static void AddImports(this IServiceCollection services)
    {
        services.AddSingleton<OrderImport>();
        services.AddSingleton<ImportQueue>();
        services.AddSingleton<TenantCodes>();
        services.AddUseCase<ReceiveImportFile, ReceivedFile, ReceiveImportFileHandler>();
        services.AddUseCase<PreviewImport, ImportPreview, PreviewImportHandler>();
        services.AddUseCase<StartImport, ImportView, StartImportHandler, StartImportValidator>();
        services.AddUseCase<CancelImport, ImportView, CancelImportHandler>();
        services.AddUseCase<GetImport, ImportView, GetImportHandler>();
        services.AddUseCase<ListImports, ImportList, ListImportsHandler, ListImportsValidator>();
        services.AddUseCase<GetRejectedRows, RejectedRows, GetRejectedRowsHandler>();
    }
}
