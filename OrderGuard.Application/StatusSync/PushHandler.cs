using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.StatusSync;

/// <summary>Sends what waits for the targets, each in its own lane, and comes back when a target has room or something falls due.</summary>
internal sealed class PushHandler(IOrderGuardDb db, Caller caller, PushWorker worker, TimeProvider clock) : IWorkHandler
{
    public string Kind => WorkKinds.Push;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        foreach (var target in items.GroupBy(x => x.Subject))
        {
            if (await worker.RunAsync(caller.RequiredTenant, target.Key, ct) is not { } next) continue;
            // One item stands for the target from here on; the others are done, and so is this one where another comes in time.
            var (first, at) = (target.First(), Later(next, clock.GetUtcNow()));
            var (kind, subject) = (first.Kind, target.Key);
            var mine = target.Select(x => x.Id).ToArray();
            if (!await db.WorkItems.AnyAsync(x => x.Subject == subject && x.Kind == kind && x.State == WorkItemState.Waiting && x.Lease == null && x.VisibleAt <= at && !EF.Parameter(mine).Contains(x.Id), ct))
                first.Postpone(at);
        }
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
