using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>Where actions are asked for and put before people; it does not save.</summary>
internal sealed class ActionDesk(IOrderGuardDb db, INotices notices, AuditTrail audit)
{
    /// <summary>Asks for an action on an order that an alert is about: queued where the limits allow it, else put before a person.</summary>
    public ActionRequest Ask(Order order, Alert alert, OrderAction action, LocalizedText reason, TenantConfiguration configuration, IReadOnlyList<UserId> people, string by, DateTimeOffset now)
    {
        var settings = configuration.Document.Actions;
        var request = ActionRequest.Ask(order, alert.Id, action, null, reason, by, now);
        db.ActionRequests.Add(request);
        audit.Record("action.requested", "action", request.Id.Value.ToString(), null, new { request.OrderNo, request.Action, request.Amount, request.Currency, request.FromStatus, alert = alert.Id.Value });
        if (settings.Halted) Hold(request, ApprovalReason.Halted, "The kill switch is on.", configuration, alert, people, now);
        else if (!(request.Amount <= settings.ApprovalAbove)) Hold(request, ApprovalReason.Amount, "The amount needs a person's approval.", configuration, alert, people, now);
        else Queue(request, now);
        return request;
    }

    /// <summary>Puts what a person or key asked for before a second person.</summary>
    public ActionRequest AskDirect(Order order, ActOnOrder asked, TenantConfiguration configuration, IReadOnlyList<UserId> people, Caller by, DateTimeOffset now)
    {
        var request = ActionRequest.AskDirect(order, asked.Action, asked.Target, asked.Reason!.Trim(), by.Actor, now);
        db.ActionRequests.Add(request);
        audit.Record("action.requested", "action", request.Id.Value.ToString(), null, new { request.OrderNo, request.Action, request.Target, request.Amount, request.Currency, request.FromStatus, asked.Reason });
        Hold(request, ApprovalReason.SecondPerson, "A second person is needed.", configuration, null, people, now);
        return request;
    }

    public void Queue(ActionRequest request, DateTimeOffset now) =>
        db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), request.TenantId, WorkKinds.OrderAction, request.Id.Value.ToString(), now, now));

    /// <summary>Puts a request before a person and says so.</summary>
    public void Hold(ActionRequest request, ApprovalReason why, string text, TenantConfiguration configuration, Alert? alert, IReadOnlyList<UserId> people, DateTimeOffset now)
    {
        request.Hold(why, text, now);
        audit.Record("action.held", "action", request.Id.Value.ToString(), null, new { request.OrderNo, request.Action, request.Amount, why });
        Tell(NoticeEvents.ApprovalWanted, $"approval:{request.Id.Value:N}:{request.Answers.Count}", request, alert, configuration, people, new LocalizedText(
            $"{Words(request.Action).En} {request.OrderNo} waits for your approval", $"{request.OrderNo} 的{Words(request.Action).Zh}等待您审批"));
    }

    /// <summary>Tells people of a request in the channels of the policy that asked for it.</summary>
    public void Tell(string happened, string key, ActionRequest request, Alert? alert, TenantConfiguration configuration, IReadOnlyList<UserId> people, LocalizedText response) =>
        notices.Add(new Notice(key, happened, AlertSeverity.Critical, alert?.Level ?? 1, people, ChannelsOf(configuration, alert), new NoticeValues
        {
            AlertId = alert?.Id.Value, OrderNo = request.OrderNo, Title = alert?.Title ?? request.Reason, Response = response, Category = alert?.Category,
            Amount = request.Amount, Currency = request.Currency, Since = alert?.Since, DueAt = alert?.DueAt, Path = $"/approvals/{request.Id.Value}",
        }));

    /// <summary>The people who administer the company.</summary>
    public Task<List<UserId>> AdminsAsync(CancellationToken ct) =>
        db.Memberships.Where(x => x.Role == Role.TenantAdmin && !x.Locked).Select(x => x.UserId).ToListAsync(ct);

    /// <summary>The channels that the alert's policy names, else all of them.</summary>
    public static IReadOnlyList<string> ChannelsOf(TenantConfiguration configuration, Alert? alert) => OrAll(configuration,
        StandardEscalation.Find(configuration.Document, alert?.Rule is { } rule ? configuration.Rule(rule)?.Escalation : null)?.Levels.SelectMany(x => x.Channels).Distinct().ToList() ?? []);

    public static IReadOnlyList<string> OrAll(TenantConfiguration configuration, IReadOnlyList<string> named) => named.Count > 0 ? named : [.. configuration.Document.Channels.Select(x => x.Code)];

    public static LocalizedText Words(OrderAction action) => action switch
    {
        OrderAction.Close => new("Closing", "关单"),
        OrderAction.Refund => new("Closing and refunding", "关单退款"),
        OrderAction.Cancel => new("Cancelling", "取消"),
        OrderAction.Rollback => new("Rolling back", "回退"),
        OrderAction.Hold => new("Holding", "冻结"),
        OrderAction.Release => new("Releasing", "解冻"),
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };
}
