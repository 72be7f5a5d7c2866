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
        var sorted = Enumerable.Range(0, scores.Count).OrderBy(x => scores[x]).ToArray();
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

    /// <summary>The mean squared distance of the score from what came (Brier 1950): 0 is perfect.</summary>
    public static double Brier(IReadOnlyList<double> scores, IReadOnlyList<bool> outcomes) =>
        scores.Count == 0 ? 0 : scores.Select((x, i) => Math.Pow(x - (outcomes[i] ? 1 : 0), 2)).Average();

    /// <summary>The orders in bins of equal size by score, lowest first.</summary>
    public static IReadOnlyList<CalibrationBin> Bins(IReadOnlyList<double> scores, IReadOnlyList<bool> outcomes, int bins = 10)
    {
        var sorted = Enumerable.Range(0, scores.Count).OrderBy(x => scores[x]).ToArray();
        return
        [
            .. Enumerable.Range(0, bins).Select(x => sorted[(x * sorted.Length / bins)..((x + 1) * sorted.Length / bins)]).Where(x => x.Length > 0)
                .Select(x => new CalibrationBin(x.Length, x.Average(i => scores[i]), x.Average(i => outcomes[i] ? 1.0 : 0.0))),
        ];
    }
}
