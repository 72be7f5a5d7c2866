using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk.Samples;

namespace OrderGuard.Domain.Risk.Rules;

/// <summary>How candidate rules are looked for.</summary>
public sealed record InductionOptions
{
    public const int MostConditions = 4;

    /// <summary>The share of the labelled orders, the earliest, that rules are found on; the rest judges them.</summary>
    public double EarlierShare { get; init; } = 0.7;
    public int Trees { get; init; } = 60;

    /// <summary>How many of the labelled orders before the split a rule must fit.</summary>
    public int LeastHits { get; init; } = 20;

    /// <summary>The least that the earlier precision must be with 95 % confidence.</summary>
    public double LeastPrecision { get; init; } = 0.5;

    /// <summary>A rule is left out where a better one of a common field fits so much of the same, or where such rules find so much of what it finds. Rules of other fields tell of another pattern, and stay.</summary>
    public double AlikeFrom { get; init; } = 0.7;
    public int Most { get; init; } = 20;
    public long Seed { get; init; } = 1;
}

/// <summary>A rule that was found, judged on the orders that it was found on and on later ones.</summary>
/// <param name="RecallAdded">The share of the later dishonest orders that it finds and no rule that exists does.</param>
public sealed record InducedRule(IReadOnlyList<RiskCondition> Conditions, RuleFigures Earlier, RuleFigures Later, double RecallAdded)
{
    public RiskGroup When => new() { Conditions = Conditions };
}

/// <summary>What a search for rules came to.</summary>
/// <param name="SplitAt">The first moment of the later orders.</param>
/// <param name="Tried">Different rules that were looked at.</param>
public sealed record Induction(DateTimeOffset SplitAt, int EarlierOrders, int EarlierFrauds, int LaterOrders, int LaterFrauds, int Tried, IReadOnlyList<InducedRule> Rules);

/// <summary>Finds candidate rules of at most four conditions in labelled orders.</summary>
/// <remarks>
/// As in Friedman and Popescu (2008) every path of many shallow trees, each grown on a random part of the orders and of the fields, is a rule; as in skope-rules
/// those that are precise enough are kept and near-duplicates dropped. Conditions that a rule does as well without are pruned. All is found and chosen on
/// the earlier orders; the later ones only judge. A missing value is a way of its own and fits no other condition. The same orders give the same rules.
/// </remarks>
public static class RuleInduction
{
    /// <param name="existing">The rules that exist: whether an order fits any of them.</param>
    public static Induction Find(IReadOnlyList<JudgedOrder> orders, Func<RiskSubject, bool> existing, InductionOptions options, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        var labelled = orders.Where(x => x.Fraud is not null).OrderBy(x => x.Subject.PlacedAt).ToList();
        var split = SplitOf(labelled, options.EarlierShare);
        var (earlier, later) = (labelled[..split], labelled[split..]);
        var (earlierSide, laterSide) = (new JudgedSide(earlier), new JudgedSide(later));

        var fields = InductionFields.Of(earlier);
        var forest = new RuleTrees(fields, earlierSide.Fraud, options);
        var found = new Dictionary<string, Candidate>(StringComparer.Ordinal);
        for (var tree = 0; tree < options.Trees; tree++)
        {
            ct.ThrowIfCancellationRequested();
            foreach (var path in forest.Grow(tree))
            {
                var conditions = fields.Pruned(path, earlierSide.Fraud);
                var key = string.Join('&', conditions.Select(x => x.Key).Order(StringComparer.Ordinal));
                if (!found.ContainsKey(key)) found.Add(key, new Candidate(conditions, fields.Covers(conditions)));
            }
            progress?.Report((tree + 1.0) / options.Trees);
        }

        var good = found.Values.Select(x => (Candidate: x, Figures: earlierSide.Figures(x.Covers)))
            .Where(x => x.Figures.Hits >= options.LeastHits && x.Figures.PrecisionAtLeast >= options.LeastPrecision)
            .OrderByDescending(x => x.Figures.PrecisionAtLeast * Math.Sqrt(x.Figures.Recall ?? 0)).ThenBy(x => x.Candidate.Conditions.Count).ThenBy(x => x.Candidate.Key, StringComparer.Ordinal).ToList();
        var kept = new List<(Candidate Candidate, RuleFigures Figures)>();
        foreach (var one in good)
        {
            if (kept.Count == options.Most) break;
            var kin = kept.FindAll(x => x.Candidate.SharesAField(one.Candidate)).ConvertAll(x => x.Candidate.Covers);
            if (!kin.Exists(x => Alike(x, one.Candidate.Covers) >= options.AlikeFrom) && earlierSide.ShareFound(one.Candidate.Covers, kin) < options.AlikeFrom) kept.Add(one);
        }

        var known = later.Select(x => existing(x.Subject)).ToArray();
        var rules = kept.ConvertAll(x =>
        {
            var conditions = x.Candidate.Conditions.Select(c => c.ToCondition(fields)).ToList();
            var fits = CompiledCondition.Of(new RiskGroup { Conditions = conditions });
            var covers = later.ConvertAll(o => fits(o.Subject)).ToArray();
            var added = 0;
            for (var i = 0; i < covers.Length; i++) if (covers[i] && laterSide.Fraud[i] && !known[i]) added++;
            return new InducedRule(conditions, x.Figures, laterSide.Figures(covers), laterSide.Frauds == 0 ? 0 : (double)added / laterSide.Frauds);
        });
        return new Induction(later.Count > 0 ? later[0].Subject.PlacedAt : default, earlier.Count, earlierSide.Frauds, later.Count, laterSide.Frauds, found.Count,
            [.. rules.OrderByDescending(x => x.Later.PrecisionAtLeast ?? 0).ThenByDescending(x => x.RecallAdded)]);
    }

    /// <summary>The split never divides one instant.</summary>
    private static int SplitOf(List<JudgedOrder> orders, double share)
    {
        var split = (int)(orders.Count * share);
        while (split > 0 && split < orders.Count && orders[split].Subject.PlacedAt == orders[split - 1].Subject.PlacedAt) split++;
        return split;
    }

    private static double Alike(bool[] a, bool[] b)
    {
        var (both, either) = (0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] || b[i]) either++;
            if (a[i] && b[i]) both++;
        }
        return either == 0 ? 1 : (double)both / either;
    }

    private sealed record Candidate(IReadOnlyList<InductionCut> Conditions, bool[] Covers)
    {
        public string Key { get; } = string.Join('&', Conditions.Select(x => x.Key));

        public bool SharesAField(Candidate other) => Conditions.Any(x => other.Conditions.Any(y => y.Field == x.Field));
    }

    /// <summary>The orders of one side of the split.</summary>
    private sealed class JudgedSide(List<JudgedOrder> orders)
    {
        public bool[] Fraud { get; } = [.. orders.Select(x => x.Fraud is true)];
        public int Frauds { get; } = orders.Count(x => x.Fraud is true);

        /// <summary>The share of the dishonest orders that a rule fits which others find already.</summary>
        public double ShareFound(bool[] covers, List<bool[]> others)
        {
            var (own, found) = (0, 0);
            for (var i = 0; i < covers.Length; i++)
            {
                if (!covers[i] || !Fraud[i]) continue;
                own++;
                if (others.Exists(x => x[i])) found++;
            }
            return own == 0 ? 1 : (double)found / own;
        }

        public RuleFigures Figures(bool[] covers)
        {
            var (hits, frauds, amount) = (0, 0, 0m);
            for (var i = 0; i < covers.Length; i++)
            {
                if (!covers[i]) continue;
                hits++;
                if (Fraud[i]) frauds++;
                amount += orders[i].Subject.Facts.Amount ?? 0;
            }
            return new RuleFigures(orders.Count, Frauds, hits, frauds, hits - frauds, amount);
        }
    }
}
