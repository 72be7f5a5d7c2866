using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Alerts;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Alerts;

/// <summary>Knows a screen on a wall by the display token in its link: it may watch its tenant's alerts, and nothing else.</summary>
internal sealed class DisplayAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IUseCase<OpenDisplay, OpenedDisplay> open)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Display";
    public const string DisplayClaim = "og:display";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (WatchTokens.Of(Request) is not { } token || !token.StartsWith(DisplayToken.Prefix, StringComparison.Ordinal)) return AuthenticateResult.NoResult();
        var opened = await open.RunAsync(new OpenDisplay(token), Context.RequestAborted);
        if (opened.Refusal is { } refusal) return AuthenticateResult.Fail(refusal.Code);

        var display = opened.Required;
        var identity = new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, display.Id.Value.ToString()),
            new Claim(CallerClaims.ActorKind, nameof(ActorKind.ApiKey)),
            new Claim(CallerClaims.ActorName, display.Name),
            new Claim(CallerClaims.Tenant, display.Tenant.Value.ToString()),
            new Claim(CallerClaims.Permission, nameof(Permission.ViewAlerts)),
            new Claim(DisplayClaim, display.Id.Value.ToString()),
        ], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(
            new ClaimsPrincipal(identity), new AuthenticationProperties { ExpiresUtc = display.ExpiresAt }, SchemeName));
    }
}

/// <summary>Who may watch: whoever was authenticated, by whatever means, works in a tenant and may see its alerts.</summary>
internal static class WatchPolicy
{
    public const string Name = "WatchAlerts";

    public static void Build(AuthorizationPolicyBuilder policy) => policy.RequireAuthenticatedUser()
        .RequireClaim(CallerClaims.Tenant)
        .RequireClaim(CallerClaims.Permission, nameof(Permission.ViewAlerts));
}
