using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>The clocks of all sources as this node knows them: read once, then kept in memory, so that intake asks nothing of the store.</summary>
public sealed class SourceClocks
{
    private readonly ConcurrentDictionary<TenantId, ConcurrentDictionary<string, ClockEntry>> _tenants = new();

    internal async Task<ConcurrentDictionary<string, ClockEntry>> OfAsync(IOrderGuardDb db, TenantId tenant, CancellationToken ct)
    {
        if (_tenants.TryGetValue(tenant, out var known)) return known;
        var rows = await db.SourceClocks.AsNoTracking().ToListAsync(ct);
        return _tenants.GetOrAdd(tenant, new ConcurrentDictionary<string, ClockEntry>(
            rows.Select(x => KeyValuePair.Create(x.Source, new ClockEntry(x.Measure, x.SavedAt))), StringComparer.Ordinal));
    }
}

/// <summary>One source's clock in memory; batches side by side take turns.</summary>
internal sealed class ClockEntry(ClockMeasure measure, DateTimeOffset savedAt)
{
    private readonly Lock _one = new();

    public ClockMeasure Measure { get; private set; } = measure;

    public DateTimeOffset SavedAt { get; private set; } = savedAt;

    /// <summary>After the commit: what the batch told counts from now on.</summary>
    public void Commit(IReadOnlyList<DateTimeOffset> stated, DateTimeOffset now, ClockSettings settings, bool saved)
    {
        lock (_one)
        {
            Measure = Measure.Observe(stated, now, settings).Measure;
            if (saved) SavedAt = now;
        }
    }
}
