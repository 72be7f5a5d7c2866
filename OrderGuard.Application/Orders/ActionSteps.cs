using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Orders;

/// <summary>What is to be done next with a requested action.</summary>
internal enum ActionMove
{
    Nothing,
    Send,
    FindOut,
    Wait,
}

internal sealed record ActionPlan(ActionMove Move, ActionCall? Call = null, ConnectorSettings? Settings = null, DateTimeOffset? At = null);

/// <summary>The two ends of a call: what is kept before it, and what after. Each is one transaction, so that a process may die between any two.</summary>
internal sealed class ActionSteps(
    IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, ActionDesk desk, OrderMoves moves, AuditTrail audit, ILiveFeed feed, IOptions<ActionPace> pace, TimeProvider clock)
{
    private const int LostRacesAllowed = 4;

    /// <summary>Reads the request and its order again, and decides.</summary>
    public async Task<ActionPlan> PrepareAsync(ActionRequestId id, CancellationToken ct)
    {
        var plan = await db.InTransactionAsync(token => PlanAsync(id, token), ct);
        if (plan.Move is not ActionMove.Wait) feed.Publish(new ActionsLiveChange(caller.RequiredTenant));
        return plan;
    }

    /// <summary>Keeps what the master system said, moves the order where it was done, and says when to go on; null: it is over.</summary>
    public async Task<DateTimeOffset?> ConcludeAsync(ActionRequestId id, ActionReply reply, CancellationToken ct)
    {
        for (var lost = 0; ; lost++)
        {
            try
            {
                var (next, orderNo) = await db.InTransactionAsync(token => KeepAsync(id, reply, token), ct);
                feed.Publish(new ActionsLiveChange(caller.RequiredTenant));
                if (orderNo is not null) feed.Publish(new OrdersLiveChange(caller.RequiredTenant, [orderNo], 0));
                return next;
            }
            catch (DbUpdateConcurrencyException) when (lost < LostRacesAllowed)
            {
                db.Forget();
            }
        }
    }

    private async Task<ActionPlan> PlanAsync(ActionRequestId id, CancellationToken token)
    {
        // First the tenant's row: whoever counts what went out this hour counts alone.
        await db.Ledgers.ExecuteUpdateAsync(x => x.SetProperty(l => l.AlertSequence, l => l.AlertSequence), token);
        var request = await db.ActionRequests.SingleOrDefaultAsync(x => x.Id == id, token);
        if (request is null || request.IsFinished || request.State is ActionState.AwaitingApproval) return new ActionPlan(ActionMove.Nothing);

        var now = clock.GetUtcNow();
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, token);
        var plan = request.State switch
        {
            ActionState.Sent when request.SentAt + pace.Value.Patience is { } until && until > now => new ActionPlan(ActionMove.Wait, At: until),
            ActionState.Sent or ActionState.Unknown when request.WentElsewhere(configuration.Document.Actions.Connector.Kind) => await LeaveOpenAsync(request, configuration, now, token),
            ActionState.Sent => Lost(request, now),
            ActionState.Unknown => new ActionPlan(ActionMove.FindOut),
            _ => await DecideAsync(request, configuration, now, token),
        };
        await db.SaveChangesAsync(token);
        var call = new ActionCall(request.IdempotencyKey, request.OrderNo, request.Action, request.Target, request.Amount, request.Currency, request.Reason.En, request.RequestedAt);
        return plan with { Call = call, Settings = configuration.Document.Actions.Connector };
    }

    private async Task<ActionPlan> DecideAsync(ActionRequest request, TenantConfiguration configuration, DateTimeOffset now, CancellationToken ct)
    {
        var settings = configuration.Document.Actions;
        var order = await db.Orders.AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.OrderId, ct);
        var alert = await AlertOfAsync(request, ct);
        if (order is null || !request.Tells && (order.Status != request.FromStatus || alert is { State: AlertState.Resolved }))
        {
            var why = order is null || order.Status != request.FromStatus ? "The order has moved on." : "The alert is resolved.";
            request.Cancel(why, now);
            audit.Record("action.cancelled", "action", request.Id.Value.ToString(), null, new { request.OrderNo, request.Action, because = why, order?.Status });
            return new ActionPlan(ActionMove.Nothing);
        }
        var admins = await desk.AdminsAsync(ct);
        if (settings.Halted)
        {
            desk.Hold(request, ApprovalReason.Halted, "The kill switch is on.", configuration, alert, admins, now);
            return new ActionPlan(ActionMove.Nothing);
        }
        if (!request.Approved && !request.Tells && await TooManyAsync(request, settings, now, ct) is { } limit)
        {
            desk.Hold(request, ApprovalReason.TooMany, limit, configuration, alert, admins, now);
            desk.Tell(NoticeEvents.ActionsHalted, $"actions-halted:{now:yyyyMMddHH}", request, alert, configuration, admins, new LocalizedText(
                $"{limit} From now on a person decides.", "自动处理次数已达上限，后续操作转人工审批。"));
            return new ActionPlan(ActionMove.Nothing);
        }
        if (settings.Rehearsal)
        {
            request.Rehearse("Rehearsal: nothing was sent.", now);
            audit.Record("action.rehearsed", "action", request.Id.Value.ToString(), null, new { request.OrderNo, request.Action, request.Amount });
            if (!request.Tells) desk.Tell(NoticeEvents.ActionTaken, $"action:{request.Id.Value:N}:rehearsed", request, alert, configuration, admins, new LocalizedText(
                $"Rehearsal: {ActionDesk.Words(request.Action).En.ToLowerInvariant()} of {request.OrderNo} would have been asked for", $"演练：本应对 {request.OrderNo} 执行{ActionDesk.Words(request.Action).Zh}"));
            return new ActionPlan(ActionMove.Nothing);
        }
        request.Send(settings.Connector.Kind, now);
        audit.Record("action.sent", "action", request.Id.Value.ToString(), null, new { request.OrderNo, request.Action, request.Amount, request.IdempotencyKey, request.Attempts });
        return new ActionPlan(ActionMove.Send);
    }

    private async Task<string?> TooManyAsync(ActionRequest request, ActionSettings settings, DateTimeOffset now, CancellationToken ct)
    {
        DateTimeOffset hour = now.AddHours(-1), day = now.AddDays(-1);
        var others = db.ActionRequests.Where(x => x.Id != request.Id && !x.Approved && x.FirstSentAt > day && x.Action != OrderAction.Hold && x.Action != OrderAction.Release);
        if (await others.CountAsync(x => x.FirstSentAt > hour, ct) >= settings.MostPerHour) return $"{settings.MostPerHour} actions went out within the hour.";
        return await others.CountAsync(ct) >= settings.MostPerDay ? $"{settings.MostPerDay} actions went out within the day." : null;
    }

    /// <summary>The connector was changed while the outcome was unknown: the new one cannot know of it, so it stays open, and a person is asked.</summary>
    private async Task<ActionPlan> LeaveOpenAsync(ActionRequest request, TenantConfiguration configuration, DateTimeOffset now, CancellationToken ct)
    {
        const string why = "It was sent by another connector than the one in use; only that one can say what became of it.";
        if (request.State is not ActionState.Unknown || request.Answers is not [.., { Text: why }])
        {
            request.Lose(why, now);
            audit.Record("action.left-open", "action", request.Id.Value.ToString(), null, new { request.OrderNo, request.Action, request.SentBy });
            desk.Tell(NoticeEvents.ApprovalWanted, $"action:{request.Id.Value:N}:left-open:{request.Attempts}", request, await AlertOfAsync(request, ct), configuration, await desk.AdminsAsync(ct), new LocalizedText(
                $"Nobody knows whether {ActionDesk.Words(request.Action).En.ToLowerInvariant()} of {request.OrderNo} was done: the connector was changed meanwhile. Look in the master system.",
                $"连接方式已更换，无法确认 {request.OrderNo} 的{ActionDesk.Words(request.Action).Zh}是否已执行，请到主系统核实。"));
        }
        return new ActionPlan(ActionMove.Wait, At: now + pace.Value.LongestRetry);
    }

    private static ActionPlan Lost(ActionRequest request, DateTimeOffset now)
    {
        request.Lose("The process ended during the call.", now);
        return new ActionPlan(ActionMove.FindOut);
    }

    private async Task<(DateTimeOffset? Next, string? OrderNo)> KeepAsync(ActionRequestId id, ActionReply reply, CancellationToken ct)
    {
        var request = await db.ActionRequests.SingleAsync(x => x.Id == id, ct);
        if (request.State is not (ActionState.Sent or ActionState.Unknown)) return (null, null);

        var now = clock.GetUtcNow();
        var tries = request.Answers.Count;
        if (reply.Outcome is ActionOutcome.NotArrived or ActionOutcome.Unknown)
        {
            if (reply.Outcome is ActionOutcome.NotArrived) request.Return(reply.Text, now);
            else request.Lose(reply.Text, now);
            await db.SaveChangesAsync(ct);
            return (now + pace.Value.DelayAfter(tries), null);
        }
        if (reply.Outcome is ActionOutcome.Done) request.Confirm(reply.Text, now);
        else request.Deny(reply.Text, now);
        return (null, await FinishAsync(request, reply, ct));
    }

    private async Task<string?> FinishAsync(ActionRequest request, ActionReply reply, CancellationToken ct)
    {
        var done = request.State is ActionState.Done;
        audit.Record(done ? "action.done" : "action.refused", "action", request.Id.Value.ToString(), null, new { request.OrderNo, request.Action, request.Amount, answer = reply.Text });
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var (action, words) = (ActionDesk.Words(request.Action), request.OrderNo);
        if (!request.Tells || !done) desk.Tell(NoticeEvents.ActionTaken, $"action:{request.Id.Value:N}", request, await AlertOfAsync(request, ct), configuration, await desk.AdminsAsync(ct), done
            ? new LocalizedText($"{action.En} {words}: done", $"{words} 已{action.Zh}")
            : new LocalizedText($"{action.En} {words}: refused by the master system: {reply.Text}", $"主系统拒绝了 {words} 的{action.Zh}：{reply.Text}"));
        if (done && !request.Tells && (await moves.ActAsync(request.OrderNo, request.Action, request.Reason.En, request.Target, ct)).Refusal is null) return request.OrderNo;
        // The master's own report came first, or nothing was done: the book stays as it is.
        await db.SaveChangesAsync(ct);
        return null;
    }

    private async Task<Alert?> AlertOfAsync(ActionRequest request, CancellationToken ct) =>
        request.AlertId is { } id ? await db.Alerts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, ct) : null;
}
