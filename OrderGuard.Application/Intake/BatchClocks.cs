using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>The clocks of the sources of one batch: its live events are witnesses first, and then set right by what they tell.</summary>
internal sealed class BatchClocks(TenantId tenant, TenantConfiguration configuration, ConcurrentDictionary<string, ClockEntry> known, DateTimeOffset now)
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, (IReadOnlyList<DateTimeOffset> Stated, ClockMeasure Measure, ClockFindings Findings, bool Save)> _sources = new(StringComparer.Ordinal);

    private ClockSettings Settings => configuration.Document.Clock;

    public void Observe(IEnumerable<IncomingReport> live)
    {
        foreach (var source in live.GroupBy(x => x.Source, x => x.Event.OccurredAt, StringComparer.Ordinal))
        {
            var (before, savedAt) = known.TryGetValue(source.Key, out var entry) ? (entry.Measure, entry.SavedAt) : (ClockMeasure.New, DateTimeOffset.MinValue);
            IReadOnlyList<DateTimeOffset> stated = [.. source];
            var (measure, findings) = before.Observe(stated, now, Settings);
            _sources[source.Key] = (stated, measure, findings, findings is not ClockFindings.None || measure.Condition != before.Condition || now - savedAt >= SaveEvery);
        }
    }

    public DateTimeOffset Calibrate(string source, DateTimeOffset stated) =>
        Settings.Correct && _sources.TryGetValue(source, out var clock) && !Settings.Except.Contains(source) ? clock.Measure.Calibrate(stated, now, Settings) : stated;

    /// <summary>Keeps what was measured where that is due, raises what is to be known, and has deadlines set right that were armed before the clock was known to be wrong.</summary>
    public async Task SaveAsync(IOrderGuardDb db, AuditTrail audit, IEnumerable<INotices> notices, CancellationToken ct)
    {
        var due = _sources.Where(x => x.Value.Save).ToList();
        if (due.Count == 0) return;
        var names = due.ConvertAll(x => x.Key);
        var rows = await db.SourceClocks.Where(x => names.Contains(x.Source)).ToDictionaryAsync(x => x.Source, ct);
        foreach (var (source, clock) in due)
        {
            if (!rows.TryGetValue(source, out var row)) db.SourceClocks.Add(row = SourceClock.Of(tenant, source));
            row.Take(clock.Measure, now);
            if (clock.Findings is ClockFindings.None || Settings.Except.Contains(source)) continue;
            if (Settings.Alert) await AlertAsync(db, audit, notices, source, clock.Measure, clock.Findings, ct);
            if (Settings.Correct && (clock.Findings & (ClockFindings.Wrong | ClockFindings.WrongZone | ClockFindings.Jump)) != 0)
                db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.Recalibrate, source, now, now));
        }
    }

    /// <summary>After the commit.</summary>
    public void Commit()
    {
        foreach (var (source, clock) in _sources)
            known.GetOrAdd(source, _ => new ClockEntry(ClockMeasure.New, DateTimeOffset.MinValue)).Commit(clock.Stated, now, Settings, clock.Save);
    }

    private async Task AlertAsync(IOrderGuardDb db, AuditTrail audit, IEnumerable<INotices> notices, string source, ClockMeasure measure, ClockFindings findings, CancellationToken ct)
    {
        var causes = ClockAlerts.CausesOf(source, measure, findings, configuration, now).ToList();
        var keys = causes.Select(x => x.Key).Concat(findings.HasFlag(ClockFindings.Recovered) ? ClockAlerts.Passing(source) : []).Distinct().ToList();
        var standing = await db.Alerts.Where(x => keys.Contains(x.OpenCause!)).ToListAsync(ct);
        foreach (var cause in causes)
        {
            if (standing.Find(x => x.OpenCause == cause.Key) is { } open)
            {
                open.Retell(cause.Title, cause.Severity);
                continue;
            }
            var alert = Alert.Raise(tenant, cause, now);
            db.Alerts.Add(alert);
            foreach (var sink in notices)
                sink.Add(new Notice($"clock:{alert.Id.Value:N}", NoticeEvents.ClockWrong, alert.Severity, 1, [], Settings.Channels,
                    new NoticeValues { AlertId = alert.Id.Value, Title = alert.Title, Since = alert.Since, Path = "/configuration/clocks" }));
            audit.Record("alert.raised", "alert", alert.Id.Value.ToString(), null, new { source, skew = measure.Skew, measure.Condition });
        }
        if (findings.HasFlag(ClockFindings.Recovered))
            foreach (var alert in standing.Where(x => causes.TrueForAll(c => c.Key != x.OpenCause))) alert.Resolve(ClockAlerts.Recovered, now);
    }
}
