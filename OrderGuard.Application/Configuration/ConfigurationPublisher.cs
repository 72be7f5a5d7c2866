using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Configuration;

/// <summary>Publishes a validated document as the next version, with all that follows from it, in one transaction.</summary>
internal sealed class ConfigurationPublisher(IOrderGuardDb db, AuditTrail audit, Caller caller, TimeProvider clock, ILiveFeed feed)
{
    /// <summary>Publishes on top of <paramref name="newest"/>; where another version came first, nothing is saved and the refusal says what it changed.</summary>
    public async Task<Result<PublishedConfiguration>> PublishAsync(
        PublishedConfiguration newest, ConfigurationReading reading, string note, int? restoredFrom, IReadOnlyList<GoingLive> going, string? reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var tenant = caller.RequiredTenant;
        var changes = ConfigurationDiff.Compare(newest.Read(), reading.Document);
        var version = ConfigurationVersion.Publish(tenant, newest.Number + 1, reading.Json, note, caller.Actor.Name, now, restoredFrom);
        db.ConfigurationVersions.Add(version);
        db.Tell(DomainEvents.Published(version));

        var subject = ConfigurationRules.Text(version.Number);
        db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.ApplyUnmapped, subject, now, now));
        db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.RearmTimeouts, subject, now, now));
        foreach (var target in reading.Document.Targets) db.WorkItems.Add(StatusSync.PushWork.Wake(tenant, target.Code, now));
        // A window that was shortened or taken away ends now; one that is still on waits for its end.
        foreach (var window in await db.MaintenanceBreaches.Where(x => x.State == Domain.Timeouts.CollapsedState.Collapsed).Select(x => x.Window).Distinct().ToListAsync(ct))
            db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.MaintenanceEnds, window, now, now));
        audit.Record(restoredFrom is null ? "configuration.published" : "configuration.restored", "configuration", subject,
            new { version = newest.Number },
            new { version = version.Number, note = version.Note, restoredFrom, changes = changes.Select(x => new { x.Path, x.Before, x.After }) });
        foreach (var source in going)
            audit.Record(source.Certificate is null ? "source.published-unrehearsed" : "source.published", "source", source.Source, null,
                new { version = version.Number, certificate = source.Number, rehearsal = source.Certificate, reason = source.Certificate is null ? reason?.Trim() : null, restoredFrom });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (db.IsUniqueViolation(e))
        {
            db.Forget();
            var other = await db.ConfigurationVersions.NewestAsync(ct);
            return ConfigurationRefusals.Stale(other.Number, ConfigurationDiff.Compare(newest.Read(), other.Read()));
        }
        feed.Publish(new ConfigurationLiveChange(tenant, version.Number));
        return PublishedConfiguration.Of(version) with { Unrehearsed = [.. going.Where(x => x.Certificate is null).Select(x => x.Source)] };
    }
}
