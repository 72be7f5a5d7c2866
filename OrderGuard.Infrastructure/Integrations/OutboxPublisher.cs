using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;
using RabbitMQ.Client;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Brings the outbox to the broker: in order, one node at a time for each tenant, each event until it is confirmed.</summary>
/// <remarks>At least once: where a node dies between the broker's word and its own note, the next repeats what was not noted, under the same ids.</remarks>
internal sealed partial class OutboxPublisher(
    RabbitMqConnection broker, BrokerTopology topology, SystemScopes scopes, ILiveFeed feed, IOptions<RabbitMqOptions> options, TimeProvider clock, ILogger<OutboxPublisher> logger) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);
    private static readonly Counter<long> Published = new Meter("OrderGuard.Broker").CreateCounter<long>("orderguard.broker.published");
    private readonly Guid _node = Guid.CreateVersion7();
    private readonly HashSet<string> _declared = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var bell = new SemaphoreSlim(0);
        using var watch = feed.Listen(_ =>
        {
            if (bell.CurrentCount == 0) bell.Release();
        });
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await PublishAllAsync(await broker.GetAsync(stoppingToken), bell, stoppingToken);
                }
#pragma warning disable CA1031 // Broker or database are away: the events wait where they are.
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    LogInterrupted(e.Message);
                    await Task.Delay(Beat, stoppingToken);
                }
#pragma warning restore CA1031
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // On the way down.
        }
        await ReleaseAsync();
    }

    private async Task PublishAllAsync(IConnection connection, SemaphoreSlim bell, CancellationToken ct)
    {
        _declared.Clear();
        await using var channel = await connection.CreateChannelAsync(EventBatch.Confirmed, ct);
        while (channel.IsOpen)
        {
            var more = false;
            foreach (var (tenant, code) in await BehindAsync(ct)) more |= await PublishAsync(channel, tenant, code, ct);
            if (!more) await bell.WaitAsync(Beat, ct);
        }
    }

    /// <summary>The tenants that have something to tell.</summary>
    private async Task<List<(TenantId Tenant, string Code)>> BehindAsync(CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant: null);
        var db = scope.ServiceProvider.GetRequiredService<OrderGuardDb>();
        var behind = from ledger in db.Ledgers.OfAllTenants()
                     join tenant in db.Tenants on ledger.TenantId equals tenant.Id
                     join position in db.OutboxPositions.OfAllTenants() on ledger.TenantId equals position.TenantId into positions
                     from position in positions.DefaultIfEmpty()
                     where ledger.OutboxSequence > (position == null ? 0 : position.Published)
                     select new { tenant.Id, tenant.Code };
        return (await behind.ToListAsync(ct)).ConvertAll(x => (x.Id, x.Code));
    }

    /// <summary>Publishes the next of a tenant's events, where no other node is at it; whether there may be more.</summary>
    private async Task<bool> PublishAsync(IChannel channel, TenantId tenant, string code, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<OrderGuardDb>();
        if (await LeaseAsync(db, tenant, ct) is not { } from) return false;
        var events = await db.OutboxEvents.AsNoTracking().Where(x => x.Sequence > from).OrderBy(x => x.Sequence).Take(options.Value.PublishBatch).ToListAsync(ct);
        if (events.Count == 0) return false;

        var exchange = broker.Names.Events(code);
        if (_declared.Add(exchange)) await topology.DeclareEventsAsync(channel, code, ct);
        var (confirmed, returned, failure) = await EventBatch.SendAsync(channel, exchange, events, broker.Lost, ct);
        if (confirmed > 0)
        {
            await NoteReturnedAsync(db, returned, ct);
            var to = events[confirmed - 1].Sequence;
            var (node, now, until) = (_node, clock.GetUtcNow(), clock.GetUtcNow() + LeaseTime);
            await db.OutboxPositions.Where(x => x.Lease == node && x.Published < to).ExecuteUpdateAsync(x => x
                .SetProperty(p => p.Published, to).SetProperty(p => p.PublishedAt, now).SetProperty(p => p.LeasedUntil, until), ct);
            Published.Add(confirmed);
        }
        if (failure is not null) throw new InvalidOperationException("The broker did not confirm.", failure);
        return true;
    }

    /// <summary>The position to go on from, where this node may.</summary>
    private async Task<long?> LeaseAsync(OrderGuardDb db, TenantId tenant, CancellationToken ct)
    {
        var (node, now, until) = (_node, clock.GetUtcNow(), clock.GetUtcNow() + LeaseTime);
        var mine = db.OutboxPositions.Where(x => x.Lease == null || x.Lease == node || x.LeasedUntil < now);
        if (await mine.ExecuteUpdateAsync(x => x.SetProperty(p => p.Lease, node).SetProperty(p => p.LeasedUntil, until), ct) == 0)
        {
            if (await db.OutboxPositions.AnyAsync(ct)) return null;
            // Events from before what is kept can no longer be told: begin with the oldest.
            var oldest = await db.OutboxEvents.MinAsync(x => (long?)x.Sequence, ct);
            db.OutboxPositions.Add(OutboxPosition.For(tenant, (oldest ?? 1) - 1));
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (db.IsUniqueViolation(e))
            {
                db.Forget();
            }
            return await LeaseAsync(db, tenant, ct);
        }
        return await db.OutboxPositions.AsNoTracking().Where(x => x.Lease == node).Select(x => (long?)x.Published).SingleOrDefaultAsync(ct);
    }

    private async Task NoteReturnedAsync(OrderGuardDb db, List<long> returned, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var some in returned.Chunk(500))
        {
            await db.OutboxEvents.Where(x => EF.Parameter(some).Contains(x.Sequence)).ExecuteUpdateAsync(x => x
                .SetProperty(e => e.ReturnedAt, now).SetProperty(e => e.ReturnReason, "no queue is bound for this type"), ct);
        }
    }

    /// <summary>On the way down: so that another node need not wait for the leases to run out.</summary>
    private async Task ReleaseAsync()
    {
        try
        {
            await using var scope = scopes.Open(tenant: null);
            var node = _node;
            await scope.ServiceProvider.GetRequiredService<OrderGuardDb>().OutboxPositions.OfAllTenants().Where(x => x.Lease == node).ExecuteUpdateAsync(x => x.SetProperty(p => p.Lease, (Guid?)null));
        }
#pragma warning disable CA1031 // The lease runs out by itself.
        catch (Exception e)
        {
            LogInterrupted(e.Message);
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Publishing events was interrupted: {Reason}")]
    private partial void LogInterrupted(string reason);
}
