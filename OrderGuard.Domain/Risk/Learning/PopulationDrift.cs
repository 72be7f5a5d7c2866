namespace OrderGuard.Domain.Risk.Learning;

/// <summary>How far the orders of today have moved from those that a model was learnt from: the population stability index.</summary>
/// <remarks>
/// PSI = Σ (now − then) · ln(now ÷ then) over the deciles of then and a bin for missing values: the divergence of Kullback and Leibler (1951) summed over both
/// directions. That below 0.1 little has changed and above 0.25 much is the rule of thumb of Siddiqi, "Credit Risk Scorecards" (Wiley 2006, after
/// Lewis 1994). It is a convention, not a test: with n and m orders and no change at all about (bins − 1)(1/n + 1/m) is to be expected (Yurdakul 2018), which
/// is why few orders are not measured.
/// </remarks>
public static class PopulationDrift
{
    public const double Some = 0.1;
    public const double Much = 0.25;

    /// <summary>The name under which the score's own shape stands among those of the tags.</summary>
    public const string Score = "score";

    /// <summary>Fewer orders than this are not compared.</summary>
    public const int LeastOrders = 300;
    private const int Bins = 10;
    private const double LeastShare = 0.0001;

    /// <summary>The shape of the values; what is not finite is missing.</summary>
    public static TagShape Shape(string tag, IReadOnlyList<double> values)
    {
        var known = values.Where(double.IsFinite).Select(Rounded).Order().ToArray();
        double[] edges = known.Length == 0 ? [] : [.. Enumerable.Range(1, Bins - 1).Select(x => known[Math.Min(known.Length - 1, x * known.Length / Bins)]).Distinct()];
        return new TagShape(tag, edges, [.. Shares(edges, values).Select(x => Math.Round(x, 6))]);
    }

    /// <summary>The index of the values against the shape that they had; 0 where there is nothing to compare.</summary>
    public static double Psi(TagShape then, IReadOnlyList<double> values)
    {
        if (values.Count == 0 || then.Shares.Count == 0) return 0;
        var now = Shares(then.Edges, values);
        var sum = 0.0;
        for (var i = 0; i < now.Length; i++)
        {
            var (was, stands) = (Math.Max(LeastShare, then.Shares[i]), Math.Max(LeastShare, now[i]));
            sum += (stands - was) * Math.Log(stands / was);
        }
        return sum;
    }

    private static double[] Shares(IReadOnlyList<double> edges, IReadOnlyList<double> values)
    {
        var shares = new double[edges.Count + 2];
        foreach (var value in values) shares[double.IsFinite(value) ? BinOf(edges, Rounded(value)) : edges.Count + 1] += 1.0 / values.Count;
        return shares;
    }

    private static int BinOf(IReadOnlyList<double> edges, double value)
    {
        var bin = 0;
        while (bin < edges.Count && value > edges[bin]) bin++;
        return bin;
    }

    // Stored tags have four places: what is compared must have no more.
    private static double Rounded(double value) => Math.Round(value, 4);
}
