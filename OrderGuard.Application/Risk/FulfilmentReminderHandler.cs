using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Application.Risk;

/// <summary>Reminds early of the deadlines of orders that are likely to come late, for as long as they are under way. The deadlines stay as they are.</summary>
internal sealed class FulfilmentReminderHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, INotices notices, TimeProvider clock) : IWorkHandler
{
    // An order arms new deadlines as it goes on; it is looked at again for them at least this often, and not for ever.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public string Kind => WorkKinds.FulfilmentReminder;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var settings = (await configurations.GetAsync(db, caller.RequiredTenant, ct)).Document.FulfilmentRisk;
        if (!settings.Tightens) return;

        var now = clock.GetUtcNow();
        var ids = items.Select(x => new OrderId(Guid.Parse(x.Subject))).Distinct().ToList();
        var orders = await db.Orders.AsNoTracking().Where(x => EF.Parameter(ids).Contains(x.Id) && !x.Finished).ToDictionaryAsync(x => x.Id, ct);
        var scores = await db.FulfilmentAssessments.AsNoTracking().Where(x => EF.Parameter(ids).Contains(x.OrderId)).ToDictionaryAsync(x => x.OrderId, x => x.Score, ct);
        foreach (var item in items)
        {
            var id = new OrderId(Guid.Parse(item.Subject));
            if (!orders.TryGetValue(id, out var order) || !scores.TryGetValue(id, out var score) || now - order.PlacedAt > Longest) continue;
            var standing = order.Deadlines.Where(x => x.BreachedAt is null && x.DueAt > now).ToList();
            foreach (var deadline in standing.Where(x => FulfilmentWork.EarlyOf(x, settings) <= now)) Remind(order, deadline, score, settings);
            var next = standing.Select(x => FulfilmentWork.EarlyOf(x, settings)).Where(x => x > now).DefaultIfEmpty(now + LookAgain).Min();
            item.Postpone(next < now + LookAgain ? next : now + LookAgain);
        }
    }

    private void Remind(Order order, Deadline deadline, double score, FulfilmentRiskSettings settings)
    {
        var percent = (score * 100).ToString("0", CultureInfo.InvariantCulture);
        notices.Add(new Notice($"fulfilment-reminder:{deadline.Id:N}", NoticeEvents.Reminder, AlertSeverity.Warning, 1, [], settings.Channels, new NoticeValues
        {
            OrderNo = order.OrderNo, Category = order.Category, Warehouse = order.Warehouse, Amount = order.Amount, Currency = order.Currency,
            Title = new LocalizedText($"Order {order.OrderNo} is likely to come late ({percent} %)", $"订单 {order.OrderNo} 可能延误（{percent}%）"),
            Response = new LocalizedText("Reminded early; the deadline has not passed yet", "提前提醒，尚未超时"),
            Since = deadline.ArmedAt, DueAt = deadline.DueAt, Path = $"/orders/{Uri.EscapeDataString(order.OrderNo)}",
        }));
    }
}
