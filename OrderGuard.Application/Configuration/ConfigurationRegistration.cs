using Microsoft.Extensions.DependencyInjection;

namespace OrderGuard.Application.Configuration;

internal static class ConfigurationRegistration
{
    public static void AddConfiguration(this IServiceCollection services) => services.AddSingleton<ConfigurationSnapshots>();
}
