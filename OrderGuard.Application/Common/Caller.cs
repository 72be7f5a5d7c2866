using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Common;

/// <summary>On whose behalf something runs: a person, an API key, the system itself, or nobody known.</summary>
public sealed record Caller(Actor Actor)
{
    public UserId? UserId { get; init; }

    /// <summary>The browser session that a person works in.</summary>
    public SessionId? Session { get; init; }

    /// <summary>The tenant that the caller works in; without one no tenant-owned row is visible.</summary>
    public TenantId? TenantId { get; init; }
    public IReadOnlySet<Permission> Permissions { get; init; } = new HashSet<Permission>();

    /// <summary>The source system that an API key speaks for.</summary>
    public string? Source { get; init; }
    public string? TraceId { get; init; }

    /// <summary>The system acts by rules that were published, so it needs no permission of its own.</summary>
    public bool IsSystem => Actor.Kind is ActorKind.System;

    public bool IsKnown => Actor.Kind is not ActorKind.Anonymous;

    public bool May(Permission permission) => IsSystem || Permissions.Contains(permission);

    /// <summary>The tenant; to ask for it where there is none is a bug.</summary>
    public TenantId RequiredTenant => TenantId ?? throw new InvalidOperationException("This caller works in no tenant.");

    public static readonly Caller Nobody = new(new Actor(ActorKind.Anonymous, "", "", null));

    public static Caller System(TenantId? tenant) => new(Actor.System) { TenantId = tenant };
}

/// <summary>Tells who calls: from the signed-in browser session, the API key, or the running job.</summary>
public interface ICallerSource
{
    ValueTask<Caller> GetAsync(CancellationToken ct);
}

/// <summary>Holds the caller of one scope; set once, before anything else of the scope is used.</summary>
public sealed class CallerScope
{
    public Caller Current { get; set; } = Caller.Nobody;

    /// <summary>Goes on in another tenant until disposed, as the same actor or a better known one.</summary>
    /// <remarks>For Tenancy alone: a tenant is founded from outside it, and a one-time link names the tenant that it leads to.</remarks>
    public IDisposable WorkIn(TenantId tenant, Actor? actor = null)
    {
        var before = Current;
        Current = before with { TenantId = tenant, Actor = actor ?? before.Actor };
        return new Return(this, before);
    }

    private sealed class Return(CallerScope scope, Caller before) : IDisposable
    {
        public void Dispose() => scope.Current = before;
    }
}
