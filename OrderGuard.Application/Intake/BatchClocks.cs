using System.Collections.Concurrent;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>The clocks of the sources of one batch: its live events are witnesses first, and then set right by what they tell.</summary>
internal sealed class BatchClocks(TenantId tenant, TenantConfiguration configuration, ConcurrentDictionary<string, ClockEntry> known, DateTimeOffset now)
{
    private readonly Dictionary<string, (IReadOnlyList<DateTimeOffset> Stated, ClockMeasure Measure)> _sources = new(StringComparer.Ordinal);

    public TenantId Tenant => tenant;

    public TenantConfiguration Configuration => configuration;

    public ClockSettings Settings => configuration.Document.Clock;

    public DateTimeOffset Now => now;

    public void Observe(IEnumerable<IncomingReport> live)
    {
        foreach (var source in live.GroupBy(x => x.Source, x => x.Event.OccurredAt, StringComparer.Ordinal))
        {
            IReadOnlyList<DateTimeOffset> stated = [.. source];
            var before = known.TryGetValue(source.Key, out var entry) ? entry.Measure : ClockMeasure.New;
            _sources[source.Key] = (stated, before.Observe(stated, now, Settings).Measure);
        }
    }

    public DateTimeOffset Calibrate(string source, DateTimeOffset stated) =>
        Settings.Correct && _sources.TryGetValue(source, out var clock) && !Settings.Except.Contains(source) ? clock.Measure.Calibrate(stated, now, Settings) : stated;

    /// <summary>After the commit: what the batch told counts from now on. The clocks that there is something new to keep of, each claimed for this batch alone.</summary>
    public IReadOnlyList<(string Source, ClockEntry Entry, ClockNews News)> Commit()
    {
        var claimed = new List<(string, ClockEntry, ClockNews)>();
        foreach (var (source, clock) in _sources)
        {
            var entry = known.GetOrAdd(source, _ => new ClockEntry(ClockMeasure.New, DateTimeOffset.MinValue));
            entry.Take(clock.Stated, now, Settings);
            if (entry.Claim(now) is { } news) claimed.Add((source, entry, news));
        }
        return claimed;
    }
}
