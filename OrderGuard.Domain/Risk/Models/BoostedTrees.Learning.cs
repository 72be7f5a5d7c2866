namespace OrderGuard.Domain.Risk.Models;

public sealed partial class BoostedTrees
{
    private const int FewestToCalibrate = 20;

    /// <summary>Learns from rows of known outcome, of which both kinds are needed.</summary>
    /// <param name="later">
    /// Rows of a later time window, which learning never sees: learning ends where they stop profiting, and the probabilities are calibrated on them
    /// where they hold 20 rows of each kind. Null: every tree is kept and nothing is calibrated.
    /// </param>
    /// <param name="progress">Told after each tree: the trees so far, of as many as there may be.</param>
    public static BoostedTrees Fit(LabelledRows rows, LabelledRows? later = null, BoostingOptions? options = null, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        options ??= new BoostingOptions();
        options.Check(rows.Rows.Features);
        if (!rows.HasBothClasses) throw new ArgumentException("Rows of both outcomes are needed to learn from.", nameof(rows));
        if (later is not null && later.Rows.Features != rows.Rows.Features) throw new ArgumentException($"The later rows have {later.Rows.Features} features, the others {rows.Rows.Features}.", nameof(later));
        var positive = options.PositiveWeight > 0 ? options.PositiveWeight : (double)(rows.Labels.Length - rows.Positive) / rows.Positive;
        var threads = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = ct };
        var start = Math.Log(positive * rows.Positive / (rows.Labels.Length - rows.Positive));
        var grower = new BoostedTreeGrower(new FeatureBins(rows.Rows, options.Bins, threads), options, threads, start, Math.Max(1, positive));

        var trees = new List<BoostedNode[]>();
        var odds = later is null ? [] : Enumerable.Repeat(start, later.Labels.Length).ToArray();
        var (best, kept) = (later is null ? 0 : Loss(odds, later.Labels, positive), 0);
        while (trees.Count < options.Iterations)
        {
            ct.ThrowIfCancellationRequested();
            grower.Derive(rows.Labels, positive);
            var tree = grower.Grow();
            if (tree.Length == 1) break;
            trees.Add(tree);
            progress?.Report((double)trees.Count / options.Iterations);
            if (later is null) continue;
            for (var i = 0; i < odds.Length; i++) odds[i] += Leaf(tree, later.Rows.Row(i));
            var loss = Loss(odds, later.Labels, positive);
            if (loss < best) (best, kept) = (loss, trees.Count);
            else if (trees.Count - kept >= options.Patience) break;
        }
        if (later is not null) trees.RemoveRange(kept, trees.Count - kept);
        var (slope, offset) = Calibrate([.. trees], start, later, positive);
        return new BoostedTrees([.. trees], rows.Rows.Features, start, slope, offset);
    }

    /// <summary>A straight line on the log-odds (Platt 1999); without enough later rows only the weight of the positive ones is taken back (Elkan 2001).</summary>
    private static (double Slope, double Offset) Calibrate(BoostedNode[][] trees, double start, LabelledRows? later, double positive)
    {
        var plain = (1.0, -Math.Log(positive));
        if (later is null || trees.Length == 0 || Math.Min(later.Positive, later.Labels.Length - later.Positive) < FewestToCalibrate) return plain;
        var odds = Enumerable.Range(0, later.Labels.Length).Select(i => new[] { start + trees.Sum(x => (double)Leaf(x, later.Rows.Row(i))) }).ToList();
        var fitted = Logistic.Fit(odds, later.Labels, penalty: 1e-3);
        // A line that falls would turn the order round: the later window says that the model is worth nothing, not that it is right upside down.
        return fitted[1] > 0.01 ? (fitted[1], fitted[0]) : plain;
    }

    private static double Loss(double[] odds, bool[] labels, double positive)
    {
        var sum = 0.0;
        for (var i = 0; i < odds.Length; i++)
        {
            // log(1 + e^x) without overflow.
            var x = labels[i] ? -odds[i] : odds[i];
            sum += (labels[i] ? positive : 1) * (Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))));
        }
        return sum;
    }

    private static float Leaf(BoostedNode[] tree, ReadOnlySpan<float> row)
    {
        var node = tree[0];
        while (!node.IsLeaf)
        {
            var value = row[node.Feature];
            node = tree[node.Left + ((float.IsFinite(value) ? value > node.Threshold : node.MissingRight) ? 1 : 0)];
        }
        return node.Value;
    }
}
