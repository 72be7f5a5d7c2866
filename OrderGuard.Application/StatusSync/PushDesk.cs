using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

/// <summary>What was taken to be sent, or when to look again; <paramref name="Again"/>: at once.</summary>
internal sealed record TakenPushes(Guid Lease, IReadOnlyList<(StatusPushId Id, OutgoingPush Push)> Pushes, DateTimeOffset? Next, bool Again = false)
{
    public static TakenPushes None(DateTimeOffset? next) => new(default, [], next);
}

/// <summary>Decides what a target is sent next. Works in one scope; every decision saves the target's gate, so that nodes take turns.</summary>
internal sealed class PushDesk(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, SecretVault vault, TimeProvider clock)
{
    /// <summary>Pushes that are taken at once at the most.</summary>
    public const int Most = 128;

    private const int Window = 256;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    public async Task<TakenPushes> TakeAsync(string code, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        if (configuration.Document.Targets.FirstOrDefault(x => x.Code == code) is not { } target) return TakenPushes.None(null);
        var now = clock.GetUtcNow();
        var (lease, ids, next, again) = await db.InTransactionAsync(token => TakeAsync(target, now, token), ct);
        return ids.Count == 0 ? new TakenPushes(lease, [], next, again) : new TakenPushes(lease, await ComposeAsync(ids, target, configuration, now, ct), null);
    }

    public async Task<TargetGate> GateAsync(string code, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.TargetGates.SingleOrDefaultAsync(x => x.Target == code, ct) is { } gate) return gate;
        gate = TargetGate.For(caller.RequiredTenant, code, now);
        db.TargetGates.Add(gate);
        return gate;
    }

    private async Task<(Guid Lease, IReadOnlyList<StatusPush> Taken, DateTimeOffset? Next, bool Again)> TakeAsync(TargetDefinition target, DateTimeOffset now, CancellationToken ct)
    {
        var gate = await GateAsync(target.Code, now, ct);
        if (gate.OpensAt(now) is not { } opens) return (default, [], null, false);
        if (opens > now) return (default, [], opens, false);
        var orders = await DueAsync(target.Code, now, ct);
        if (orders.Count == 0) return (default, [], await NextAsync(target.Code, ct), false);
        var room = Math.Min(gate.Room(target.PerSecond, now), Most);
        if (room == 0) return (default, [], gate.RoomAt(target.PerSecond, now), false);

        var code = target.Code;
        var unsettled = await db.StatusPushes.Where(x => x.Target == code && EF.Parameter(orders).Contains(x.OrderId) && x.State < PushState.Delivered).ToListAsync(ct);
        var ready = new List<StatusPush>();
        var moved = false;
        foreach (var line in unsettled.GroupBy(x => x.OrderId))
        {
            if (PushLine.Next(line, target.Order, now, out var changed) is { } head) ready.Add(head);
            moved |= changed;
        }
        var lease = Guid.CreateVersion7();
        var taken = ready.OrderBy(x => x.DueAt).ThenBy(x => x.Step).Take(room).ToList();
        foreach (var push in taken) push.Take(lease, now + Lease);
        if (taken.Count > 0) gate.Use(taken.Count, now + Lease);
        else if (!moved) return (default, [], await NextAsync(code, ct), false);
        db.Touch(gate);
        await db.SaveChangesAsync(ct);
        return (lease, taken, null, taken.Count == 0);
    }

    /// <summary>The orders of which something is due, those that waited longest first.</summary>
    private async Task<List<Domain.Orders.OrderId>> DueAsync(string code, DateTimeOffset now, CancellationToken ct)
    {
        var found = new List<Domain.Orders.OrderId>();
        foreach (var state in new[] { PushState.Sending, PushState.Waiting })
            found.AddRange(await db.StatusPushes.Where(x => x.Target == code && x.State == state && x.DueAt <= now).OrderBy(x => x.DueAt).Take(Window).Select(x => x.OrderId).ToListAsync(ct));
        return [.. found.Distinct()];
    }

    private async Task<DateTimeOffset?> NextAsync(string code, CancellationToken ct)
    {
        DateTimeOffset? next = null;
        foreach (var state in new[] { PushState.Sending, PushState.Waiting })
        {
            var first = await db.StatusPushes.Where(x => x.Target == code && x.State == state).OrderBy(x => x.DueAt).Select(x => x.DueAt).Take(1).ToListAsync(ct);
            if (first.Count > 0 && (next is null || first[0] < next)) next = first[0];
        }
        return next;
    }

    private async Task<IReadOnlyList<(StatusPushId, OutgoingPush)>> ComposeAsync(
        IReadOnlyList<StatusPush> pushes, TargetDefinition target, TenantConfiguration configuration, DateTimeOffset now, CancellationToken ct)
    {
        var ids = pushes.Select(x => x.OrderId).Distinct().ToList();
        var facts = await db.Orders.AsNoTracking().Where(x => EF.Parameter(ids).Contains(x.Id)).Select(x => new { x.Id, x.Facts }).ToDictionaryAsync(x => x.Id, x => x.Facts, ct);
        var secrets = await vault.ReadAsync(target.Secrets, ct);
        return [.. pushes.Select(x => (x.Id, PushComposer.Compose(PushSubject.Of(x, facts.GetValueOrDefault(x.OrderId)), target, configuration, caller.RequiredTenant, secrets, now)))];
    }
}
