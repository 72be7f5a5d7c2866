using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;

namespace OrderGuard.Infrastructure.Common;

/// <summary>Runs the items of one lane: all at once in one transaction, and where that fails in ever smaller parts, down to the one at fault.</summary>
internal sealed partial class WorkLane(SystemScopes scopes, IOptions<WorkOptions> options, TimeProvider clock, ILogger<WorkLane> logger)
{
    public const string MeterName = "OrderGuard.Work";
    private const int LostRacesAllowed = 3;
    private static readonly Meter Meter = new(MeterName);
    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>("orderguard.work.lag", "s", "From the due time of an item to the commit of its work");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("orderguard.work.failures", description: "Failed attempts of single items");

    public async Task RunAsync(LeasedBatch batch, CancellationToken ct)
    {
        var time = (batch.Until - clock.GetUtcNow()) * 0.8;
        using var limit = new CancellationTokenSource(time > TimeSpan.Zero ? time : TimeSpan.Zero, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await RunAsync(batch, [.. batch.Items.Where(x => x.Attempt == 0).Select(x => x.Id)], limit, ct, either.Token);
            // What has failed before runs alone, so that it cannot take others with it again.
            foreach (var item in batch.Items.Where(x => x.Attempt > 0)) await RunAsync(batch, [item.Id], limit, ct, either.Token);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await GiveBackAsync(batch);
        }
        catch (OperationCanceledException)
        {
            LogOutOfTime(batch.Lane.Kind, batch.Lane.Tenant.Value);
        }
    }

    private async Task RunAsync(LeasedBatch batch, IReadOnlyList<WorkItemId> ids, CancellationTokenSource limit, CancellationToken stopping, CancellationToken ct)
    {
        if (ids.Count == 0) return;
        ct.ThrowIfCancellationRequested();
        for (var lostRaces = 0; ; lostRaces++)
        {
            try
            {
                await AttemptAsync(batch, ids, limit, ct);
                return;
            }
            catch (DbUpdateException e) when (lostRaces < LostRacesAllowed && IsLostRace(batch, e))
            {
                // Somebody changed a subject in the meantime, or took an item over: read again, and go on with what is left.
            }
#pragma warning disable CA1031 // Whatever a handler throws counts as a failed attempt of its items.
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                if (ids.Count == 1 || e is OperationCanceledException) await FailAsync(batch, ids, e, stopping);
                else
                {
                    var half = ids.Count / 2;
                    await RunAsync(batch, [.. ids.Take(half)], limit, stopping, ct);
                    await RunAsync(batch, [.. ids.Skip(half)], limit, stopping, ct);
                }
                return;
            }
#pragma warning restore CA1031
        }
    }

    private async Task AttemptAsync(LeasedBatch batch, IReadOnlyList<WorkItemId> ids, CancellationTokenSource limit, CancellationToken ct)
    {
        await using var scope = scopes.Open(batch.Lane.Tenant);
        var items = await Leased(scope, batch, ids).OrderBy(x => x.DueAt).ToListAsync(ct);
        if (items.Count == 0) return;
        var handler = scope.ServiceProvider.GetServices<IWorkHandler>().FirstOrDefault(x => Handles(x, batch.Lane.Kind))
            ?? throw new InvalidOperationException($"No handler for work of kind {batch.Lane.Kind}.");

        var due = items.ConvertAll(x => x.DueAt);
        await using (handler.TakesLong ? new LeaseRenewal(scopes, batch, limit, options.Value.Lease, clock) : null)
            await handler.HandleAsync(items, ct).WaitAsync(ct);
        var now = clock.GetUtcNow();
        foreach (var item in items.Where(x => x.State is WorkItemState.Waiting && x.Lease == batch.Lease)) item.Complete(now);
        await scope.ServiceProvider.GetRequiredService<OrderGuardDb>().SaveAtOnceAsync(ct);

        now = clock.GetUtcNow();
        var kind = new KeyValuePair<string, object?>("kind", handler.Kind);
        foreach (var at in due) Lag.Record((now - at).TotalSeconds, kind);
    }

    private async Task FailAsync(LeasedBatch batch, IReadOnlyList<WorkItemId> ids, Exception error, CancellationToken ct)
    {
        LogItemFailed(error, batch.Lane.Kind, ids[0].Value, ids.Count);
        Failures.Add(ids.Count, new KeyValuePair<string, object?>("kind", batch.Lane.Kind));
        var what = error is OperationCanceledException ? "It took longer than an item may take." : $"{error.GetType().Name}: {error.Message}";
        await using var scope = scopes.Open(batch.Lane.Tenant);
        var now = clock.GetUtcNow();
        foreach (var item in await Leased(scope, batch, ids).ToListAsync(ct))
            item.Fail(what, options.Value.DelayAfter(item.Attempt, Random.Shared.NextDouble()), now);
        try
        {
            await scope.ServiceProvider.GetRequiredService<OrderGuardDb>().SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The lease ran out and another node has the item.
        }
    }

    /// <summary>On the way down: what was not run is due again at once, for this node's next start or another node.</summary>
    private async Task GiveBackAsync(LeasedBatch batch)
    {
        await using var scope = scopes.Open(batch.Lane.Tenant);
        var now = clock.GetUtcNow();
        var lease = batch.Lease;
        var ids = batch.Items.Select(x => x.Id).ToList();
        await scope.ServiceProvider.GetRequiredService<OrderGuardDb>().WorkItems
            .Where(x => EF.Parameter(ids).Contains(x.Id) && x.Lease == lease && x.State == WorkItemState.Waiting)
            .ExecuteUpdateAsync(x => x.SetProperty(i => i.Lease, (Guid?)null).SetProperty(i => i.VisibleAt, now));
    }

    /// <summary>A kind may be divided into lanes by what stands behind a slash.</summary>
    private static bool Handles(IWorkHandler handler, string kind) =>
        kind == handler.Kind || kind.Length > handler.Kind.Length && kind[handler.Kind.Length] == '/' && kind.StartsWith(handler.Kind, StringComparison.Ordinal);

    private static IQueryable<WorkItem> Leased(AsyncServiceScope scope, LeasedBatch batch, IReadOnlyList<WorkItemId> ids)
    {
        var lease = batch.Lease;
        return scope.ServiceProvider.GetRequiredService<OrderGuardDb>().WorkItems.Where(x => EF.Parameter(ids).Contains(x.Id) && x.Lease == lease && x.State == WorkItemState.Waiting);
    }

    private bool IsLostRace(LeasedBatch batch, DbUpdateException exception)
    {
        if (exception is DbUpdateConcurrencyException) return true;
        using var scope = scopes.Open(batch.Lane.Tenant);
        return scope.ServiceProvider.GetRequiredService<OrderGuardDb>().IsUniqueViolation(exception);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Work of kind {Kind} failed: item {Item}, {Count} in all")]
    private partial void LogItemFailed(Exception exception, string kind, Guid item, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Work of kind {Kind} of tenant {Tenant} ran out of the time of its lease")]
    private partial void LogOutOfTime(string kind, Guid tenant);
}
