using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Application.Orders;

/// <summary>Gathers what moves of orders entail (deadlines that begin and end, alerts that settle) and saves it with the orders in few statements.</summary>
/// <remarks>To be used within one transaction; one instance for each attempt.</remarks>
public sealed class MoveConsequences(TenantConfiguration configuration, DateTimeOffset now)
{
    private const int MostIdsAtOnce = 500;
    private readonly Dictionary<Guid, (Order Order, Deadline Deadline)> _armed = [];
    private readonly List<WorkItemId> _ended = [];
    private readonly Dictionary<string, LocalizedText> _settled = [];
    private readonly List<Alert> _missed = [];
    private readonly List<StatusPush> _pushes = [];
    private readonly List<DomainEvent> _told = [];
    private readonly HashSet<Order> _moved = [];

    /// <summary>The orders that have moved, each as it is by now.</summary>
    public IReadOnlyCollection<Order> Moved => _moved;

    /// <summary>What targets are to be told of the moves.</summary>
    internal IReadOnlyList<StatusPush> Pushes => _pushes;

    /// <summary>Notes a move that happened <paramref name="at"/>. What is historical raises no alert and tells nobody; what has no origin is told to no target.</summary>
    public void Add(Order order, OrderMove move, DateTimeOffset at, bool historical, MoveOrigin? origin = null)
    {
        _moved.Add(order);
        if (move.Moved && !historical) _told.Add(DomainEvents.Moved(order, move, origin?.Source, configuration.Version));
        if (move.Moved && !historical && origin is not null)
            _pushes.AddRange(configuration.Document.Targets.Where(x => x.Wants(order.Status, origin.Source)).Select(x => StatusPush.Of(order, move, x.Code, origin, at, now)));
        foreach (var deadline in move.Met) End(order, deadline, at, historical, at > deadline.DueAt ? ReachedLate(order.Status) : ReportedLate(order.Status));
        foreach (var deadline in move.Dropped) End(order, deadline, at, historical, BeganAnew);
        foreach (var deadline in move.Armed) _armed.Add(deadline.Id, (order, deadline));
    }

    /// <summary>Saves the orders and all that was noted.</summary>
    public async Task SaveAsync(IOrderGuardDb db, CancellationToken ct)
    {
        foreach (var (order, deadline) in _armed.Values)
            db.WorkItems.Add(WorkItem.Schedule(new WorkItemId(deadline.Id), order.TenantId, WorkKinds.Timeout, order.Id.Value.ToString(), deadline.DueAt, now, deadline.Rule));
        foreach (var alert in _missed) db.Alerts.Add(alert);
        foreach (var push in _pushes) db.StatusPushes.Add(push);
        foreach (var (tenant, target) in _pushes.Select(x => (x.TenantId, x.Target)).Distinct()) db.WorkItems.Add(PushWork.Wake(tenant, target, now));
        foreach (var happened in _told) db.Tell(happened);
        foreach (var causes in _settled.Keys.Chunk(MostIdsAtOnce))
        {
            foreach (var alert in await db.Alerts.Where(x => EF.Parameter(causes).Contains(x.OpenCause)).ToListAsync(ct)) alert.Resolve(_settled[alert.OpenCause!], now);
        }
        await db.SaveChangesAsync(ct);

        // After the save, which takes the tenant's ledger row: so everybody locks in the same order.
        foreach (var ids in _ended.Chunk(MostIdsAtOnce))
        {
            await db.WorkItems.Where(x => EF.Parameter(ids).Contains(x.Id) && x.State == WorkItemState.Waiting).ExecuteUpdateAsync(x => x
                .SetProperty(w => w.State, WorkItemState.Cancelled)
                .SetProperty(w => w.Fence, w => w.Fence + 1)
                .SetProperty(w => w.Lease, (Guid?)null)
                .SetProperty(w => w.FinishedAt, now), ct);
        }
    }

    private void End(Order order, Deadline deadline, DateTimeOffset at, bool historical, LocalizedText reason)
    {
        if (!_armed.Remove(deadline.Id)) _ended.Add(new WorkItemId(deadline.Id));
        if (deadline.BreachedAt is not null)
        {
            _settled[Alert.TimeoutCause(order.Id, deadline.Rule)] = reason;
        }
        else if (at > deadline.DueAt && !historical)
        {
            // Overdue before anybody looked: raised and resolved at once, so that history is complete.
            var alert = Alert.Raise(order.TenantId, TimeoutAlerts.CauseOf(order, deadline, configuration), now);
            alert.Resolve(reason, now);
            _missed.Add(alert);
        }
    }

    private LocalizedText ReachedLate(int status) => new(
        $"{configuration.LabelOf(status, "en")} reached after the deadline.", $"已进入“{configuration.LabelOf(status, "zh-CN")}”，但超过了时限。");

    private LocalizedText ReportedLate(int status) => new(
        $"{configuration.LabelOf(status, "en")} reached in time; the report came late.", $"已在时限内进入“{configuration.LabelOf(status, "zh-CN")}”，只是上报较晚。");

    private static readonly LocalizedText BeganAnew = new("The waiting began anew.", "已重新开始计时。");
}
