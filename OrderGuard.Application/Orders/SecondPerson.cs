using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Orders;

/// <summary>Four eyes: has sensitive operations wait for a second person where the company wants it, and does them once one has agreed.</summary>
internal sealed class SecondPerson(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, ActionDesk desk, OrderMoves moves, AuditTrail audit, ILiveFeed feed, TimeProvider clock)
{
    private const int LostRacesAllowed = 4;

    /// <summary>Puts the operation before a second person; null where it needs none. Within a transaction.</summary>
    public async Task<Result<ActedOrder>?> AskAsync(ActOnOrder request, CancellationToken ct)
    {
        if (!SensitiveOperations.Includes(request.Action)) return null;
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        if (configuration.Document.Gateway.FourEyes.Count == 0) return null;
        var order = await db.Orders.SingleOrDefaultAsync(x => x.OrderNo == request.OrderNo, ct);
        if (order is null) return OrderRefusals.NotFound;
        if (!configuration.Document.Gateway.NeedsSecondPerson(SensitiveOperations.NameOf(request.Action), order.Amount)) return null;

        var asked = desk.AskDirect(order, request, configuration, await desk.AdminsAsync(ct), caller, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new ActedOrder(order.OrderNo, request.Action, order.Status, order.Status, order.IsHeld) { Approval = asked.Id.Value };
    }

    /// <summary>The second person agrees: it is done at once, where the order still stands as it did.</summary>
    public async Task<Result<ApprovalDetail>> AgreeAsync(DecideAction request, CancellationToken ct)
    {
        for (var lost = 0; ; lost++)
        {
            try
            {
                db.Forget();
                var (asked, refusal) = await db.InTransactionAsync(token => AgreeOnceAsync(request, token), ct);
                if (refusal is not null) return refusal;
                feed.Publish(new OrdersLiveChange(caller.RequiredTenant, [asked.OrderNo], 0));
                return await GetApprovalHandler.ShowAsync(db, asked, ct);
            }
            catch (DbUpdateConcurrencyException) when (lost < LostRacesAllowed)
            {
                // An event moved the order in between: judge again by what it is now.
            }
        }
    }

    private async Task<(ActionRequest Asked, Refusal? Refusal)> AgreeOnceAsync(DecideAction request, CancellationToken ct)
    {
        var asked = await db.ActionRequests.SingleAsync(x => x.Id == request.Id, ct);
        if (asked.RequestedById == caller.Actor.Id) return (asked, ActionRefusals.SamePerson);
        var now = clock.GetUtcNow();
        if (asked.Approve(caller.Actor.Name, request.Note, now) is { } refusal) return (asked, refusal);

        audit.Record("action.approved", "action", asked.Id.Value.ToString(), null, new { asked.OrderNo, asked.Action, asked.Amount, asked.RequestedBy, note = asked.DecisionNote });
        // Kept first, so that the move does not find it still waiting and call it overtaken.
        await db.SaveChangesAsync(ct);
        var status = await db.Orders.Where(x => x.Id == asked.OrderId).Select(x => (int?)x.Status).SingleOrDefaultAsync(ct);
        var done = status == asked.FromStatus ? await moves.ActAsync(asked.OrderNo, asked.Action, asked.Reason.En, asked.Target, ct) : OrderRefusals.MovedOn;
        if (done.Refusal is { } why) asked.Cancel(why.Message, now);
        else asked.Confirm("Done in the order book.", now);
        await db.SaveChangesAsync(ct);
        return (asked, null);
    }
}
