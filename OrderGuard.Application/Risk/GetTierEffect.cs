using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk;

/// <summary>How the scores of the last 30 days lie, and what is known of the orders behind them.</summary>
[Requires(Permission.ViewRisk)]
public sealed record GetTierEffect
{
    public const int Days = 30;
}

/// <summary>The orders of one hundredth of the scale.</summary>
public readonly record struct TierBin(int Orders, int Fraud, int Honest);

/// <summary>The distribution by hundredths of the score; what tiers would do to it is counted from there.</summary>
public sealed record TierEffect(IReadOnlyList<TierBin> Bins, double Days)
{
    public int Orders => Bins.Sum(x => x.Orders);

    /// <summary>Orders a day that a tier from <paramref name="high"/> on would bring before a reviewer.</summary>
    public double ToReviewADay(double high) => From(high).Sum(x => x.Orders) / Days;

    /// <summary>Orders a day that would be watched.</summary>
    public double ToWatchADay(double medium, double high) => (From(medium).Sum(x => x.Orders) - From(high).Sum(x => x.Orders)) / Days;

    public int FraudCaught(double high) => From(high).Sum(x => x.Fraud);

    public int Fraud => Bins.Sum(x => x.Fraud);

    public int HonestStopped(double high) => From(high).Sum(x => x.Honest);

    private IEnumerable<TierBin> From(double score) => Bins.Skip((int)Math.Ceiling(Math.Round(score * 100, 6)));
}

internal sealed class GetTierEffectHandler(IOrderGuardDb db, TimeProvider clock) : IHandler<GetTierEffect, TierEffect>
{
    public async Task<Result<TierEffect>> HandleAsync(GetTierEffect request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var from = now.AddDays(-GetTierEffect.Days);
        var assessments = db.RiskAssessments.AsNoTracking().Where(x => x.AssessedAt >= from && x.IsCurrent);
        var scores = await assessments.GroupBy(x => x.Percent).Select(x => new { Percent = x.Key, Count = x.Count() }).ToListAsync(ct);
        var labels = await db.RiskLabels.AsNoTracking().Where(x => x.At >= from && x.RevokedAt == null).GroupBy(x => new { x.Percent, x.Fraud }).Select(x => new { x.Key.Percent, x.Key.Fraud, Count = x.Count() }).ToListAsync(ct);
        var first = await assessments.OrderBy(x => x.AssessedAt).Take(1).Select(x => x.AssessedAt).ToListAsync(ct);
        var bins = new TierBin[101];
        foreach (var score in scores) bins[Math.Clamp(score.Percent, 0, 100)] = new TierBin(score.Count, 0, 0);
        foreach (var label in labels)
        {
            ref var bin = ref bins[Math.Clamp(label.Percent, 0, 100)];
            bin = label.Fraud ? bin with { Fraud = label.Count } : bin with { Honest = label.Count };
        }
        return new TierEffect(bins, first is [var since] ? Math.Max(1, Math.Ceiling((now - since).TotalDays)) : 1);
    }
}
