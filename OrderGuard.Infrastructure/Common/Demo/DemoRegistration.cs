using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace OrderGuard.Infrastructure.Common.Demo;

public static class DemoRegistration
{
    public static IServiceCollection AddDemo(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DemoOptions>().Bind(configuration.GetSection("Demo")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DemoKeys>();
        services.AddSingleton<DemoHistory>();
        services.AddSingleton<DemoReviews>();
        services.AddSingleton<DemoSamples>();
        services.AddSingleton<DemoTenant>();
        services.AddHostedService<DemoTraffic>();
        return services;
    }

    /// <summary>Founds the demo's tenants where they are wanted and missing; to be called once the schema is current, before the first request.</summary>
    public static Task EnsureDemoAsync(this IServiceProvider services, CancellationToken ct = default) => services.GetRequiredService<DemoTenant>().EnsureAsync(ct);
}
