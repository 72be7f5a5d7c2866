using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>All that a wall needs to begin: the standing alerts, gravest and oldest first, and the counters.</summary>
[Requires(Permission.ViewAlerts)]
public sealed record GetAlertSnapshot;

/// <param name="Sequence">Every change up to this one is in it.</param>
public sealed record AlertSnapshot(IReadOnlyList<AlertView> Alerts, AlertCounters Counters, long Sequence)
{
    /// <summary>What the company calls its categories, by code; those without a label are left out.</summary>
    public IReadOnlyDictionary<string, LocalizedText> Categories { get; init; } = new Dictionary<string, LocalizedText>();
}

internal sealed class GetAlertSnapshotHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, AlertCounting counting) : IHandler<GetAlertSnapshot, AlertSnapshot>
{
    private const int MostAlerts = 500;

    public async Task<Result<AlertSnapshot>> HandleAsync(GetAlertSnapshot request, CancellationToken ct)
    {
        // The number first: what is committed after it may be in the list too, but nothing up to it is missing.
        var sequence = await db.Ledgers.Select(x => x.AlertSequence).SingleOrDefaultAsync(ct);
        var alerts = await db.Alerts.AsNoTracking().Standing().OrderByDescending(x => x.Severity).ThenBy(x => x.Since).ThenBy(x => x.Sequence)
            .Take(MostAlerts).ToListAsync(ct);
        var categories = (await configurations.GetAsync(db, caller.RequiredTenant, ct)).Document.Categories;
        return new AlertSnapshot(alerts.ConvertAll(AlertView.Of), await counting.CountAsync(ct), sequence)
        {
            Categories = categories.Where(x => x.Label is not null).ToDictionary(x => x.Code, x => x.Label!),
        };
    }
}
