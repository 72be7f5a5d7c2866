using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>One order with all that is known of it; personal data only for those who may see it.</summary>
[Requires(Permission.ViewOrders)]
public sealed record GetOrder(string OrderNo)
{
    /// <summary>As many of the newest events, alerts and audit entries are told.</summary>
    public const int MostTold = 200;
}

internal sealed class GetOrderHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, Audit.PersonalDataReads reads) : IHandler<GetOrder, OrderDetail>
{
    private const int MostReads = 3;

    public async Task<Result<OrderDetail>> HandleAsync(GetOrder request, CancellationToken ct)
    {
        for (var read = 1; ; read++)
        {
            var order = await db.Orders.AsNoTracking().SingleOrDefaultAsync(x => x.OrderNo == request.OrderNo, ct);
            if (order is null) return OrderRefusals.NotFound;
            var detail = await ReadAsync(order, ct);
            // Written to in between: nobody is to be told of a high risk and, from a moment before, of no hold.
            if (read < MostReads && !await db.Orders.AnyAsync(x => x.Id == order.Id && x.Revision == order.Revision, ct)) continue;
            if (detail.PersonalDataShown) reads.OfOrder(caller, order.OrderNo);
            return detail;
        }
    }

    private async Task<OrderDetail> ReadAsync(Order order, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var full = caller.May(Permission.ViewPersonalData);
        var subject = order.Id.Value.ToString();
        var events = await db.OrderEvents.AsNoTracking().Where(x => x.OrderNo == order.OrderNo).OrderByDescending(x => x.OccurredAt).Take(GetOrder.MostTold).ToListAsync(ct);
        var work = await db.WorkItems.AsNoTracking().Where(x => x.Subject == subject).OrderByDescending(x => x.DueAt).Take(GetOrder.MostTold).ToListAsync(ct);
        var alerts = caller.May(Permission.ViewAlerts)
            ? await db.Alerts.AsNoTracking().Where(x => x.OrderNo == order.OrderNo).OrderByDescending(x => x.RaisedAt).Take(GetOrder.MostTold).ToListAsync(ct) : [];
        var audit = caller.May(Permission.ViewAudit)
            ? await db.AuditEntries.AsNoTracking().Where(x => x.Subject == order.OrderNo && x.SubjectKind == "order").OrderByDescending(x => x.Sequence).Take(GetOrder.MostTold).ToListAsync(ct) : [];

        var risk = caller.May(Permission.ViewRisk) ? await db.FulfilmentAssessments.AsNoTracking().SingleOrDefaultAsync(x => x.OrderId == order.Id, ct) : null;

        var assessed = caller.May(Permission.ViewRisk) ? await db.RiskAssessments.AsNoTracking().Where(x => x.OrderId == order.Id).OrderByDescending(x => x.AssessedAt).FirstOrDefaultAsync(ct) : null;

        return new OrderDetail
        {
            Row = OrderRows.Of(order, alerts.Count(x => x.OpenCause is not null), configuration),
            Facts = full ? order.Facts : order.Facts.Masked(),
            PersonalDataShown = full,
            CreatedAt = order.CreatedAt,
            UpdatedAt = order.UpdatedAt,
            Sources = [.. order.SourceStatuses.OrderBy(x => x.Source, StringComparer.Ordinal).Select(x => Said(x, order, configuration))],
            Holds = order.Holds,
            Deadlines = [.. order.Deadlines.OrderBy(x => x.DueAt).Select(x => Waiting(x, configuration))],
            Timeline = [.. events.OrderByDescending(x => x.OccurredAt).ThenByDescending(x => x.ReceivedAt).Select(x => Told(x, configuration))],
            Work = [.. work.Select(x => new WorkView(x.Kind, x.Payload, x.DueAt, x.State, x.Attempt, x.Error, x.FinishedAt))],
            Alerts = [.. alerts.Select(Application.Alerts.AlertView.Of)],
            Audit = [.. audit.Select(Application.Audit.AuditRow.Of)],
            AuditShown = caller.May(Permission.ViewAudit),
            Actions = ActionsOn(order, configuration),
            FulfilmentRisk = risk is null ? null : Application.Risk.FulfilmentRiskView.Of(risk),
            Risk = assessed is null ? null : Application.Risk.RiskAnswer.Of(assessed),
        };
    }

    private static SourceView Said(SourceStatus said, Order order, TenantConfiguration configuration) => new(
        said.Source, configuration.Source(said.Source)?.Label, configuration.Source(said.Source)?.Role ?? SourceRole.Observer, said.Word,
        said.Status is { } status ? StatusView.Of(status, configuration) : null, said.OccurredAt, said.Status switch
        {
            null => SourceDifference.NotUnderstood,
            { } same when same == order.Status => SourceDifference.None,
            { } other => other < order.Status ? SourceDifference.Behind : SourceDifference.Ahead,
        });

    private static DeadlineView Waiting(Domain.Timeouts.Deadline deadline, TenantConfiguration configuration)
    {
        var rule = configuration.Rule(deadline.Rule);
        return new(deadline.Rule, rule?.Label, StatusView.Of(deadline.From, configuration), StatusView.Of(deadline.Until, configuration), deadline.ArmedAt, deadline.DueAt, deadline.BreachedAt)
        {
            Within = deadline.Within ?? deadline.DueAt - deadline.ArmedAt, Calendar = deadline.Calendar, Matched = deadline.Matched,
            CalendarLabel = configuration.Document.Calendars.FirstOrDefault(x => x.Code == deadline.Calendar)?.Label, Others = rule is null ? 0 : rule.ByCategory.Count + rule.Overrides.Count,
        };
    }

    private static TimelineView Told(OrderEvent told, TenantConfiguration configuration) => new(
        told.Source, told.EventId, told.Word, told.Status is { } status ? StatusView.Of(status, configuration) : null, told.MovedFrom, told.Outcome,
        told.Detail, told.OccurredAt, told.StatedAt, told.ReceivedAt, told.Historical, told.ConfigurationVersion);

    /// <summary>What may be asked of the order now, and where it would lead.</summary>
    private static List<ActionView> ActionsOn(Order order, TenantConfiguration configuration)
    {
        var actions = new List<ActionView>();
        if (configuration.Allows(order.Status, StandardStatuses.Cancelled)) actions.Add(new(OrderAction.Cancel, []));
        if (order.Status >= StandardStatuses.Delivered && configuration.Allows(order.Status, StandardStatuses.Completed)) actions.Add(new(OrderAction.Close, []));
        if (configuration.Allows(order.Status, StandardStatuses.Refunded)) actions.Add(new(OrderAction.Refund, []));
        var back = configuration.Statuses.Where(x => x.Code < order.Status).Select(x => StatusView.Of(x.Code, configuration)).ToList();
        if (back.Count > 0) actions.Add(new(OrderAction.Rollback, back));
        actions.Add(new(order.Holds.Any(x => x.Kind == HoldKinds.Manual) ? OrderAction.Release : OrderAction.Hold, []));
        return actions;
    }
}
