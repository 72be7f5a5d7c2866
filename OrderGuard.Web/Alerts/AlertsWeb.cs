using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Alerts;

internal static class AlertsWeb
{
    public static IServiceCollection AddAlertsWeb(this IServiceCollection services)
    {
        services.AddSingleton<TenantBroadcasts>();
        services.AddScoped<AlertActions>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, DisplayAuthentication>(DisplayAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder().AddPolicy(WatchPolicy.Name, WatchPolicy.Build);
        services.AddSignalR().AddHubOptions<AlertsHub>(x => x.MaximumReceiveMessageSize = 4 * 1024).AddJsonProtocol(x =>
        {
            x.PayloadSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            x.PayloadSerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            x.PayloadSerializerOptions.Converters.Add(new UtcInstantConverter());
        });
        return services;
    }

    public static void MapAlertsHub(this IEndpointRouteBuilder routes) =>
        routes.MapHub<AlertsHub>(AlertsHub.Path, x => x.CloseOnAuthenticationExpiration = true);
}
