using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;

namespace OrderGuard.Application.Risk;

/// <summary>Fits the weights of the fulfilment score to the company's own history, by the indicators that each order had at its moment.</summary>
/// <remarks>
/// An order counts as late where it was delivered after the promised time. Where nothing was promised, it does where a timeout alert was raised for it,
/// and only if it was reported as it happened: of imported history no alerts are known. Orders that were never delivered tell nothing.
/// </remarks>
public sealed class FulfilmentFitting(IOrderGuardDb db, Caller caller, AuditTrail audit, ConfigurationSnapshots configurations, TimeProvider clock)
{
    /// <summary>Fitting looks at no more than so many of the newest orders.</summary>
    public const int MostOrders = 60_000;
    public const int LeastSamples = 200;
    private static readonly TimeSpan AsItHappened = TimeSpan.FromDays(1);

    /// <summary>The new model, saved; it decides from now on where it foretells better than the preset, and than the one that decides now did.</summary>
    public async Task<Result<FulfilmentRiskModel>> FitAsync(CancellationToken ct)
    {
        var samples = await SamplesAsync(ct);
        if (samples.Count < LeastSamples || FulfilmentFit.Of(samples) is not { } fit) return FulfilmentRiskRefusals.TooLittle;

        var models = await db.FulfilmentRiskModels.OrderByDescending(x => x.Version).ToListAsync(ct);
        var model = FulfilmentRiskModel.Of(caller.RequiredTenant, (models.FirstOrDefault()?.Version ?? 0) + 1, fit, caller.Actor.Name, clock.GetUtcNow());
        var champion = models.Find(x => x.IsChampion);
        if (fit.Figures.BeatsPreset && (champion is null || Beats(fit, champion.Weights, samples)))
        {
            champion?.StepDown();
            model.Promote();
        }
        db.FulfilmentRiskModels.Add(model);
        audit.Record("fulfilment-risk.fitted", "fulfilment-risk-model", model.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), null,
            new { model.Version, model.IsChampion, fit.Figures.Auc, fit.Figures.Brier, orders = fit.Figures.Fitted + fit.Figures.Tested });
        await db.SaveChangesAsync(ct);
        return model;
    }

    /// <summary>Every past order whose outcome is known, with its indicators as of its moment.</summary>
    public async Task<List<FulfilmentSample>> SamplesAsync(CancellationToken ct)
    {
        var (records, cut) = await db.NewestAsync(MostOrders, ct);
        if (records.Count == 0) return [];
        var oldest = records[^1].PlacedAt;
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var zone = await FulfilmentBackgrounds.ZoneAsync(db, caller.RequiredTenant, ct);
        var late = await db.Alerts.Where(x => x.Kind == AlertKind.Timeout && x.RaisedAt >= oldest && x.OrderId != null).Select(x => x.OrderId!.Value).ToHashSetAsync(ct);
        var asItHappened = await db.Orders.Where(x => x.PlacedAt >= oldest && x.PromisedAt == null && x.Finished).Select(x => new { x.Id, x.PlacedAt, x.CreatedAt }).ToListAsync(ct);
        var reported = asItHappened.Where(x => x.CreatedAt - x.PlacedAt < AsItHappened).Select(x => x.Id).ToHashSet();
        return await Task.Run(() => Samples(records, cut ? oldest + FulfilmentHistory.Window : oldest, configuration, zone, late, reported), ct);
    }

    private static List<FulfilmentSample> Samples(
        List<FulfilmentRecord> records, DateTimeOffset from, TenantConfiguration configuration, TimeZoneInfo zone, HashSet<OrderId> late, HashSet<OrderId> reported)
    {
        var indicators = new FulfilmentIndicators(FulfilmentHistory.Of(records, zone), configuration);
        var ofCustomer = records.Where(x => x.CustomerId is not null).ToLookup(x => x.CustomerId!, StringComparer.Ordinal);
        return [.. from record in records
                   where record.PlacedAt >= @from
                   let outcome = LateOf(record, late, reported)
                   where outcome is not null
                   let earlier = record.CustomerId is { } customer ? ofCustomer[customer].Where(x => x.PlacedAt >= record.PlacedAt.AddDays(-365)).ToList() : []
                   select new FulfilmentSample(record.PlacedAt, indicators.Of(record.AsPlaced(), earlier), outcome.Value)];
    }

    private static bool? LateOf(FulfilmentRecord order, HashSet<OrderId> late, HashSet<OrderId> reported) =>
        order.PromisedAt is { } promised ? order.DeliveredAt is { } delivered ? delivered > promised : null
        : late.Contains(order.Order) ? true
        : reported.Contains(order.Order) ? false
        : null;

    private static bool Beats(FulfilmentFit fit, FulfilmentWeights champion, List<FulfilmentSample> samples)
    {
        var later = samples.Where(x => x.PlacedAt >= fit.Figures.SplitAt).ToList();
        return fit.Figures.Brier <= ScoreQuality.Brier(later.ConvertAll(x => champion.Score(x.Signals).Score), later.ConvertAll(x => x.Late));
    }
}
