using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Risk;

namespace OrderGuard.Application.Risk.Analytics;

/// <summary>The judged orders of one category and currency that ended alike.</summary>
internal sealed record RiskPart(string? Category, string? Currency, RiskTier Tier, bool Fraud, Verdict? Verdict, int Count, decimal Amount)
{
    public bool Stopped => Tier is RiskTier.High;

    /// <summary>Stopped, and a reviewer said so too: only then did it not go on.</summary>
    public bool Prevented => Fraud && Stopped && Verdict is Domain.Review.Verdict.Fraud;
    public RiskFigures Figures => RiskCounts.FiguresOf(Tier, Fraud, Count);
}

/// <summary>The judged orders that fitted the same rules.</summary>
internal sealed record RiskRuleHits(IReadOnlyList<string> Rules, bool Fraud, int Count);

/// <summary>The counts behind the risk analytics, all made by the database: what comes here are sums, never a period's rows.</summary>
internal sealed class RiskCounts(IOrderGuardDb db, DateTimeOffset start, DateTimeOffset end)
{
    /// <summary>Assessments, cases and words by the hour since the origin.</summary>
    public async Task<List<(long Hour, RiskFigures Figures)>> ByHourAsync(DateTimeOffset origin, CancellationToken ct)
    {
        var ticks = origin.UtcTicks;
        var assessed = await db.RiskAssessments.AsNoTracking().Where(x => x.AssessedAt >= origin && x.AssessedAt < end && x.IsCurrent).GroupBy(x => new { Hour = Hours.Between(ticks, x.AssessedAt), x.Tier })
            .Select(x => new { x.Key.Hour, x.Key.Tier, Count = x.Count() }).ToListAsync(ct);
        var cases = await db.ReviewCases.AsNoTracking().Where(x => x.OpenedAt >= origin && x.OpenedAt < end).GroupBy(x => new { Hour = Hours.Between(ticks, x.OpenedAt), x.State })
            .Select(x => new { x.Key.Hour, x.Key.State, Count = x.Count() }).ToListAsync(ct);
        var words = await Judged(origin).GroupBy(x => new { Hour = Hours.Between(ticks, x.Assessment.AssessedAt), x.Assessment.Tier, x.Label.Fraud })
            .Select(x => new { x.Key.Hour, x.Key.Tier, x.Key.Fraud, Count = x.Count() }).ToListAsync(ct);
        return
        [
            .. assessed.Select(x => (x.Hour, new RiskFigures { Orders = x.Count, StoodOut = x.Tier is RiskTier.Low ? 0 : x.Count })),
            .. cases.Select(x => (x.Hour, new RiskFigures { Cases = x.Count, Open = x.State is ReviewState.Decided ? 0 : x.Count })),
            .. words.Select(x => (x.Hour, FiguresOf(x.Tier, x.Fraud, x.Count))),
        ];
    }

    /// <summary>By category and currency, with amounts.</summary>
    public Task<List<RiskPart>> PartsAsync(CancellationToken ct) =>
        (from judged in Judged(start)
         join o in db.Orders.AsNoTracking() on judged.Label.OrderId equals o.Id
         join c in db.ReviewCases.AsNoTracking().Where(x => x.Verdict == Verdict.Fraud) on judged.Label.OrderId equals c.OrderId into confirmed
         from c in confirmed.DefaultIfEmpty()
         group o by new { o.Category, o.Currency, judged.Assessment.Tier, judged.Label.Fraud, c!.Verdict } into part
         select new RiskPart(part.Key.Category, part.Key.Currency, part.Key.Tier, part.Key.Fraud, part.Key.Verdict, part.Count(), part.Sum(x => x.Amount) ?? 0)).ToListAsync(ct);

    /// <summary>By version of the classifier; what a list or a rule forced says nothing of it.</summary>
    public async Task<IReadOnlyList<RiskModelShare>> ModelsAsync(CancellationToken ct)
    {
        var counts = await Judged(start).Where(x => !x.Label.Forced).GroupBy(x => new { x.Assessment.ClassifierVersion, x.Assessment.Tier, x.Label.Fraud })
            .Select(x => new { x.Key.ClassifierVersion, x.Key.Tier, x.Key.Fraud, Count = x.Count() }).ToListAsync(ct);
        return [.. from x in counts group x by x.ClassifierVersion into version orderby version.Key descending
                   select new RiskModelShare(version.Key, version.Aggregate(RiskFigures.None, (sum, x) => sum + FiguresOf(x.Tier, x.Fraud, x.Count)))];
    }

    /// <summary>By the rules fitted: few combinations occur.</summary>
    public async Task<List<RiskRuleHits>> RulesAsync(CancellationToken ct) =>
        [.. (await Judged(start).GroupBy(x => new { x.Assessment.Rules, x.Label.Fraud }).Select(x => new { x.Key.Rules, x.Key.Fraud, Count = x.Count() }).ToListAsync(ct))
            .Select(x => new RiskRuleHits(x.Rules, x.Fraud, x.Count))];

    /// <summary>How long the cases decided in the period took, from counts by the minute.</summary>
    public async Task<ReviewWork> WorkAsync(CancellationToken ct)
    {
        var decided = db.ReviewCases.AsNoTracking().Where(x => x.DecidedAt >= start && x.DecidedAt < end);
        var waits = await decided.GroupBy(x => Hours.Minutes(x.OpenedAt, x.DecidedAt!.Value)).Select(x => new MinuteCount(x.Key, x.Count())).ToListAsync(ct);
        var works = await decided.Where(x => x.ClaimedAt != null && x.ClaimedAt <= x.DecidedAt).GroupBy(x => Hours.Minutes(x.ClaimedAt!.Value, x.DecidedAt!.Value)).Select(x => new MinuteCount(x.Key, x.Count())).ToListAsync(ct);
        return new ReviewWork(waits.Sum(x => x.Count), await decided.CountAsync(x => x.OverturnedAt != null, ct), Median(waits), Median(works));
    }

    /// <summary>Fraud or false alarm, stopped or not.</summary>
    public static RiskFigures FiguresOf(RiskTier tier, bool fraud, int count) => (tier, fraud) switch
    {
        (RiskTier.High, true) => new RiskFigures { Caught = count },
        (RiskTier.High, false) => new RiskFigures { FalseAlarms = count },
        (_, true) => new RiskFigures { Missed = count },
        _ => RiskFigures.None,
    };

    /// <summary>The words that count on orders assessed from then on, with the assessment that each is about. A word is never older than its assessment.</summary>
    private IQueryable<JudgedAssessment> Judged(DateTimeOffset from) =>
        from label in db.RiskLabels.AsNoTracking().Where(x => x.RevokedAt == null && x.At >= @from)
        join assessment in db.RiskAssessments.AsNoTracking().Where(x => x.AssessedAt >= @from && x.AssessedAt < end) on label.AssessmentId equals assessment.Id
        select new JudgedAssessment { Label = label, Assessment = assessment };

    /// <summary>The middle one; of an even number the lower.</summary>
    private static TimeSpan? Median(List<MinuteCount> counts)
    {
        var left = (counts.Sum(x => x.Count) + 1) / 2;
        foreach (var (minutes, count) in counts.OrderBy(x => x.Minutes))
            if ((left -= count) <= 0) return TimeSpan.FromMinutes(minutes);
        return null;
    }

    private sealed record MinuteCount(long Minutes, int Count);

    private sealed class JudgedAssessment
    {
        public RiskLabel Label { get; init; } = default!;
        public RiskAssessment Assessment { get; init; } = default!;
    }
}
