using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Application.Timeouts;

/// <summary>What maintenance windows have collapsed, newest first.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record GetMaintenance
{
    public const int MostTold = 100;
}

/// <summary>The breaches of each window by its code; the orders themselves only for those who may see orders.</summary>
public sealed record MaintenanceActivity(IReadOnlyDictionary<string, MaintenanceCount> ByWindow, IReadOnlyList<CollapsedBreach> Newest);

public sealed record MaintenanceCount(int Collapsed, int Raised, int Settled)
{
    public int Total => Collapsed + Raised + Settled;
}

public sealed record CollapsedBreach(string Window, string OrderNo, string Rule, DateTimeOffset DueAt, DateTimeOffset NotedAt, CollapsedState State);

internal sealed class GetMaintenanceHandler(IOrderGuardDb db, Caller caller) : IHandler<GetMaintenance, MaintenanceActivity>
{
    public async Task<Result<MaintenanceActivity>> HandleAsync(GetMaintenance request, CancellationToken ct)
    {
        var counts = await db.MaintenanceBreaches.AsNoTracking().GroupBy(x => new { x.Window, x.State }).Select(x => new { x.Key.Window, x.Key.State, Count = x.Count() }).ToListAsync(ct);
        var newest = caller.May(Permission.ViewOrders)
            ? await db.MaintenanceBreaches.AsNoTracking().OrderByDescending(x => x.NotedAt).ThenBy(x => x.OrderNo).Take(GetMaintenance.MostTold)
                .Select(x => new CollapsedBreach(x.Window, x.OrderNo, x.Rule, x.DueAt, x.NotedAt, x.State)).ToListAsync(ct) : [];
        int Of(string window, CollapsedState state) => counts.Where(x => x.Window == window && x.State == state).Sum(x => x.Count);
        return new MaintenanceActivity(counts.Select(x => x.Window).Distinct().ToDictionary(x => x,
            x => new MaintenanceCount(Of(x, CollapsedState.Collapsed), Of(x, CollapsedState.Raised), Of(x, CollapsedState.Settled))), newest);
    }
}
