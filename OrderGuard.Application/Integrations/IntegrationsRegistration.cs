using Microsoft.Extensions.DependencyInjection;

namespace OrderGuard.Application.Integrations;

internal static class IntegrationsRegistration
{
    public static void AddIntegrations(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyRing>();
        services.AddSingleton<IdempotentAnswers>();
    }
}
