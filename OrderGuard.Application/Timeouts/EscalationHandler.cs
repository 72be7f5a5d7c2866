using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Notifications;
using OrderGuard.Application.Orders;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Application.Timeouts;

/// <summary>The next level of the response has come: if the order still waits and nobody has taken care, it is done, once, and the level after it is scheduled.</summary>
internal sealed class EscalationHandler(
    IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, IPeople people, EscalationLadder ladder, ActionDesk desk, INotices notices, AuditTrail audit, TimeProvider clock)
    : IWorkHandler
{
    public string Kind => WorkKinds.Escalation;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var ids = items.Select(x => new AlertId(Guid.Parse(x.Subject))).Distinct().ToList();
        var alerts = await db.Alerts.Where(x => EF.Parameter(ids).Contains(x.Id)).ToDictionaryAsync(x => x.Id, ct);
        var orderIds = alerts.Values.Select(x => x.OrderId).OfType<OrderId>().Distinct().ToList();
        var round = new Round(
            await configurations.GetAsync(db, tenant, ct),
            await db.Orders.AsNoTracking().Where(x => EF.Parameter(orderIds).Contains(x.Id)).ToDictionaryAsync(x => x.Id, ct),
            (await people.AssignableAsync(tenant, ct)).ToDictionary(x => x.Id, x => x.Name),
            await desk.AdminsAsync(ct),
            (await db.EscalationSteps.Where(x => EF.Parameter(ids).Contains(x.AlertId)).Select(x => new { x.AlertId, x.Level, x.ActionId }).ToListAsync(ct))
                .ToDictionary(x => (x.AlertId, x.Level), x => x.ActionId),
            clock.GetUtcNow());
        foreach (var item in items)
            if (alerts.TryGetValue(new AlertId(Guid.Parse(item.Subject)), out var alert)) Climb(item, alert, int.Parse(item.Payload!, CultureInfo.InvariantCulture), round);
    }

    private void Climb(WorkItem item, Alert alert, int level, Round round)
    {
        if (alert.State is AlertState.Resolved || round.Taken.ContainsKey((alert.Id, level))) return;
        if (alert.AcknowledgementEnded(round.Now)) audit.Record("alert.acknowledgement-ended", "alert", alert.Id.Value.ToString(), null, new { alert.OrderNo, alert.State });
        if ((alert.State is AlertState.Acknowledged ? alert.AcknowledgedUntil : alert.SnoozedUntil) is { } until && until > round.Now)
        {
            item.Postpone(until);
            return;
        }
        if (alert.OrderId is not { } id || !round.Orders.TryGetValue(id, out var order)) return;
        if (!order.Deadlines.Any(x => x.Rule == alert.Rule && x.BreachedAt is not null)) return;
        if (EscalationLadder.PolicyOf(alert, round.Configuration) is { } policy && level <= policy.Levels.Count) Take(alert, order, policy, level, round);
    }

    private void Take(Alert alert, Order order, EscalationPolicy policy, int number, Round round)
    {
        var level = policy.Levels[number - 1];
        var rule = DutyRoster.RuleFor(round.Configuration.Document, order);
        var person = DutyRoster.OnDuty(round.Configuration.Document, rule, level.Side(), round.Now);
        var name = person is { } known ? round.Team.GetValueOrDefault(known) : null;
        if (name is null) person = null;

        alert.Rise(number);
        ActionRequest? action = null;
        EscalationOutcome outcome;
        if (level.Does is EscalationDeed.CloseAndRefund)
        {
            action = Ask(alert, order, round, person);
            outcome = action is null && !round.Asked(alert.Id) ? EscalationOutcome.NothingToDo : EscalationOutcome.Done;
        }
        else
        {
            outcome = person is null ? EscalationOutcome.NobodyOnDuty : EscalationOutcome.Done;
            if (person is not null && (level.Does is EscalationDeed.HandOver || alert.Assignee is null)) alert.Assign(person, name);
        }

        db.EscalationSteps.Add(EscalationStep.Take(alert, policy.Code, number, level.Does, outcome, person, name, action?.Id, round.Now));
        round.Taken[(alert.Id, number)] = action?.Id;
        audit.Record("alert.escalated", "alert", alert.Id.Value.ToString(), null, new { alert.OrderNo, policy = policy.Code, level = number, level.Does, outcome, person = name, action = action?.Id.Value });
        Tell(alert, order, level, number, outcome, person, name, action, round);
        ladder.Schedule(alert, policy, number + 1, round.Now, atOnce: outcome is EscalationOutcome.NobodyOnDuty);
    }

    /// <summary>Asks for the money back where the order can be refunded from where it stands, else for closing it; once for an alert.</summary>
    private ActionRequest? Ask(Alert alert, Order order, Round round, UserId? person)
    {
        OrderAction? action = round.Configuration.Allows(order.Status, StandardStatuses.Refunded) ? OrderAction.Refund
            : round.Configuration.Allows(order.Status, StandardStatuses.Cancelled) ? OrderAction.Close : null;
        if (action is not { } wanted || round.Asked(alert.Id)) return null;
        return desk.Ask(order, alert, wanted, alert.Title, round.Configuration, [.. round.Admins.Append(person ?? default).Where(x => x != default).Distinct()], caller.Actor.Name, round.Now);
    }

    private void Tell(Alert alert, Order order, EscalationLevel level, int number, EscalationOutcome outcome, UserId? person, string? name, ActionRequest? action, Round round)
    {
        var (happened, response) = (level.Does, outcome) switch
        {
            (_, EscalationOutcome.NobodyOnDuty) => (NoticeEvents.NobodyOnDuty, new LocalizedText($"Level {number}: nobody is on duty, the next level follows at once", $"第 {number} 级无人值班，立即进入下一级")),
            (_, EscalationOutcome.NothingToDo) => (NoticeEvents.ActionTaken, new LocalizedText($"Level {number}: the order can neither be closed nor refunded from here", $"第 {number} 级：订单当前状态无法关单或退款")),
            (EscalationDeed.HandOver, _) => (NoticeEvents.HandOver, new LocalizedText($"Level {number}: handed over to {name}", $"第 {number} 级：已转交 {name}")),
            (EscalationDeed.Remind, _) => (NoticeEvents.Reminder, new LocalizedText($"Level {number}: {name}, please take care", $"第 {number} 级：请 {name} 处理")),
            _ => (NoticeEvents.ActionTaken, action?.State is ActionState.AwaitingApproval
                ? new LocalizedText($"Level {number}: closing and refunding waits for approval", $"第 {number} 级：关单退款等待审批")
                : new LocalizedText($"Level {number}: closing and refunding was asked for", $"第 {number} 级：已发起关单退款")),
        };
        IReadOnlyList<UserId> told = person is { } one ? [one] : round.Admins;
        notices.Add(new Notice($"escalation:{alert.Id.Value:N}:{number}", happened, level.Does is EscalationDeed.CloseAndRefund ? AlertSeverity.Critical : alert.Severity, number, told, ActionDesk.OrAll(round.Configuration, level.Channels), new NoticeValues
        {
            AlertId = alert.Id.Value, OrderNo = alert.OrderNo, Title = alert.Title, Response = response, Category = order.Category, Warehouse = order.Warehouse, Amount = order.Amount,
            Currency = order.Currency, Since = alert.Since, DueAt = alert.DueAt, Path = action is null ? $"/alerts?alert={alert.Id.Value}" : $"/approvals/{action.Id.Value}",
        }));
    }

    /// <summary>What one run of the handler knows; levels taken in it count at once.</summary>
    private sealed record Round(
        TenantConfiguration Configuration, IReadOnlyDictionary<OrderId, Order> Orders, IReadOnlyDictionary<UserId, string> Team, IReadOnlyList<UserId> Admins,
        Dictionary<(AlertId, int), ActionRequestId?> Taken, DateTimeOffset Now)
    {
        public bool Asked(AlertId alert) => Taken.Any(x => x.Key.Item1 == alert && x.Value is not null);
    }
}
