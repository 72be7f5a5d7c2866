using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Audit;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Integrations;

/// <summary>Knows a system by the key in its <c>X-Api-Key</c> header.</summary>
internal sealed class ApiKeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyRing keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string Header = "X-Api-Key";

    /// <summary>Why a known key is not let in all the same: the code of the refusal.</summary>
    public const string ShutOut = "og:shut-out";
    public const string AddressNotAllowed = "address-not-allowed";
    public const string TenantSuspended = "tenant-suspended";
    private const int MostCharacters = 200;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Headers.TryGetValue(Header, out var values)) return AuthenticateResult.NoResult();
        if (values is not [{ Length: > 0 and <= MostCharacters } secret]) return AuthenticateResult.Fail("The header X-Api-Key holds no key.");

        var address = Context.Connection.RemoteIpAddress;
        if (await keys.FindAsync(secret, address?.ToString(), Context.RequestAborted) is not { } key) return AuthenticateResult.Fail("Unknown key.");

        var claims = new List<Claim>
        {
            new(ClaimTypes.NameIdentifier, key.Id.Value.ToString()),
            new(CallerClaims.ActorKind, nameof(ActorKind.ApiKey)),
            new(CallerClaims.ActorName, key.Name),
            new(CallerClaims.Tenant, key.Tenant.Value.ToString()),
            new(CallerClaims.Source, key.Source),
        };
        if (key.TenantSuspended) claims.Add(new(ShutOut, TenantSuspended));
        else if (!key.Admits(address)) claims.Add(new(ShutOut, AddressNotAllowed));
        else claims.AddRange(key.Permissions.Select(x => new Claim(CallerClaims.Permission, x.ToString())));

        Context.Features.Set(key);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName)), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return Response.WriteProblemAsync(StatusCodes.Status401Unauthorized, "not-signed-in", "Send a valid key in the header X-Api-Key.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Response.WriteProblemAsync(StatusCodes.Status403Forbidden, "forbidden", "The key does not carry the scope that this needs.");
}
