using System.Collections.Concurrent;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Infrastructure.Common;

/// <summary>Takes due work items and has them run, kind by kind and tenant by tenant, so that none holds up another.</summary>
/// <remarks>
/// A sweep looks at the oldest due items outside the lanes that are busy, through the index (State, VisibleAt), so that its cost
/// does not depend on how many are armed. It leases what the free lanes can take by one guarded update: two nodes may look at
/// the same item, but only one of them gets it.
/// </remarks>
internal sealed partial class WorkPump(SystemScopes scopes, WorkLane lane, WorkSignal signal, IOptions<WorkOptions> options, TimeProvider clock, ILogger<WorkPump> logger)
{
    private readonly ConcurrentDictionary<LaneKey, Running> _busy = new();

    /// <summary>When the last sweep was over without an error; null: none was yet.</summary>
    public DateTimeOffset? SweptAt { get; private set; }

    /// <summary>Starts what is due and returns when to look again at the latest; null: nothing is armed.</summary>
    public async Task<DateTimeOffset?> SweepAsync(CancellationToken ct)
    {
        var next = await SweepOnceAsync(ct);
        SweptAt = clock.GetUtcNow();
        return next;
    }

    private async Task<DateTimeOffset?> SweepOnceAsync(CancellationToken ct)
    {
        while (true)
        {
            await using var scope = scopes.Open(tenant: null);
            var db = scope.ServiceProvider.GetRequiredService<OrderGuardDb>();
            var now = clock.GetUtcNow();
            var free = options.Value.Lanes - _busy.Values.Count(x => now - x.Since < options.Value.SlowAfter);
            if (free <= 0) return now + options.Value.SlowAfter;

            var due = await DueAsync(db, now, ct);
            if (due.Count == 0) return await NextAsync(db, now, ct);

            var taken = due.GroupBy(x => x.Lane).Take(free).ToDictionary(x => x.Key, x => x.Take(options.Value.LaneSize).ToList());
            var lease = Guid.CreateVersion7();
            var until = now + options.Value.Lease;
            var ids = taken.Values.SelectMany(x => x).Select(x => x.Id).ToList();
            var leased = await db.WorkItems.OfAllTenants().Where(x => EF.Parameter(ids).Contains(x.Id) && x.State == WorkItemState.Waiting && x.VisibleAt <= now)
                .ExecuteUpdateAsync(x => x.SetProperty(i => i.Lease, lease).SetProperty(i => i.Fence, i => i.Fence + 1).SetProperty(i => i.VisibleAt, until), ct);
            if (leased == 0) continue;
            foreach (var (key, items) in taken) Start(new LeasedBatch(key, items, lease, until), ct);
        }
    }

    /// <summary>Waits until nothing runs any more.</summary>
    public async Task RestAsync()
    {
        while (!_busy.IsEmpty) await Task.WhenAll(_busy.Values.Select(x => x.Work));
    }

    /// <summary>The due items that no busy lane is waiting for, oldest first.</summary>
    internal IQueryable<DueItem> Due(OrderGuardDb db, DateTimeOffset now) => _busy.Keys
        .Aggregate(db.WorkItems.OfAllTenants().Where(x => x.State == WorkItemState.Waiting && x.VisibleAt <= now), (rows, key) => rows.Where(Outside(key)))
        .OrderBy(x => x.VisibleAt).Take(options.Value.SweepSize).Select(x => new DueItem(x.Id, x.TenantId, x.Kind, x.Attempt));

    private Task<List<DueItem>> DueAsync(OrderGuardDb db, DateTimeOffset now, CancellationToken ct) => Due(db, now).ToListAsync(ct);

    private static async Task<DateTimeOffset?> NextAsync(OrderGuardDb db, DateTimeOffset now, CancellationToken ct)
    {
        var next = await db.WorkItems.OfAllTenants().Where(x => x.State == WorkItemState.Waiting && x.VisibleAt > now)
            .OrderBy(x => x.VisibleAt).Take(1).Select(x => x.VisibleAt).ToListAsync(ct);
        return next.Count == 0 ? null : next[0];
    }

    private static Expression<Func<WorkItem, bool>> Outside(LaneKey key)
    {
        var (tenant, kind) = (key.Tenant, key.Kind);
        return x => !(x.TenantId == tenant && x.Kind == kind);
    }

    private void Start(LeasedBatch batch, CancellationToken ct)
    {
        var key = batch.Lane;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _busy[key] = new Running(clock.GetUtcNow(), done.Task);
        _ = Task.Run(async () =>
        {
            try
            {
                await lane.RunAsync(batch, ct);
            }
#pragma warning disable CA1031 // Whatever goes wrong in one lane, the others go on; its items come back when the lease ends.
            catch (Exception e)
            {
                LogLaneFailed(e, key.Kind, key.Tenant.Value);
            }
#pragma warning restore CA1031
            finally
            {
                _busy.TryRemove(key, out _);
                done.SetResult();
                signal.Wake();
            }
        }, CancellationToken.None);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Work of kind {Kind} failed for tenant {Tenant}; its items come back when their lease ends")]
    private partial void LogLaneFailed(Exception exception, string kind, Guid tenant);

    private sealed record Running(DateTimeOffset Since, Task Work);
}

/// <summary>One kind of work of one tenant: what never waits for another.</summary>
internal readonly record struct LaneKey(TenantId Tenant, string Kind);

internal sealed record DueItem(WorkItemId Id, TenantId Tenant, string Kind, int Attempt)
{
    public LaneKey Lane => new(Tenant, Kind);
}

/// <summary>Items of one lane that were taken under one lease; some may have gone to another node.</summary>
internal sealed record LeasedBatch(LaneKey Lane, IReadOnlyList<DueItem> Items, Guid Lease, DateTimeOffset Until);
