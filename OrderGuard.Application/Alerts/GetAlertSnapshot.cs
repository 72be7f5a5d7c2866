using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>All that a wall needs to begin: the standing alerts, gravest and oldest first, and the counters.</summary>
[Requires(Permission.ViewAlerts)]
public sealed record GetAlertSnapshot;

/// <param name="Sequence">Every change up to this one is in it.</param>
public sealed record AlertSnapshot(IReadOnlyList<AlertView> Alerts, AlertCounters Counters, long Sequence);

internal sealed class GetAlertSnapshotHandler(IOrderGuardDb db, AlertCounting counting) : IHandler<GetAlertSnapshot, AlertSnapshot>
{
    private const int MostAlerts = 500;

    public async Task<Result<AlertSnapshot>> HandleAsync(GetAlertSnapshot request, CancellationToken ct)
    {
        // The number first: what is committed after it may be in the list too, but nothing up to it is missing.
        var sequence = await db.Ledgers.Select(x => x.AlertSequence).SingleOrDefaultAsync(ct);
        var alerts = await db.Alerts.AsNoTracking().Standing().OrderByDescending(x => x.Severity).ThenBy(x => x.Since).ThenBy(x => x.Sequence)
            .Take(MostAlerts).ToListAsync(ct);
        return new AlertSnapshot(alerts.ConvertAll(AlertView.Of), await counting.CountAsync(ct), sequence);
    }
}
