using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Orders;

namespace OrderGuard.Infrastructure.Integrations;

internal static class OrderActionsRegistration
{
    public static void AddOrderActions(this IServiceCollection services)
    {
        services.AddSingleton<RecordingOrderActions>();
        services.AddSingleton<IOrderActionConnector>(x => x.GetRequiredService<RecordingOrderActions>());
        services.AddScoped<IOrderActionConnector, HttpOrderActions>();
    }

    public static void BindOrderActions(this IServiceCollection services, IConfiguration configuration) =>
        services.AddOptions<ActionPace>().Bind(configuration.GetSection("Actions"));
}
