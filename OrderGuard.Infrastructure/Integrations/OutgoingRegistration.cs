using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace OrderGuard.Infrastructure.Integrations;

internal static class OutgoingRegistration
{
    public static void AddOutgoing(this IServiceCollection services)
    {
        services.AddOptions<OutgoingOptions>().ValidateDataAnnotations();
        services.AddSingleton<OutgoingConnections>();
        services.AddSingleton<OutgoingHttp>();
    }

    public static void BindOutgoing(this IServiceCollection services, IConfiguration configuration) =>
        services.AddOptions<OutgoingOptions>().Bind(configuration.GetSection("Outgoing")).ValidateOnStart();
}
