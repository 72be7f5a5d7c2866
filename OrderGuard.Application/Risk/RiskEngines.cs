using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Risk.Features;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk;

/// <summary>The live windows of each company on this node, filled from the database when they are first needed and after a restart.</summary>
/// <remarks>
/// A window holds the orders of 90 days and at most <see cref="RiskOptions.MostOrders"/>. On several nodes each assesses by windows of its own; what another
/// node has assessed is taken in before every batch, so that they agree but for a moment.
/// </remarks>
public sealed class RiskEngines(SystemScopes scopes, IPersonalDataHasher hasher, IOptions<RiskOptions> options, TimeProvider clock)
{
    private const int MostIdsAtOnce = 500;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2), Overlap = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<TenantId, Filling> _known = new();

    /// <summary>The company's windows; null: they are still being filled.</summary>
    public async Task<LiveRisk?> GetAsync(TenantId tenant, TenantConfiguration configuration, CancellationToken ct)
    {
        var own = configuration.Document.Risk.OwnTags;
        var signature = LiveRisk.Signature(own);
        var filling = _known.AddOrUpdate(tenant, _ => Begin(tenant, own, signature), (_, known) =>
            known.Signature == signature && !known.Live.Value.IsFaulted && !known.Live.Value.IsCanceled ? known : Begin(tenant, own, signature));
        try
        {
            return await filling.Live.Value.WaitAsync(options.Value.Patience, clock, ct);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>What a commit of intake brought, for windows that are there; the others read it when they are filled: past orders, and what became of orders.</summary>
    public void Take(TenantId tenant, IEnumerable<Order> past, IEnumerable<Order> moved, DateTimeOffset now)
    {
        if (!_known.TryGetValue(tenant, out var filling) || !filling.Live.IsValueCreated || !filling.Live.Value.IsCompletedSuccessfully) return;
        var live = filling.Live.Value.Result;
        live.Add([.. past.Select(live.SignalsOf)]);
        foreach (var order in moved)
            if (OutcomeOf(order.Status, order.CancelledAt) is { } outcome) live.Learn(order.Id, outcome.Outcome, now);
    }

    /// <summary>Takes in what other nodes have assessed since the last look, and what has come to be known of orders there.</summary>
    internal async Task CatchUpAsync(IOrderGuardDb db, LiveRisk live, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - live.CaughtUpTo < Look) return;
        var since = live.CaughtUpTo - Overlap;
        var assessed = await db.RiskAssessments.Where(x => x.AssessedAt > since).Select(x => new { x.OrderId, x.Again }).Distinct().ToListAsync(ct);
        // Of those assessed again more may have come to be known.
        var changed = live.Unknown(assessed.Select(x => x.OrderId)).Union(assessed.Where(x => x.Again).Select(x => x.OrderId));
        await foreach (var signals in SignalsAsync(db, live, changed, ct)) live.Replace([signals]);
        var watched = await db.WatchedOrders.AsNoTracking().Where(x => x.Since > since && x.Until > now).ToDictionaryAsync(x => x.OrderId, x => x.Until, ct);
        await foreach (var signals in SignalsAsync(db, live, live.Unwatched(watched.Keys), ct)) live.Watch(signals, watched[signals.Order]);
        // Known since the report of it came, not since the source says that it happened.
        var ended = await db.Orders.Where(x => x.CancelledAt != null && x.UpdatedAt > since).Select(x => new { x.Id, x.Status, x.CancelledAt, x.UpdatedAt }).ToListAsync(ct);
        foreach (var order in ended)
            if (OutcomeOf(order.Status, order.CancelledAt) is { } known) live.Learn(order.Id, known.Outcome, order.UpdatedAt);
        foreach (var chargeback in await Chargebacks(db).Where(x => x.At > since).Select(x => new { x.OrderId, x.At }).ToListAsync(ct)) live.Learn(chargeback.OrderId, OrderOutcome.ChargedBack, chargeback.At);
        live.CaughtUpTo = now;
    }

    private static async IAsyncEnumerable<OrderSignals> SignalsAsync(IOrderGuardDb db, LiveRisk live, IEnumerable<OrderId> orders, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var ids in orders.Chunk(MostIdsAtOnce))
            foreach (var x in await db.Orders.AsNoTracking().Where(x => EF.Parameter(ids).Contains(x.Id)).Select(x => new { x.Id, x.PlacedAt, x.CreatedAt, x.Facts }).ToListAsync(ct))
                yield return live.SignalsOf(x.Id, OrderSignals.MomentOf(x.Id, x.PlacedAt, x.CreatedAt), x.Facts);
    }

    private Filling Begin(TenantId tenant, IReadOnlyList<OwnTag> own, string signature) => new(signature, new Lazy<Task<LiveRisk>>(() => Task.Run(() => FillAsync(tenant, own))));

    private async Task<LiveRisk> FillAsync(TenantId tenant, IReadOnlyList<OwnTag> own)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var now = clock.GetUtcNow();
        var engine = new FeatureEngine(own, options.Value.MostOrders);
        var zone = await FulfilmentBackgrounds.ZoneAsync(db, tenant, default);
        var live = new LiveRisk(engine, own, zone, (kind, value) => LiveRisk.Short(hasher.Hash(tenant, kind, value))) { CaughtUpTo = now };
        var from = now - FeatureEngine.Horizon;
        var watched = await db.WatchedOrders.AsNoTracking().Where(x => x.Until > now).ToDictionaryAsync(x => x.OrderId, x => x.Until);
        // The newest as far as they fit; the engine takes them in any order, and quickest in that of time.
        var rows = db.Orders.AsNoTracking().Where(x => x.PlacedAt >= from).OrderByDescending(x => x.PlacedAt).Take(options.Value.MostOrders)
            .Select(x => new { x.Id, x.PlacedAt, x.CreatedAt, x.Facts, x.Status, x.CancelledAt });
        var read = new List<(OrderSignals Signals, (OrderOutcome, DateTimeOffset)? Outcome)>();
        await foreach (var row in rows.AsAsyncEnumerable())
        {
            var signals = live.SignalsOf(row.Id, OrderSignals.MomentOf(row.Id, row.PlacedAt, row.CreatedAt), row.Facts);
            read.Add((signals, OutcomeOf(row.Status, row.CancelledAt)));
            if (watched.TryGetValue(row.Id, out var until)) live.Watch(signals, until);
        }
        for (var i = read.Count - 1; i >= 0; i--)
        {
            engine.Add(read[i].Signals);
            if (read[i].Outcome is var (outcome, at)) engine.Learn(read[i].Signals.Order, outcome, at);
        }
        var chargebacks = await Chargebacks(db).Where(x => x.PlacedAt >= from).Select(x => new { x.OrderId, x.At }).ToListAsync();
        foreach (var chargeback in chargebacks) engine.Learn(chargeback.OrderId, OrderOutcome.ChargedBack, chargeback.At);
        return live;
    }

    private static IQueryable<RiskLabel> Chargebacks(IOrderGuardDb db) => db.RiskLabels.AsNoTracking().Where(x => x.Source == LabelSource.Chargeback && x.RevokedAt == null);

    private static (OrderOutcome Outcome, DateTimeOffset At)? OutcomeOf(int status, DateTimeOffset? cancelledAt) => cancelledAt is not { } at ? null
        : (status == StandardStatuses.Refunded ? OrderOutcome.Refunded : OrderOutcome.Cancelled, at);

    private sealed record Filling(string Signature, Lazy<Task<LiveRisk>> Live);
}
