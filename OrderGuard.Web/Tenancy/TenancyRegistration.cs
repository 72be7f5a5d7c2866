using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>Signs people in, and lets nobody through who is not allowed.</summary>
public static class TenancyRegistration
{
    public static IServiceCollection AddTenancyPages(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddAuthentication(SessionCookie.Scheme).AddCookie(SessionCookie.Scheme, SessionCookie.Configure);
        var authorization = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var permission in Enum.GetNames<Permission>())
            authorization.AddPolicy(permission, x => x.RequireAuthenticatedUser().RequireClaim(CallerClaims.Permission, permission));
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, DeniedRequests>();

        services.AddScoped<AuthenticationStateProvider, SessionAuthentication>();
        services.AddScoped<CircuitAddress>();
        services.AddScoped<CircuitHandler, CircuitAddressHandler>();
        services.AddScoped<ICallerSource, WebCallers>();
        services.AddScoped<ITenantChoices, SignedInTenantChoices>();
        return services;
    }
}
