using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using OrderGuard.Application.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>Keeps an open page's idea of its person true: it asks every few seconds, as a request does each time.</summary>
internal sealed class SessionAuthentication(ILoggerFactory loggers, SignedInPeople people) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(5);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var user = authenticationState.User;
        if (SessionCookie.Read(user) is not { } session) return true;
        var person = await people.ResumeAsync(session.Session, session.Tenant, cancellationToken);
        // In another tenant this page would show the rows of the one before.
        if (person is null || person.Tenant != session.Tenant) return false;

        var now = SessionCookie.Principal(person);
        if (!Says(user).SetEquals(Says(now))) SetAuthenticationState(Task.FromResult(new AuthenticationState(now)));
        return true;
    }

    private static HashSet<string> Says(System.Security.Claims.ClaimsPrincipal user) =>
        [.. user.Claims.Where(x => x.Type is CallerClaims.Permission or CallerClaims.ActorName).Select(x => $"{x.Type}={x.Value}")];
}
