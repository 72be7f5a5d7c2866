using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Risk.Models;
using OrderGuard.Domain.Risk.Samples;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>A classifier learnt from the earlier labelled orders, and what it is worth on the later ones, which it has not seen.</summary>
internal sealed record TrainedClassifier(
    IClassifierModel Model, IReadOnlyList<string> Features, (DateTimeOffset From, DateTimeOffset To) Window, int Rows, IReadOnlyDictionary<string, double> Figures, ModelReport Report);

/// <summary>The version that decides now, to be judged by the same later orders.</summary>
/// <param name="LearntUntil">When the last order was placed that it had learnt from.</param>
internal sealed record ChampionModel(int Version, IClassifierModel Model, IReadOnlyList<string> Features, DateTimeOffset LearntUntil);

/// <summary>How many of the orders reviewers can look at, and when a version that is better decides by itself.</summary>
internal sealed record LearningTerms(double Capacity, bool CapacityIsSet, bool ByRule, double Margin);

/// <summary>Learns from the first 70 % by time, the last quarter of which decides when to stop and calibrates; the latest 30 % judge. What a person corrected teaches too, and never judges.</summary>
internal static class ClassifierTraining
{
    /// <summary>One that is hardly better than guessing never decides by rule, also where there is no other.</summary>
    public const double LeastAuc = 0.6;
    private const double EarlierShare = 0.7;
    private const double LearningShare = 0.75;
    /// <summary>An order flagged as misjudged is learnt from whenever it came, as if it were so many: enough for a leaf of its own. It never judges.</summary>
    private const int CorrectionWeight = 25;
    private const double SmallReview = 0.02;
    private const int Explained = 500;

    /// <summary>Null where one of the three parts lacks honest or dishonest orders.</summary>
    public static TrainedClassifier? Run(LearningSet orders, IClassifierModels models, ChampionModel? champion, LearningTerms terms, IProgress<double> progress, CancellationToken ct)
    {
        var sorted = orders.Labelled.Where(x => x.Fraud is not null).OrderBy(x => x.Subject.PlacedAt).ToList();
        var split = (int)(sorted.Count * EarlierShare);
        var middle = (int)(split * LearningShare);
        var (learning, stopping, later) = (sorted[..middle], sorted[middle..split], sorted[split..]);
        if (!BothKinds(learning) || !BothKinds(stopping) || !BothKinds(later)) return null;

        IReadOnlyList<string> features = [.. sorted[0].Subject.Tags.Definitions.Select(x => x.Code)];
        progress.Report(0.05);
        List<JudgedOrder> taught = [.. learning, .. orders.Corrections.SelectMany(x => Enumerable.Repeat(x, CorrectionWeight))];
        var model = models.Fit(Rows(taught, features), Rows(stopping, features), null, new PartOf(progress, 0.05, 0.7), ct);
        progress.Report(0.7);
        bool[] outcomes = [.. later.Select(x => x.Fraud is true)];
        var scores = Scores(model, later, features, ct);
        var champions = champion is null ? null : Scores(champion.Model, later, champion.Features, ct);
        progress.Report(0.8);
        var figures = new Dictionary<string, double>
        {
            ["learnt"] = split, ["learntFraud"] = sorted[..split].Count(x => x.Fraud is true), ["judged"] = later.Count, ["judgedFraud"] = outcomes.Count(x => x),
            ["corrections"] = orders.Corrections.Count,
        };
        Judge(figures, "", scores, outcomes, terms.Capacity);
        if (champions is not null) Judge(figures, "champion.", champions, outcomes, terms.Capacity);
        Calibration(figures, scores, outcomes);
        Importance(figures, model, later, features, ct);
        progress.Report(0.9);
        var window = (sorted[0].Subject.PlacedAt, sorted[split - 1].Subject.PlacedAt);
        var report = new ModelReport
        {
            JudgedFrom = later[0].Subject.PlacedAt, JudgedTo = later[^1].Subject.PlacedAt, Champion = champion?.Version, ChampionKnewSome = champion?.LearntUntil > later[0].Subject.PlacedAt,
            Capacity = terms.Capacity, CapacityIsSet = terms.CapacityIsSet, Threshold = ThresholdOf(scores, terms.Capacity), Outcome = OutcomeOf(figures, terms),
            Roc = ScoreCurves.Roc(scores, outcomes), Precision = ScoreCurves.Precision(scores, outcomes),
            ChampionRoc = champions is null ? [] : ScoreCurves.Roc(champions, outcomes), ChampionPrecision = champions is null ? [] : ScoreCurves.Precision(champions, outcomes),
            Scores = ScoreCurves.Distribution(scores, outcomes), Fairness = Fairness(scores, champions, later, terms.Capacity), Shapes = Shapes(orders.All, window, model, features, ct),
        };
        progress.Report(1);
        return new TrainedClassifier(model, features, window, split, figures, report);
    }

    /// <summary>Better than guessing, and than the one that decides by the margin in order, and no worse at the top of the list.</summary>
    internal static PromotionOutcome OutcomeOf(IReadOnlyDictionary<string, double> x, LearningTerms terms) =>
        x["auc"] < LeastAuc ? PromotionOutcome.NearGuessing
        : x.TryGetValue("champion.auc", out var auc) && !(x["auc"] > auc && x["auc"] >= auc + terms.Margin && x["prAuc"] >= x["champion.prAuc"]) ? PromotionOutcome.NotBetter
        : terms.ByRule ? PromotionOutcome.Promoted : PromotionOutcome.LeftToPerson;

    private static void Judge(Dictionary<string, double> figures, string prefix, double[] scores, bool[] outcomes, double capacity)
    {
        figures[$"{prefix}auc"] = ScoreQuality.Auc(scores, outcomes)!.Value;
        figures[$"{prefix}prAuc"] = ScoreQuality.AveragePrecision(scores, outcomes)!.Value;
        figures[$"{prefix}recall"] = ScoreQuality.RecallAt(capacity, scores, outcomes)!.Value;
        figures[$"{prefix}recallAt2"] = ScoreQuality.RecallAt(SmallReview, scores, outcomes)!.Value;
        figures[$"{prefix}brier"] = ScoreQuality.Brier(scores, outcomes);
    }

    private static void Calibration(Dictionary<string, double> figures, double[] scores, bool[] outcomes)
    {
        var bins = ScoreQuality.Bins(scores, outcomes);
        for (var i = 0; i < bins.Count; i++) (figures[$"bin.{i}.count"], figures[$"bin.{i}.foretold"], figures[$"bin.{i}.observed"]) = (bins[i].Count, bins[i].Foretold, bins[i].Observed);
    }

    /// <summary>The score from which on as many orders would be reviewed as can be.</summary>
    private static double ThresholdOf(double[] scores, double capacity) => scores.OrderDescending().ElementAt(Math.Clamp((int)(scores.Length * capacity) - 1, 0, scores.Length - 1));

    /// <summary>The honest orders of each of the greatest categories, and those of them that a review at capacity would have stopped.</summary>
    private static IReadOnlyList<CategoryErrors> Fairness(double[] scores, double[]? champions, List<JudgedOrder> later, double capacity)
    {
        const int least = 30, most = 12;
        var (from, championFrom) = (ThresholdOf(scores, capacity), champions is null ? 0 : ThresholdOf(champions, capacity));
        return
        [
            .. later.Select((x, i) => (x.Subject.Facts.Category, x.Fraud, Place: i)).Where(x => x is { Fraud: false, Category: not null }).GroupBy(x => x.Category!, StringComparer.Ordinal)
                .Select(x => new CategoryErrors(x.Key, x.Count(), x.Count(o => scores[o.Place] >= from), champions is null ? null : x.Count(o => champions[o.Place] >= championFrom)))
                .Where(x => x.Honest >= least).OrderByDescending(x => x.Honest).Take(most),
        ];
    }

    /// <summary>How much each tag moves the log-odds of the later orders, on average.</summary>
    private static void Importance(Dictionary<string, double> figures, IClassifierModel model, List<JudgedOrder> later, IReadOnlyList<string> features, CancellationToken ct)
    {
        var (sums, contributions) = (new double[features.Count], new double[features.Count]);
        var step = Math.Max(1, later.Count / Explained);
        var count = 0;
        for (var i = 0; i < later.Count; i += step, count++)
        {
            ct.ThrowIfCancellationRequested();
            model.Explain(ModelRows.Of(later[i].Subject.Tags, features), contributions);
            for (var f = 0; f < sums.Length; f++) sums[f] += Math.Abs(contributions[f]);
        }
        foreach (var (feature, sum) in features.Zip(sums).Where(x => x.Second > 0).OrderByDescending(x => x.Second).Take(12)) figures[$"importance.{feature}"] = sum / count;
    }

    /// <summary>Of all orders of the time that was learnt from; where those are few, of all that there are.</summary>
    private static IReadOnlyList<TagShape> Shapes(IReadOnlyList<PastOrder> all, (DateTimeOffset From, DateTimeOffset To) window, IClassifierModel model, IReadOnlyList<string> features, CancellationToken ct)
    {
        var within = all.Where(x => x.PlacedAt >= window.From && x.PlacedAt <= window.To).ToList();
        return DriftShapes.Of((within.Count >= PopulationDrift.LeastOrders ? within : all).Select(x => ModelRows.Rounded(x.Tags, features)).ToList(), model, features, ct);
    }

    private static double[] Scores(IClassifierModel model, List<JudgedOrder> orders, IReadOnlyList<string> features, CancellationToken ct)
    {
        var scores = new double[orders.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            if (i % 1_000 == 0) ct.ThrowIfCancellationRequested();
            scores[i] = model.Probability(ModelRows.Of(orders[i].Subject.Tags, features));
        }
        return scores;
    }

    private static LabelledRows Rows(List<JudgedOrder> orders, IReadOnlyList<string> features) =>
        new(new FeatureMatrix([.. orders.SelectMany(x => ModelRows.Of(x.Subject.Tags, features))], features.Count), [.. orders.Select(x => x.Fraud is true)]);

    private static bool BothKinds(List<JudgedOrder> orders) => orders.Exists(x => x.Fraud is true) && orders.Exists(x => x.Fraud is false);
}
