using Microsoft.AspNetCore.Authentication;
using OrderGuard.Domain.Alerts;

namespace OrderGuard.Web.Alerts;

/// <summary>Lets the wall and the hub be opened by a token in the address, where a browser cannot set a header: an API key or a display token.</summary>
internal static class WatchTokens
{
    private const string ApiKeyHeader = "X-Api-Key";
    private const string ApiKeyScheme = "ApiKey";
    private const string Bearer = "Bearer ";

    /// <summary>The token of a request to the wall (<c>?display=</c>) or the hub (<c>?access_token=</c>, or a bearer token as SignalR clients send it).</summary>
    public static string? Of(HttpRequest request)
    {
        if (request.Path.StartsWithSegments("/wall")) return request.Query["display"] is [{ Length: > 0 } display, ..] ? display : null;
        if (!request.Path.StartsWithSegments(AlertsHub.Path)) return null;
        if (request.Query["access_token"] is [{ Length: > 0 } token, ..]) return token;
        return request.Headers.Authorization is [{ } header, ..] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..] : null;
    }

    /// <summary>Authenticates such requests; belongs right after the authentication.</summary>
    public static IApplicationBuilder UseWatchTokens(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Request.Path.StartsWithSegments(AlertsHub.Path) || context.Request.Path.StartsWithSegments("/wall"))
        {
            var token = Of(context.Request);
            var byHeader = context.Request.Path.StartsWithSegments(AlertsHub.Path) && context.Request.Headers.ContainsKey(ApiKeyHeader);
            if (token is not null || byHeader)
            {
                var scheme = token?.StartsWith(DisplayToken.Prefix, StringComparison.Ordinal) == true ? DisplayAuthentication.SchemeName : ApiKeyScheme;
                if (scheme == ApiKeyScheme && token is not null) context.Request.Headers[ApiKeyHeader] = token;
                var schemes = context.RequestServices.GetRequiredService<IAuthenticationSchemeProvider>();
                if (await schemes.GetSchemeAsync(scheme) is not null && await context.AuthenticateAsync(scheme) is { Succeeded: true } result)
                    context.User = result.Principal;
            }
        }
        await next(context);
    });
}
