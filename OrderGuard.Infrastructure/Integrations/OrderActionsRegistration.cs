using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Orders;

namespace OrderGuard.Infrastructure.Integrations;

internal static class OrderActionsRegistration
{
    public static void AddOrderActions(this IServiceCollection services)
    {
        services.AddSingleton<RecordingOrderActions>();
        services.AddSingleton<IOrderActionConnector>(x => x.GetRequiredService<RecordingOrderActions>());
        services.TryAddSingleton<IConfiguration>(_ => new ConfigurationBuilder().Build());
        services.TryAddSingleton<IStoredSecrets, ConfiguredSecrets>();
        services.AddScoped<IOrderActionConnector, HttpOrderActions>();
    }

    public static void BindOrderActions(this IServiceCollection services, IConfiguration configuration) =>
        services.AddOptions<ActionPace>().Bind(configuration.GetSection("Actions"));
}
