using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>Cancels, closes, refunds, rolls back, holds or releases an order, for a reason.</summary>
[Requires(Permission.ActOnOrders)]
public sealed record ActOnOrder(string OrderNo, OrderAction Action, string? Reason, int? Target = null);

/// <summary>What became of the order.</summary>
public sealed record ActedOrder(string OrderNo, OrderAction Action, int From, int Status, bool Held);

public sealed class ActOnOrderValidator : AbstractValidator<ActOnOrder>
{
    public ActOnOrderValidator()
    {
        RuleFor(x => x.Action).IsInEnum();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(Order.ReasonMaxLength);
    }
}

internal sealed class ActOnOrderHandler(
    IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, AuditTrail audit, ILiveFeed feed, TimeProvider clock)
    : IHandler<ActOnOrder, ActedOrder>
{
    /// <summary>The source that the timeline names for what was asked of the order here.</summary>
    public const string OwnSource = "orderguard";

    private const int Attempts = 4;

    public async Task<Result<ActedOrder>> HandleAsync(ActOnOrder request, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var acted = await db.InTransactionAsync(token => ActAsync(request, token), ct);
                if (acted.Refusal is null) feed.Publish(new OrdersLiveChange(caller.RequiredTenant, [request.OrderNo], 0));
                return acted;
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // An event moved the order in between: judge the request again by what it is now.
                db.Forget();
            }
        }
    }

    private async Task<Result<ActedOrder>> ActAsync(ActOnOrder request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var order = await db.Orders.SingleOrDefaultAsync(x => x.OrderNo == request.OrderNo, ct);
        if (order is null) return OrderRefusals.NotFound;

        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var consequences = new MoveConsequences(configuration, now);
        var before = new OrderStanding(order.Status, order.IsHeld);
        var refusal = request.Action switch
        {
            OrderAction.Hold => order.Hold(HoldKinds.Manual, request.Reason!.Trim(), caller.Actor.Name, now),
            OrderAction.Release => order.Release(HoldKinds.Manual, now),
            _ => Move(order, request, configuration, consequences, now),
        };
        if (refusal is not null) return refusal;

        audit.Record($"order.{Verb(request.Action)}", "order", order.OrderNo, before, new OrderStanding(order.Status, order.IsHeld, request.Reason!.Trim()));
        await consequences.SaveAsync(db, ct);
        return new ActedOrder(order.OrderNo, request.Action, before.Status, order.Status, order.IsHeld);
    }

    private Refusal? Move(Order order, ActOnOrder request, TenantConfiguration configuration, MoveConsequences consequences, DateTimeOffset now)
    {
        var (move, refusal) = order.Act(request.Action, request.Target, configuration, now);
        if (refusal is not null) return refusal;

        var report = new StatusReport(OwnSource, request.Action.ToString().ToLowerInvariant(), order.Status, now, null, now);
        db.OrderEvents.Add(OrderEvent.Record(
            order.TenantId, order.Id, order.OrderNo, Guid.CreateVersion7().ToString("N"), report, move with { Detail = Short(request.Reason!.Trim()) }, now, now, false, configuration.Version));
        consequences.Add(order, move, now, historical: false);
        return null;
    }

    private static string Short(string reason) => reason.Length <= OrderEvent.DetailMaxLength ? reason : reason[..OrderEvent.DetailMaxLength];

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
