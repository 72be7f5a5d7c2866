using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

/// <summary>Pushes that a person acts on: named ones, or all that wait for a person and match.</summary>
public sealed record PushSelection(IReadOnlyList<StatusPushId> Ids, PushFilter? Matching = null)
{
    public const int MostNamed = 500;

    public static PushSelection One(StatusPushId id) => new([id]);
}

/// <summary>What came of an action on several pushes: how many were changed, and why the first that was not was not.</summary>
public sealed record HandledPushes(int Changed, IReadOnlyList<StatusPushId> Ids, Refusal? Refused);

/// <summary>Does what a person decides about pushes: a few hundred in one transaction, each with its audit; the targets' gates are saved beside, so that sending takes turns with people.</summary>
internal sealed class PushReviews(IOrderGuardDb db, Caller caller, PushDesk desk, PushSettling settling, TargetAlerts alerts, AuditTrail audit, ILiveFeed feed, TimeProvider clock)
{
    private const int Step = 500;
    private const int MostAtAll = 20_000;
    private const int LostRacesAllowed = 5;

    public async Task<Result<HandledPushes>> ApplyAsync(PushSelection selection, string action, Func<StatusPush, DateTimeOffset, Refusal?> act, Func<StatusPush, object> tell, CancellationToken ct)
    {
        var changed = new List<StatusPushId>();
        Refusal? refused = null;
        if (selection.Matching is not { } filter)
        {
            var found = await RacingAsync(() => StepAsync(db.StatusPushes.Where(x => EF.Parameter(selection.Ids.ToArray()).Contains(x.Id)), action, act, tell, ct));
            if (found.Seen == 0) return StatusSyncRefusals.PushNotFound;
            return new HandledPushes(found.Changed.Count, found.Changed, found.Refused);
        }
        while (changed.Count < MostAtAll)
        {
            var found = await RacingAsync(() => StepAsync(db.StatusPushes.Matching(filter with { State = PushState.Review }).OrderBy(x => x.CreatedAt).ThenBy(x => x.OrderNo).Take(Step), action, act, tell, ct));
            changed.AddRange(found.Changed);
            refused ??= found.Refused;
            if (found.Changed.Count < Step) break;
            db.Forget();
        }
        return new HandledPushes(changed.Count, changed, refused);
    }

    private async Task<(int Seen, IReadOnlyList<StatusPushId> Changed, Refusal? Refused)> StepAsync(
        IQueryable<StatusPush> which, string action, Func<StatusPush, DateTimeOffset, Refusal?> act, Func<StatusPush, object> tell, CancellationToken ct)
    {
        HashSet<string> targets = [];
        var done = await db.InTransactionAsync(async token =>
        {
            var now = clock.GetUtcNow();
            targets = [];
            var pushes = await which.ToListAsync(token);
            var (changed, refused) = (new List<StatusPush>(), (Refusal?)null);
            foreach (var push in pushes.OrderBy(x => x.Step))
            {
                var before = tell(push);
                if (act(push, now) is { } refusal)
                {
                    refused ??= refusal;
                    continue;
                }
                changed.Add(push);
                audit.Record(action, "order", push.OrderNo, before, tell(push));
            }
            foreach (var group in changed.GroupBy(x => x.Target))
            {
                targets.Add(group.Key);
                db.Touch(await desk.GateAsync(group.Key, now, token));
                await settling.ForwardAsync(group.Key, [.. group.Where(x => x.IsSettled).Select(x => x.OrderId)], now, token);
                if (group.Any(x => x.State is not PushState.Review)) await alerts.ClearAsync(group.Key, [.. group.Select(x => x.Id)], now, token);
                db.WorkItems.Add(PushWork.Wake(caller.RequiredTenant, group.Key, now));
            }
            if (changed.Count > 0) await db.SaveChangesAsync(token);
            return (pushes.Count, (IReadOnlyList<StatusPushId>)[.. changed.Select(x => x.Id)], refused);
        }, ct);
        foreach (var target in targets) feed.Publish(new PushesLiveChange(caller.RequiredTenant, target));
        return done;
    }

    private async Task<T> RacingAsync<T>(Func<Task<T>> work)
    {
        for (var lost = 0; ; lost++)
        {
            try
            {
                return await work();
            }
            catch (DbUpdateException e) when (lost < LostRacesAllowed && (e is DbUpdateConcurrencyException || db.IsUniqueViolation(e)))
            {
                db.Forget();
                await Task.Delay(Random.Shared.Next(5, 25 * (lost + 1)), CancellationToken.None);
            }
        }
    }
}
