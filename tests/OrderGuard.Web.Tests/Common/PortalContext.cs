using System.Globalization;
using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using Radzen;

namespace OrderGuard.Web.Tests.Common;

/// <summary>Renders the shell's components at a fixed noon, in a chosen language.</summary>
public abstract class PortalContext : BunitContext
{
    protected static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;
    private readonly CultureInfo _formatsBefore = CultureInfo.CurrentCulture;

    protected PortalContext()
    {
        InLanguage(PortalLanguages.English);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging();
        Services.AddLocalization();
        Services.AddRadzenComponents();
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddScoped<ViewerClock>();
        Services.AddScoped<Toasts>();
        Services.AddScoped<IToasts>(provider => provider.GetRequiredService<Toasts>());
    }

    internal SteppedClock Clock { get; } = new(Noon);

    protected static void InLanguage(string language) =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

    protected void ViewedFrom(string zone) => Services.GetRequiredService<ViewerClock>().Use(zone);

    /// <summary>Registers a signed-in person who holds these permissions, and one policy for each permission, as the portal does.</summary>
    protected void SignedInAs(UserId id, string name, params Permission[] permissions)
    {
        var claims = permissions.Select(permission => new Claim(CallerClaims.Permission, permission.ToString()))
            .Append(new Claim(ClaimTypes.NameIdentifier, id.Value.ToString())).Append(new Claim(ClaimTypes.Name, name));
        var person = new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
        Services.AddAuthorizationCore(options =>
        {
            foreach (var permission in Enum.GetNames<Permission>())
                options.AddPolicy(permission, rule => rule.RequireAuthenticatedUser().RequireClaim(CallerClaims.Permission, permission));
        });
        Services.AddScoped<IAuthorizationService, DefaultAuthorizationService>();
        Services.AddScoped<AuthenticationStateProvider>(_ => new SignedInPerson(person));
        Services.AddCascadingAuthenticationState();
    }

    protected override void Dispose(bool disposing)
    {
        CultureInfo.CurrentUICulture = _before;
        CultureInfo.CurrentCulture = _formatsBefore;
        base.Dispose(disposing);
    }

    /// <remarks>bUnit's own double needs an assembly of WebAssembly that the feed does not carry.</remarks>
    private sealed class SignedInPerson(ClaimsPrincipal person) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(person));
    }
}
