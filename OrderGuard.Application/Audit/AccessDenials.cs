using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Audit;

/// <summary>Records every denied access in the audit: of a tenant's caller in that tenant's chain, else in the platform's.</summary>
/// <remarks>
/// The same denial repeated within a minute is counted, not written again, so that knocking at the door cannot fill the store;
/// the next entry carries the count.
/// </remarks>
public sealed partial class AccessDenials(SystemScopes scopes, TimeProvider clock, ILogger<AccessDenials> logger)
{
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(TenantId, string, string?, string), (DateTimeOffset At, int Repeats)> _recent = new();

    public async Task RecordAsync(Caller caller, string what, CancellationToken ct)
    {
        var tenant = caller.TenantId ?? TenantId.Platform;
        LogDenied(what, caller.Actor.Kind, caller.Actor.Id);
        var now = clock.GetUtcNow();
        if (_recent.Count > MostRemembered) _recent.Clear();
        var key = (tenant, caller.Actor.Id, caller.Actor.Address, what);
        var repeats = 0;
        var write = false;
        _recent.AddOrUpdate(key,
            _ => { write = true; repeats = 0; return (now, 0); },
            (_, last) =>
            {
                write = now - last.At >= Quiet;
                repeats = last.Repeats;
                return write ? (now, 0) : (last.At, last.Repeats + 1);
            });
        if (!write) return;

        await using var scope = scopes.Open(Caller.System(tenant));
        var db = Get<IOrderGuardDb>(scope);
        db.AuditEntries.Add(AuditEntry.Of(tenant, caller.Actor, "access.denied", "request", what, null,
            repeats > 0 ? $"{{\"repeatsBefore\":{repeats}}}" : null, caller.TraceId, now));
        await db.SaveChangesAsync(ct);
    }

    private static T Get<T>(Microsoft.Extensions.DependencyInjection.AsyncServiceScope scope) where T : notnull =>
        Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<T>(scope.ServiceProvider);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Denied {What} to {ActorKind} {ActorId}")]
    private partial void LogDenied(string what, ActorKind actorKind, string actorId);
}
