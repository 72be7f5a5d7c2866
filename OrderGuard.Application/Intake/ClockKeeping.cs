using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>Keeps what batches tell of the clocks, raises what is to be known, and has deadlines set right that were armed before a clock was known to be wrong.</summary>
/// <remarks>After the batch's commit and in a transaction of its own: batches side by side must not wait for each other, or fail, over a clock.</remarks>
public sealed partial class ClockKeeping(IOrderGuardDb db, SourceClocks clocks, AuditTrail audit, INotices notices, ILogger<ClockKeeping> logger)
{
    private const int MostAttempts = 4;

    internal async Task<BatchClocks> OpenAsync(TenantId tenant, TenantConfiguration configuration, DateTimeOffset now, CancellationToken ct) =>
        new(tenant, configuration, await clocks.OfAsync(db, tenant, ct), now);

    /// <summary>The batch stands whatever becomes of this: what could not be kept is kept with the source's next batch.</summary>
    internal async Task KeepAsync(BatchClocks batch, CancellationToken ct)
    {
        var claimed = batch.Commit();
        if (claimed.Count == 0) return;
        var kept = false;
        try
        {
            kept = await TryKeepAsync(batch, claimed.ToDictionary(x => x.Source, x => x.News, StringComparer.Ordinal), ct);
        }
#pragma warning disable CA1031 // The events are committed and must be answered as such.
        catch (Exception e)
        {
            LogFailed(e, batch.Tenant.Value);
        }
#pragma warning restore CA1031
        foreach (var (_, entry, news) in claimed)
        {
            if (kept) entry.Kept(batch.Now);
            else entry.GiveBack(news);
        }
    }

    private async Task<bool> TryKeepAsync(BatchClocks batch, Dictionary<string, ClockNews> news, CancellationToken ct)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            db.Forget();
            try
            {
                return await db.InTransactionAsync(async token =>
                {
                    await WriteAsync(batch, news, token);
                    await db.SaveChangesAsync(token);
                    return true;
                }, ct);
            }
            catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || db.IsUniqueViolation(e))
            {
                // Another node came first: again, by what it left.
                await Task.Delay(Random.Shared.Next(5, 25 * attempt), ct);
            }
        }
        return false;
    }

    private async Task WriteAsync(BatchClocks batch, Dictionary<string, ClockNews> news, CancellationToken ct)
    {
        var (tenant, settings, now) = (batch.Tenant, batch.Settings, batch.Now);
        var names = news.Keys.ToArray();
        var rows = await db.SourceClocks.Where(x => names.Contains(x.Source)).ToDictionaryAsync(x => x.Source, ct);
        foreach (var (source, (measure, findings)) in news)
        {
            if (!rows.TryGetValue(source, out var row)) db.SourceClocks.Add(row = SourceClock.Of(tenant, source));
            row.Take(measure, now);
            if (findings is ClockFindings.None || settings.Except.Contains(source)) continue;
            if (settings.Alert) await AlertAsync(batch, source, measure, findings, ct);
            if (settings.Correct && (findings & (ClockFindings.Wrong | ClockFindings.WrongZone | ClockFindings.Jump)) != 0)
                db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.Recalibrate, source, now, now));
        }
    }

    private async Task AlertAsync(BatchClocks batch, string source, ClockMeasure measure, ClockFindings findings, CancellationToken ct)
    {
        var causes = ClockAlerts.CausesOf(source, measure, findings, batch.Configuration, batch.Now).ToList();
        var keys = causes.Select(x => x.Key).Concat(findings.HasFlag(ClockFindings.Recovered) ? ClockAlerts.Passing(source) : []).Distinct().ToList();
        var standing = await db.Alerts.Where(x => keys.Contains(x.OpenCause!)).ToListAsync(ct);
        foreach (var cause in causes)
        {
            if (standing.Find(x => x.OpenCause == cause.Key) is { } open)
            {
                open.Retell(cause.Title, cause.Severity);
                continue;
            }
            var alert = Alert.Raise(batch.Tenant, cause, batch.Now);
            db.Alerts.Add(alert);
            notices.Add(new Notice($"clock:{alert.Id.Value:N}", NoticeEvents.ClockWrong, alert.Severity, 1, [], batch.Settings.Channels,
                new NoticeValues { AlertId = alert.Id.Value, Title = alert.Title, Since = alert.Since, Path = "/configuration/clocks" }));
            audit.Record("alert.raised", "alert", alert.Id.Value.ToString(), null, new { source, skew = measure.Skew, measure.Condition });
        }
        if (findings.HasFlag(ClockFindings.Recovered))
            foreach (var alert in standing.Where(x => causes.TrueForAll(c => c.Key != x.OpenCause))) alert.Resolve(ClockAlerts.Recovered, batch.Now);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What a batch told of the clocks of tenant {Tenant} could not be kept; the next one tries again")]
    private partial void LogFailed(Exception exception, Guid tenant);
}
