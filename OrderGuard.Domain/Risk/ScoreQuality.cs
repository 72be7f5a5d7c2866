namespace OrderGuard.Domain.Risk;

/// <summary>Orders of about the same score: what was foretold for them, and what came.</summary>
public sealed record CalibrationBin(int Count, double Foretold, double Observed);

/// <summary>How well scores foretold what came.</summary>
public static class ScoreQuality
{
    /// <summary>The chance that a late order has the higher score of a late and a punctual one (Hanley and McNeil 1982); ties count half. Null where one kind is missing.</summary>
    public static double? Auc(IReadOnlyList<double> scores, IReadOnlyList<bool> outcomes)
    {
        var positive = outcomes.Count(x => x);
        if (positive == 0 || positive == outcomes.Count) return null;
        var sorted = Ascending(scores);
        var ranks = 0.0;
        for (var i = 0; i < sorted.Length;)
        {
            var end = i;
            while (end < sorted.Length && scores[sorted[end]].Equals(scores[sorted[i]])) end++;
            // The mean rank of those that are equal, from 1.
            var rank = (i + 1 + end) / 2.0;
            for (; i < end; i++) if (outcomes[sorted[i]]) ranks += rank;
        }
        return (ranks - positive * (positive + 1) / 2.0) / ((double)positive * (outcomes.Count - positive));
    }

    /// <summary>
    /// The area under the curve of precision over recall as the sum of precision × gained recall (Davis and Goadrich 2006), those of equal score taken at once.
    /// Null where no outcome is positive.
    /// </summary>
    public static double? AveragePrecision(IReadOnlyList<double> scores, IReadOnlyList<bool> outcomes)
    {
        var positive = outcomes.Count(x => x);
        if (positive == 0) return null;
        var sorted = Descending(scores);
        var (sum, found) = (0.0, 0);
        for (var i = 0; i < sorted.Length;)
        {
            var (score, before) = (scores[sorted[i]], found);
            for (; i < sorted.Length && scores[sorted[i]].Equals(score); i++) if (outcomes[sorted[i]]) found++;
            sum += (double)(found - before) / positive * found / i;
        }
        return sum;
    }

    /// <summary>The share of the positive ones among the <paramref name="share"/> of highest score: what a review of so many would have found. Ties at the edge count in proportion.</summary>
    public static double? RecallAt(double share, IReadOnlyList<double> scores, IReadOnlyList<bool> outcomes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        var positive = outcomes.Count(x => x);
        if (positive == 0) return null;
        var (sorted, capacity, found) = (Descending(scores), share * scores.Count, 0.0);
        for (var i = 0; i < sorted.Length && i < capacity;)
        {
            var (score, from, hits) = (scores[sorted[i]], i, 0);
            for (; i < sorted.Length && scores[sorted[i]].Equals(score); i++) if (outcomes[sorted[i]]) hits++;
            found += hits * Math.Min(1, (capacity - from) / (i - from));
        }
        return found / positive;
    }

    /// <summary>The mean squared distance of the score from what came (Brier 1950): 0 is perfect.</summary>
    public static double Brier(IReadOnlyList<double> scores, IReadOnlyList<bool> outcomes) =>
        scores.Count == 0 ? 0 : scores.Select((x, i) => Math.Pow(x - (outcomes[i] ? 1 : 0), 2)).Average();

    /// <summary>The orders in bins of equal size by score, lowest first.</summary>
    public static IReadOnlyList<CalibrationBin> Bins(IReadOnlyList<double> scores, IReadOnlyList<bool> outcomes, int bins = 10)
    {
        var sorted = Ascending(scores);
        return
        [
            .. Enumerable.Range(0, bins).Select(x => sorted[(x * sorted.Length / bins)..((x + 1) * sorted.Length / bins)]).Where(x => x.Length > 0)
                .Select(x => new CalibrationBin(x.Length, x.Average(i => scores[i]), x.Average(i => outcomes[i] ? 1.0 : 0.0))),
        ];
    }

    private static int[] Ascending(IReadOnlyList<double> scores) => [.. Enumerable.Range(0, scores.Count).OrderBy(x => scores[x])];

    private static int[] Descending(IReadOnlyList<double> scores) => [.. Enumerable.Range(0, scores.Count).OrderByDescending(x => scores[x])];
}
