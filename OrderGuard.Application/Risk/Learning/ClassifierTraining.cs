using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Models;
using OrderGuard.Domain.Risk.Samples;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>A classifier learnt from the earlier labelled orders, and what it is worth on the later ones, which it has not seen.</summary>
internal sealed record TrainedClassifier(IClassifierModel Model, IReadOnlyList<string> Features, (DateTimeOffset From, DateTimeOffset To) Window, int Rows, Dictionary<string, double> Figures);

/// <summary>Learns from the first 70 % by time, the last quarter of which decides when to stop and calibrates; the latest 30 % judge.</summary>
internal static class ClassifierTraining
{
    private const double EarlierShare = 0.7;
    private const double LearningShare = 0.75;
    private const double ReviewShare = 0.02;
    private const int Explained = 500;

    /// <summary>Null where one of the three parts lacks honest or dishonest orders.</summary>
    /// <param name="champion">The one that decides now, judged on the same later orders.</param>
    public static TrainedClassifier? Run(IReadOnlyList<JudgedOrder> orders, IClassifierModels models, (IClassifierModel Model, IReadOnlyList<string> Features)? champion, IProgress<double>? progress, CancellationToken ct)
    {
        var sorted = orders.Where(x => x.Fraud is not null).OrderBy(x => x.Subject.PlacedAt).ToList();
        var split = (int)(sorted.Count * EarlierShare);
        var middle = (int)(split * LearningShare);
        var (learning, stopping, later) = (sorted[..middle], sorted[middle..split], sorted[split..]);
        if (!BothKinds(learning) || !BothKinds(stopping) || !BothKinds(later)) return null;

        IReadOnlyList<string> features = [.. sorted[0].Subject.Tags.Definitions.Select(x => x.Code)];
        var model = models.Fit(Rows(learning, features), Rows(stopping, features), null, ct);
        progress?.Report(0.7);
        bool[] outcomes = [.. later.Select(x => x.Fraud is true)];
        var scores = Scores(model, later, features);
        var figures = Judge(scores, outcomes, "");
        figures["learnt"] = learning.Count + stopping.Count;
        figures["learntFraud"] = learning.Concat(stopping).Count(x => x.Fraud is true);
        figures["judged"] = later.Count;
        figures["judgedFraud"] = outcomes.Count(x => x);
        if (champion is { } known)
            foreach (var (name, value) in Judge(Scores(known.Model, later, known.Features), outcomes, "champion.")) figures[name] = value;
        progress?.Report(0.85);
        Calibration(scores, outcomes, figures);
        Fairness(scores, later, figures);
        Importance(model, later, features, figures);
        progress?.Report(1);
        return new TrainedClassifier(model, features, (sorted[0].Subject.PlacedAt, sorted[split - 1].Subject.PlacedAt), split, figures);
    }

    private static Dictionary<string, double> Judge(double[] scores, bool[] outcomes, string prefix) => new()
    {
        [$"{prefix}auc"] = ScoreQuality.Auc(scores, outcomes)!.Value, [$"{prefix}prAuc"] = ScoreQuality.AveragePrecision(scores, outcomes)!.Value,
        [$"{prefix}recallAt2"] = ScoreQuality.RecallAt(ReviewShare, scores, outcomes)!.Value, [$"{prefix}brier"] = ScoreQuality.Brier(scores, outcomes),
    };

    private static void Calibration(double[] scores, bool[] outcomes, Dictionary<string, double> figures)
    {
        var bins = ScoreQuality.Bins(scores, outcomes);
        for (var i = 0; i < bins.Count; i++) (figures[$"bin.{i}.count"], figures[$"bin.{i}.foretold"], figures[$"bin.{i}.observed"]) = (bins[i].Count, bins[i].Foretold, bins[i].Observed);
    }

    /// <summary>The share of the honest orders of each of the greatest categories that a review of the 2 % of highest score would have stopped.</summary>
    private static void Fairness(double[] scores, List<JudgedOrder> later, Dictionary<string, double> figures)
    {
        var threshold = scores.OrderDescending().ElementAt(Math.Max(0, (int)(scores.Length * ReviewShare) - 1));
        var honest = later.Select((x, i) => (Category: x.Subject.Facts.Category, x.Fraud, Stopped: scores[i] >= threshold)).Where(x => x is { Fraud: false, Category: not null });
        foreach (var category in honest.GroupBy(x => x.Category!).Where(x => x.Count() >= 30).OrderByDescending(x => x.Count()).Take(8))
            figures[$"stopped.{category.Key}"] = category.Average(x => x.Stopped ? 1.0 : 0);
    }

    /// <summary>How much each tag moves the log-odds of the later orders, on average.</summary>
    private static void Importance(IClassifierModel model, List<JudgedOrder> later, IReadOnlyList<string> features, Dictionary<string, double> figures)
    {
        var (sums, contributions) = (new double[features.Count], new double[features.Count]);
        var step = Math.Max(1, later.Count / Explained);
        var count = 0;
        for (var i = 0; i < later.Count; i += step, count++)
        {
            model.Explain(Row(later[i], features), contributions);
            for (var f = 0; f < sums.Length; f++) sums[f] += Math.Abs(contributions[f]);
        }
        foreach (var (feature, sum) in features.Zip(sums).Where(x => x.Second > 0).OrderByDescending(x => x.Second).Take(12)) figures[$"importance.{feature}"] = sum / count;
    }

    private static double[] Scores(IClassifierModel model, List<JudgedOrder> orders, IReadOnlyList<string> features) => [.. orders.Select(x => model.Probability(Row(x, features)))];

    private static LabelledRows Rows(List<JudgedOrder> orders, IReadOnlyList<string> features) =>
        new(new FeatureMatrix([.. orders.SelectMany(x => Row(x, features))], features.Count), [.. orders.Select(x => x.Fraud is true)]);

    private static float[] Row(JudgedOrder order, IReadOnlyList<string> features)
    {
        var tags = order.Subject.Tags;
        if (features.Count == tags.Definitions.Count && features.Select((x, i) => tags.Definitions[i].Code == x).All(x => x)) return tags.Row.ToArray();
        return [.. features.Select(x => (float)(tags[x] ?? double.NaN))];
    }

    private static bool BothKinds(List<JudgedOrder> orders) => orders.Exists(x => x.Fraud is true) && orders.Exists(x => x.Fraud is false);
}
