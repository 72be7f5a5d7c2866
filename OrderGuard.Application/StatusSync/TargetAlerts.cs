using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

/// <summary>Two alerts for a target at the most: it is out of reach, and pushes to it wait for a person.</summary>
internal sealed class TargetAlerts(IOrderGuardDb db, Caller caller)
{
    private static readonly LocalizedText Reached = new("The target takes pushes again", "目标系统已恢复接收");
    private static readonly LocalizedText Cleared = new("Nothing waits for a person any more", "已无待人工处理的推送");

    public static string OutageCause(string target) => $"target:{target}";

    public static string ReviewCause(string target) => $"target-review:{target}";

    public async Task UpdateAsync(TargetDefinition target, TargetGate gate, bool toReview, int version, DateTimeOffset now, CancellationToken ct)
    {
        string outage = OutageCause(target.Code), review = ReviewCause(target.Code);
        var open = await db.Alerts.Where(x => x.OpenCause == outage || x.OpenCause == review).ToListAsync(ct);
        var standing = open.Find(x => x.OpenCause == outage);
        var (en, zh) = (target.Label?.En ?? target.Code, target.Label?.Zh ?? target.Code);
        if (gate.OpenedAt is null) standing?.Resolve(Reached, now);
        else if (standing is null && now - gate.OpenedAt >= target.AlertAfter)
        {
            db.Alerts.Add(Alert.Raise(caller.RequiredTenant, new AlertCause(AlertKind.Sync, AlertSeverity.Critical, outage,
                new LocalizedText($"{en} takes no status pushes", $"目标系统“{zh}”无法接收状态推送"), gate.OpenedAt.Value, null, version), now));
        }
        if (toReview && open.TrueForAll(x => x.OpenCause != review))
        {
            db.Alerts.Add(Alert.Raise(caller.RequiredTenant, new AlertCause(AlertKind.Sync, AlertSeverity.Warning, review,
                new LocalizedText($"Status pushes to {en} wait for a person", $"发往“{zh}”的状态推送需人工处理"), now, null, version), now));
        }
    }

    /// <summary>Ends the alert where the last push that waited for a person has gone; <paramref name="leaving"/> are about to.</summary>
    public async Task ClearAsync(string target, IReadOnlyCollection<StatusPushId> leaving, DateTimeOffset now, CancellationToken ct)
    {
        var ids = leaving.ToArray();
        if (await db.StatusPushes.AnyAsync(x => x.Target == target && x.State == PushState.Review && !EF.Parameter(ids).Contains(x.Id), ct)) return;
        var cause = ReviewCause(target);
        if (await db.Alerts.SingleOrDefaultAsync(x => x.OpenCause == cause, ct) is { } alert) alert.Resolve(Cleared, now);
    }
}
