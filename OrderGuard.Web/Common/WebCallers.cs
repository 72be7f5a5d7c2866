using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Web.Common;

/// <summary>The claims that a signed-in person or an API key carries.</summary>
public static class CallerClaims
{
    public const string ActorKind = "og:actor-kind";
    public const string ActorName = "og:actor-name";
    public const string Tenant = "og:tenant";
    public const string Permission = "og:permission";
    public const string Source = "og:source";
    public const string Session = "og:session";

    public static Caller ToCaller(this ClaimsPrincipal principal, string? address)
    {
        if (principal.Identity?.IsAuthenticated != true || principal.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id)
            return Caller.Nobody with { Actor = new Actor(Domain.Audit.ActorKind.Anonymous, "", "", address), TraceId = Activity.Current?.TraceId.ToString() };

        var kind = Enum.TryParse<ActorKind>(principal.FindFirstValue(ActorKind), out var stated) ? stated : Domain.Audit.ActorKind.Person;
        return new Caller(new Actor(kind, id, principal.FindFirstValue(ActorName) ?? principal.Identity.Name ?? id, address))
        {
            UserId = kind is Domain.Audit.ActorKind.Person && Guid.TryParse(id, out var user) ? new UserId(user) : null,
            Session = Guid.TryParse(principal.FindFirstValue(Session), out var session) ? new SessionId(session) : null,
            TenantId = Guid.TryParse(principal.FindFirstValue(Tenant), out var tenant) ? new TenantId(tenant) : null,
            Permissions = principal.FindAll(Permission).Select(x => Enum.Parse<Permission>(x.Value)).ToHashSet(),
            Source = principal.FindFirstValue(Source),
            TraceId = Activity.Current?.TraceId.ToString(),
        };
    }
}

/// <summary>The address that a Blazor circuit was opened from; the request is gone by the time a use case runs.</summary>
public sealed class CircuitAddress
{
    public string? Value { get; set; }
}

/// <summary>Notes the address with which a circuit is connected, also after it moved to another connection.</summary>
internal sealed class CircuitAddressHandler(IHttpContextAccessor http, CircuitAddress address) : CircuitHandler
{
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (http.HttpContext?.Connection.RemoteIpAddress is { } remote) address.Value = remote.ToString();
        return Task.CompletedTask;
    }
}

/// <summary>Tells the use cases who calls: a job's own caller, the request's principal, or within a circuit the signed-in person.</summary>
/// <remarks>The context of a circuit's connection is that of its first request: its principal may have changed since, so it is not asked.</remarks>
internal sealed class WebCallers(IHttpContextAccessor http, AuthenticationStateProvider authentication, CircuitAddress address, CallerScope scope) : ICallerSource
{
    private const string Circuits = "/_blazor";

    public async ValueTask<Caller> GetAsync(CancellationToken ct)
    {
        if (scope.Current.IsKnown) return scope.Current;
        if (http.HttpContext is { } context && !context.Request.Path.StartsWithSegments(Circuits))
            return context.User.ToCaller(context.Connection.RemoteIpAddress?.ToString());
        var state = await authentication.GetAuthenticationStateAsync();
        return state.User.ToCaller(address.Value);
    }
}
