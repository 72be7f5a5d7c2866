using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Intake;

namespace OrderGuard.Infrastructure.Intake;

public static class ImportRegistration
{
    /// <summary>Registers the reading of order files, the store of uploads and the runner of imports.</summary>
    public static IServiceCollection AddImports(this IServiceCollection services, IConfiguration configuration, string contentRoot)
    {
        services.AddOptions<ImportOptions>().Bind(configuration.GetSection("Imports")).ValidateDataAnnotations().ValidateOnStart();
        services.AddImportFiles(contentRoot);
        services.AddHostedService<ImportRunner>();
        return services;
    }

    /// <summary>All but the runner.</summary>
    internal static IServiceCollection AddImportFiles(this IServiceCollection services, string contentRoot)
    {
        services.AddOptions<ImportOptions>();
        services.AddSingleton<IOrderFileReader, CsvOrderFiles>();
        services.AddSingleton<IImportFiles>(x => new ImportFiles(x.GetRequiredService<IOptions<ImportOptions>>(), contentRoot));
        services.AddSingleton<ImportSignal>();
        services.AddSingleton<IImportSignal>(x => x.GetRequiredService<ImportSignal>());
        return services;
    }
}
