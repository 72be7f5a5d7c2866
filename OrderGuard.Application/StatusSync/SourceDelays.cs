using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>The delays of all sources as this node knows them: read once, then kept in memory, so that intake asks nothing of the store.</summary>
public sealed class SourceDelays
{
    private readonly ConcurrentDictionary<TenantId, ConcurrentDictionary<string, DelayEntry>> _tenants = new();

    internal async Task<ConcurrentDictionary<string, DelayEntry>> OfAsync(IOrderGuardDb db, TenantId tenant, CancellationToken ct)
    {
        if (_tenants.TryGetValue(tenant, out var known)) return known;
        var rows = await db.SourceDelays.AsNoTracking().ToListAsync(ct);
        return _tenants.GetOrAdd(tenant, new ConcurrentDictionary<string, DelayEntry>(
            rows.Select(x => KeyValuePair.Create(x.Source, new DelayEntry(x.Measure, x.SavedAt))), StringComparer.Ordinal));
    }
}

/// <summary>One source's delay in memory; batches side by side take turns.</summary>
internal sealed class DelayEntry(DelayMeasure measure, DateTimeOffset savedAt)
{
    private readonly Lock _one = new();
    private DateTimeOffset _savedAt = savedAt;

    public DelayMeasure Measure { get; private set; } = measure;

    /// <summary>Whether it is this batch's turn to save what is known: once in <paramref name="every"/>, so that batches side by side do not meet at the row.</summary>
    public bool Claim(TimeSpan every, DateTimeOffset now)
    {
        lock (_one)
        {
            if (now - _savedAt < every) return false;
            _savedAt = now;
            return true;
        }
    }

    /// <summary>After the commit: what the batch told counts from now on.</summary>
    public void Commit(IReadOnlyCollection<double> delays, IReadOnlyCollection<int> said)
    {
        lock (_one)
        {
            if (delays.Count > 0 || !said.All(Measure.Said.Contains)) Measure = Measure.Observe(delays, said);
        }
    }
}
