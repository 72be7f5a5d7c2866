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

/// <summary>What is to be kept of a clock, and what newly came to light since the last time.</summary>
internal sealed record ClockNews(ClockMeasure Measure, ClockFindings Findings);

/// <summary>One source's clock in memory; batches side by side take turns, and one at a time keeps it.</summary>
internal sealed class ClockEntry(ClockMeasure measure, DateTimeOffset savedAt)
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(10);
    private readonly Lock _one = new();
    private ClockFindings _findings;
    private bool _changed, _claimed;
    private DateTimeOffset _savedAt = savedAt;

    public ClockMeasure Measure { get; private set; } = measure;

    /// <summary>After the commit: what the batch told counts from now on.</summary>
    public void Take(IReadOnlyList<DateTimeOffset> stated, DateTimeOffset now, ClockSettings settings)
    {
        lock (_one)
        {
            var (next, findings) = Measure.Observe(stated, now, settings);
            _changed |= next.Condition != Measure.Condition;
            _findings |= findings;
            Measure = next;
        }
    }

    /// <summary>What there is to keep, for the one who keeps it; null: nothing is due, or somebody is at it.</summary>
    public ClockNews? Claim(DateTimeOffset now)
    {
        lock (_one)
        {
            if (_claimed || (_findings is ClockFindings.None && !_changed && now - _savedAt < SaveEvery)) return null;
            _claimed = true;
            var news = new ClockNews(Measure, _findings);
            (_findings, _changed) = (ClockFindings.None, false);
            return news;
        }
    }

    /// <summary>It is kept.</summary>
    public void Kept(DateTimeOffset now)
    {
        lock (_one) (_claimed, _savedAt) = (false, now);
    }

    /// <summary>It could not be kept: the next batch of the source tries again.</summary>
    public void GiveBack(ClockNews news)
    {
        lock (_one) (_claimed, _changed, _findings) = (false, true, _findings | news.Findings);
    }
}
