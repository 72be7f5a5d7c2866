using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

/// <summary>A difference may have lasted too long: if the sides still differ, it is a mismatch, and told once. What is said while it stands may explain it anew.</summary>
internal sealed class CompareHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, SourceDelays delays, MismatchDesk desk, TimeProvider clock) : IWorkHandler
{
    public string Kind => WorkKinds.Compare;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var now = clock.GetUtcNow();
        var configuration = await configurations.GetAsync(db, tenant, ct);
        var comparisons = new OrderComparisons(tenant, configuration, await delays.OfAsync(db, tenant, ct), now);
        var ids = items.Select(x => new OrderId(Guid.Parse(x.Subject))).Distinct().ToList();
        var orders = await db.Orders.Where(x => EF.Parameter(ids).Contains(x.Id)).ToDictionaryAsync(x => x.Id, ct);

        List<(Order Order, Difference Difference)> lasted = [], standing = [];
        foreach (var group in items.GroupBy(x => new OrderId(Guid.Parse(x.Subject))))
        {
            if (!orders.TryGetValue(group.Key, out var order)) continue;
            lasted.AddRange(order.Differences.Where(x => x.Mismatch is null && x.Since + comparisons.PatienceOf(x.Source) <= now && Differs(order, x, comparisons)).Select(x => (order, x)));
            standing.AddRange(order.Differences.Where(x => x.Mismatch is not null).Select(x => (order, x)));
            var next = order.Differences.Where(x => x.Mismatch is null && x.Since + comparisons.PatienceOf(x.Source) > now).Select(x => (DateTimeOffset?)(x.Since + comparisons.PatienceOf(x.Source))).Min();
            if (next is not { } at) continue;
            order.PlanComparison(at, now);
            group.First().Postpone(at);
        }
        await desk.ExplainAsync(standing, configuration, ct);
        await desk.RaiseAsync(lasted, configuration, now, ct);
    }

    private static bool Differs(Order order, Difference difference, OrderComparisons comparisons) =>
        order.SourceStatuses.FirstOrDefault(x => x.Source == difference.Source) is { } said && comparisons.SaysOf(said.Source) is { } says && !Sides.Agree(said, order.Status, says);
}
