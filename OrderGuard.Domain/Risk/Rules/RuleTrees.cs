using OrderGuard.Domain.Risk.Models;

namespace OrderGuard.Domain.Risk.Rules;

/// <summary>Shallow trees over binned fields, each grown on a random part of the orders and of the fields; their paths are the rules to try.</summary>
internal sealed class RuleTrees(InductionFields fields, bool[] fraud, InductionOptions options)
{
    private const int MostRows = 50_000;

    /// <summary>The paths of one tree that lead to more dishonest orders than there are on the whole.</summary>
    public IEnumerable<IReadOnlyList<InductionCut>> Grow(int tree)
    {
        var random = new ModelRandom((ulong)options.Seed, (ulong)tree);
        var chosen = Enumerable.Range(0, fields.Count).Where(_ => random.Below(2) == 0).ToArray();
        if (chosen.Length == 0) return [];
        var paths = new List<IReadOnlyList<InductionCut>>();
        Split(SampleOf(ref random), chosen, [], paths);
        return paths;
    }

    /// <summary>Half of the orders, at most as many as a tree needs; all dishonest ones stand in for themselves twice where they are few.</summary>
    private int[] SampleOf(ref ModelRandom random)
    {
        var rows = new List<int>(fields.Rows / 2 + 1);
        var keep = Math.Min(0.5, (double)MostRows / fields.Rows);
        var limit = (int)(keep * 10_000);
        for (var i = 0; i < fields.Rows; i++) if (random.Below(10_000) < (fraud[i] ? Math.Max(limit, 5_000) : limit)) rows.Add(i);
        return [.. rows];
    }

    private void Split(int[] rows, int[] chosen, InductionCut[] path, List<IReadOnlyList<InductionCut>> paths)
    {
        var frauds = Frauds(rows);
        // Half of the orders are here: a rule that fits enough of all of them fits half as many of these.
        if (rows.Length < options.LeastHits / 2 || frauds == 0) return;
        if (path.Length > 0 && (double)frauds / rows.Length > options.LeastPrecision / 2) paths.Add(path);
        if (path.Length == InductionOptions.MostConditions || frauds == rows.Length) return;
        if (BestCut(rows, frauds, chosen) is not { } best) return;
        foreach (var side in Enum.GetValues<InductionSide>())
        {
            var cut = new InductionCut(best.Field, best.Bin, side);
            var bins = fields.BinsOf(cut.Field);
            var part = Array.FindAll(rows, x => cut.Holds(bins[x]));
            if (part.Length > 0 && part.Length < rows.Length) Split(part, chosen, [.. path, cut], paths);
        }
    }

    /// <summary>The cut into up to it, above it and missing after which the parts are least mixed (Gini).</summary>
    private (int Field, int Bin)? BestCut(int[] rows, int frauds, int[] chosen)
    {
        (int Field, int Bin)? best = null;
        var most = Purity(frauds, rows.Length) + 1e-9;
        Span<int> counts = stackalloc int[256];
        Span<int> bad = stackalloc int[256];
        foreach (var field in chosen)
        {
            counts.Clear();
            bad.Clear();
            var bins = fields.BinsOf(field);
            foreach (var row in rows)
            {
                counts[bins[row]]++;
                if (fraud[row]) bad[bins[row]]++;
            }
            var (missing, missingBad) = (counts[InductionFields.Missing], bad[InductionFields.Missing]);
            var (known, knownBad) = (rows.Length - missing, frauds - missingBad);
            var (low, lowBad, aside) = (0, 0, Purity(missingBad, missing));
            for (var bin = 0; bin < fields.BinCount(field); bin++)
            {
                low += counts[bin];
                lowBad += bad[bin];
                if (counts[bin] == 0 && low > 0) continue;
                var pure = aside + Purity(lowBad, low) + Purity(knownBad - lowBad, known - low);
                if (pure <= most) continue;
                (most, best) = (pure, (field, bin));
            }
        }
        return best;
    }

    /// <summary>The greater the sum of this over the parts, the less mixed they are.</summary>
    private static double Purity(int bad, int of) => of == 0 ? 0 : ((double)bad * bad + (double)(of - bad) * (of - bad)) / of;

    private int Frauds(int[] rows)
    {
        var count = 0;
        foreach (var row in rows) if (fraud[row]) count++;
        return count;
    }
}
