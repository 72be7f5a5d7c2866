using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.Orders;

/// <summary>What became of the order.</summary>
public sealed record ActedOrder(string OrderNo, OrderAction Action, int From, int Status, bool Held)
{
    /// <summary>The request that waits for a second person, where the company wants one: nothing has been done yet.</summary>
    public Guid? Approval { get; init; }
}

/// <summary>Where an order is moved, held or released by a request of its own: with its timeline, its audit and all that follows, within one transaction.</summary>
internal sealed class OrderMoves(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, AuditTrail audit, SourceDelays delays, TimeProvider clock)
{
    /// <summary>The source that the timeline names for what was asked of the order here.</summary>
    public const string OwnSource = StatusReport.OwnSource;

    public async Task<Result<ActedOrder>> ActAsync(string orderNo, OrderAction action, string reason, int? target, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var order = await db.Orders.SingleOrDefaultAsync(x => x.OrderNo == orderNo, ct);
        if (order is null) return OrderRefusals.NotFound;

        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var consequences = new MoveConsequences(configuration, now);
        var before = new OrderStanding(order.Status, order.IsHeld);
        var refusal = action switch
        {
            OrderAction.Hold => order.Hold(HoldKinds.Manual, reason, caller.Actor.Name, now),
            OrderAction.Release => order.Release(HoldKinds.Manual, now),
            _ => Move(order, action, target, reason, configuration, consequences, now),
        };
        if (refusal is not null) return refusal;

        audit.Record($"order.{Verb(action)}", "order", order.OrderNo, before, new OrderStanding(order.Status, order.IsHeld, reason));
        await SaveAsync(order, configuration, consequences, now, ct);
        return new ActedOrder(order.OrderNo, action, before.Status, order.Status, order.IsHeld);
    }

    /// <summary>A person takes a source's word as the truth, or takes that back: the order goes to the status, for the reason given.</summary>
    public async Task<Refusal?> AcceptAsync(Order order, int status, string source, string reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var consequences = new MoveConsequences(configuration, now);
        var before = new OrderStanding(order.Status, order.IsHeld);
        var (move, refusal) = order.Accept(status, configuration, now);
        if (refusal is not null) return refusal;
        consequences.Add(order, move, now, historical: false, Keep(order, move, "accept", $"{source}: {reason}", configuration, now));
        audit.Record("order.truth-accepted", "order", order.OrderNo, before, new { order.Status, Held = order.IsHeld, Reason = reason, source });
        await SaveAsync(order, configuration, consequences, now, ct);
        return null;
    }

    private async Task SaveAsync(Order order, TenantConfiguration configuration, MoveConsequences consequences, DateTimeOffset now, CancellationToken ct)
    {
        var comparisons = new OrderComparisons(caller.RequiredTenant, configuration, await delays.OfAsync(db, caller.RequiredTenant, ct), now);
        comparisons.Look(order, null, null, historical: false);
        await comparisons.SaveAsync(db, ct);
        await db.CancelOvertakenAsync(audit, consequences.Moved, now, ct);
        await consequences.SaveAsync(db, ct);
    }

    private Refusal? Move(Order order, OrderAction action, int? target, string reason, TenantConfiguration configuration, MoveConsequences consequences, DateTimeOffset now)
    {
        var (move, refusal) = order.Act(action, target, configuration, now);
        if (refusal is not null) return refusal;

        consequences.Add(order, move, now, historical: false, Keep(order, move, action.ToString().ToLowerInvariant(), reason, configuration, now));
        return null;
    }

    private MoveOrigin Keep(Order order, OrderMove move, string word, string reason, TenantConfiguration configuration, DateTimeOffset now)
    {
        var eventId = Guid.CreateVersion7().ToString("N");
        db.OrderEvents.Add(OrderEvent.Record(
            order.TenantId, order.Id, order.OrderNo, eventId, new StatusReport(OwnSource, word, order.Status, now, null, now), move with { Detail = reason.Cut(OrderEvent.DetailMaxLength) }, now, now, false, configuration.Version));
        return new MoveOrigin(OwnSource, eventId) { Trace = caller.TraceId };
    }

    private static string Verb(OrderAction action) => action switch
    {
        OrderAction.Cancel => "cancelled",
        OrderAction.Close => "closed",
        OrderAction.Refund => "refunded",
        OrderAction.Rollback => "rolled-back",
        OrderAction.Hold => "held",
        OrderAction.Release => "released",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };

    private sealed record OrderStanding(int Status, bool Held, string? Reason = null);
}
