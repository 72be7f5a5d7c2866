namespace OrderGuard.Domain.Risk.Learning;

/// <summary>The curves behind the single figures of a score's worth, thinned to what a plot can show.</summary>
public static class ScoreCurves
{
    /// <summary>About so many points of a curve are kept.</summary>
    public const int MostPoints = 60;
    public const int ScoreBins = 20;

    /// <summary>The share of positive ones found over the share of negative ones stopped, from (0, 0) to (1, 1).</summary>
    public static IReadOnlyList<CurvePoint> Roc(IReadOnlyList<double> scores, IReadOnlyList<bool> outcomes)
    {
        var (positive, negative) = (outcomes.Count(x => x), outcomes.Count(x => !x));
        if (positive == 0 || negative == 0) return [];
        return Thinned([new CurvePoint(0, 0), .. Steps(scores, outcomes).Select(x => new CurvePoint((double)(x.Taken - x.Found) / negative, (double)x.Found / positive))]);
    }

    /// <summary>Precision over recall, from the highest score down; before its first step it is that step's.</summary>
    public static IReadOnlyList<CurvePoint> Precision(IReadOnlyList<double> scores, IReadOnlyList<bool> outcomes)
    {
        var positive = outcomes.Count(x => x);
        if (positive == 0) return [];
        List<CurvePoint> points = [.. Steps(scores, outcomes).Select(x => new CurvePoint((double)x.Found / positive, (double)x.Found / x.Taken))];
        return Thinned([new CurvePoint(0, points[0].Y), .. points]);
    }

    /// <summary>How many negative and positive ones lie in each twentieth of the scale from 0 to 1.</summary>
    public static IReadOnlyList<ScoreBin> Distribution(IReadOnlyList<double> scores, IReadOnlyList<bool> outcomes)
    {
        var bins = new (int Honest, int Fraud)[ScoreBins];
        for (var i = 0; i < scores.Count; i++)
        {
            ref var bin = ref bins[Math.Clamp((int)(scores[i] * ScoreBins), 0, ScoreBins - 1)];
            if (outcomes[i]) bin.Fraud++;
            else bin.Honest++;
        }
        return [.. bins.Select(x => new ScoreBin(x.Honest, x.Fraud))];
    }

    /// <summary>After each value of the score, highest first: how many were taken, and how many of them were positive. Those of equal score are taken at once.</summary>
    private static IEnumerable<(int Taken, int Found)> Steps(IReadOnlyList<double> scores, IReadOnlyList<bool> outcomes)
    {
        int[] sorted = [.. Enumerable.Range(0, scores.Count).OrderByDescending(x => scores[x])];
        var found = 0;
        for (var i = 0; i < sorted.Length;)
        {
            var score = scores[sorted[i]];
            for (; i < sorted.Length && scores[sorted[i]].Equals(score); i++) if (outcomes[sorted[i]]) found++;
            yield return (i, found);
        }
    }

    /// <summary>Leaves out what lies too close to the point before to be seen; the ends stay.</summary>
    private static List<CurvePoint> Thinned(List<CurvePoint> points)
    {
        List<CurvePoint> kept = [points[0]];
        foreach (var point in points.Skip(1).SkipLast(1))
            if (Math.Abs(point.X - kept[^1].X) + Math.Abs(point.Y - kept[^1].Y) >= 2.0 / (MostPoints - 2)) kept.Add(point);
        if (points.Count > 1) kept.Add(points[^1]);
        return kept.ConvertAll(x => new CurvePoint(Math.Round(x.X, 5), Math.Round(x.Y, 5)));
    }
}
