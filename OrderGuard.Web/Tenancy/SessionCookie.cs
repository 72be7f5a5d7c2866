using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.StaticAssets;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>The browser's session cookie. It names session and tenant only; what they are worth is asked with every request.</summary>
internal static class SessionCookie
{
    public const string Scheme = "Identity.Application";
    private const string Name = "og-session";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = Name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = UserSession.LongLife;
        options.SlidingExpiration = true;
        options.LoginPath = "/account/sign-in";
        options.AccessDeniedPath = "/access-denied";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = context => AnswerAsync(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, StatusCodes.Status403Forbidden);
    }

    public static Task IssueAsync(HttpContext context, SignedInPerson person) =>
        context.SignInAsync(Scheme, Reference(person), new AuthenticationProperties { IsPersistent = person.Remembered });

    /// <summary>All that the person may do at this moment, as claims.</summary>
    public static ClaimsPrincipal Principal(SignedInPerson person)
    {
        var principal = Reference(person);
        var identity = (ClaimsIdentity)principal.Identity!;
        identity.AddClaim(new Claim(identity.NameClaimType, person.Name));
        identity.AddClaim(new Claim(CallerClaims.ActorName, person.Name));
        identity.AddClaim(new Claim(CallerClaims.ActorKind, nameof(ActorKind.Person)));
        identity.AddClaims(person.Permissions.Select(x => new Claim(CallerClaims.Permission, x.ToString())));
        return principal;
    }

    public static (SessionId Session, TenantId Tenant)? Read(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(CallerClaims.Session), out var session) && Guid.TryParse(principal.FindFirstValue(CallerClaims.Tenant), out var tenant)
            ? (new SessionId(session), new TenantId(tenant)) : null;

    private static ClaimsPrincipal Reference(SignedInPerson person) => new(new ClaimsIdentity(
    [
        new Claim(ClaimTypes.NameIdentifier, person.Id.Value.ToString()),
        new Claim(CallerClaims.Session, person.Session.Value.ToString()),
        new Claim(CallerClaims.Tenant, person.Tenant.Value.ToString()),
    ], Scheme));

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        // Scripts and styles are for everybody, and come by the dozen.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null) return;

        var people = context.HttpContext.RequestServices.GetRequiredService<SignedInPeople>();
        if (Read(context.Principal!) is not { } cookie || await people.ResumeAsync(cookie.Session, cookie.Tenant, context.HttpContext.RequestAborted) is not { } person)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
            return;
        }
        context.ReplacePrincipal(Principal(person));
        if (person.Tenant == cookie.Tenant) return;
        // The tenant of the cookie is closed to the person; the next request begins in the one that is left.
        if (!context.HttpContext.Response.HasStarted && !context.HttpContext.WebSockets.IsWebSocketRequest) await IssueAsync(context.HttpContext, person);
    }

    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (IsForMachines(context.Request.Path)) context.Response.StatusCode = status;
        else context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    public static bool IsForMachines(PathString path) =>
        path.StartsWithSegments("/api") || path.StartsWithSegments("/hubs") || path.StartsWithSegments("/_blazor") || path.StartsWithSegments("/openapi");
}
