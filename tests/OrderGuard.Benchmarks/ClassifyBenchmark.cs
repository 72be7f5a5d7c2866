using System.Text.Json;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Models;

namespace OrderGuard.Benchmarks;

/// <summary>How boosted trees that learnt from one file do on another, on one thread, with the common defaults: 100 trees, rate 0.1, 31 leaves, 255 bins, 20 rows a leaf.</summary>
internal sealed record ClassifyFigures
{
    public required int Trained { get; init; }
    public required int TrainedPositive { get; init; }
    public required int Tested { get; init; }
    public required int TestedPositive { get; init; }
    public required int Features { get; init; }
    public required double Auc { get; init; }
    public required double AveragePrecision { get; init; }
    public required double Brier { get; init; }

    /// <summary>Share of the positive ones among the 2 % of highest score.</summary>
    public required double RecallAt2Percent { get; init; }

    /// <summary>Of processor time.</summary>
    public required double FitMilliseconds { get; init; }
    public required double FitMicrosecondsPerRow { get; init; }
    public required double ScoreMicrosecondsPerRow { get; init; }
    public required double ExplainMicroseconds { get; init; }
    public required int Trees { get; init; }
    public required int BlobBytes { get; init; }
    public required IReadOnlyList<CalibrationBin> Calibration { get; init; }
}

internal static class ClassifyBenchmark
{
    public static int Run(BenchmarkOptions options) => AnomalyBenchmark.Run(options.Train, options.Label, (path, label) =>
    {
        var train = LabelledCsv.Read(path, label);
        var test = LabelledCsv.Read(options.Test ?? throw new InvalidDataException("Name the file to judge by with --test FILE."), label);
        if (!train.Features.SequenceEqual(test.Features)) throw new InvalidDataException("The two files have different columns.");
        var x = Measure(train, test);
        if (options.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(x, Figure.Json));
            return;
        }
        Console.WriteLine($"learnt from {x.Trained:N0} rows ({x.TrainedPositive:N0} positive), judged by {x.Tested:N0} ({x.TestedPositive:N0}); {x.Features} features, {x.Trees} trees, one thread");
        Console.WriteLine($"  ROC AUC                 {x.Auc,10:N4}");
        Console.WriteLine($"  average precision       {x.AveragePrecision,10:N4}");
        Console.WriteLine($"  Brier score             {x.Brier,10:N4}");
        Console.WriteLine($"  recall at 2 % review    {x.RecallAt2Percent,10:P2}");
        Console.WriteLine($"  fit                     {x.FitMicrosecondsPerRow,10:N3} µs a row ({x.FitMilliseconds:N1} ms in all)");
        Console.WriteLine($"  score                   {x.ScoreMicrosecondsPerRow,10:N3} µs a row");
        Console.WriteLine($"  score with reasons      {x.ExplainMicroseconds,10:N3} µs");
        Console.WriteLine($"  stored                  {x.BlobBytes,10:N0} bytes");
        foreach (var bin in x.Calibration) Console.WriteLine($"  {bin.Count,8:N0} rows foretold {bin.Foretold,9:P2}, came {bin.Observed,9:P2}");
    });

    private static ClassifyFigures Measure(LabelledCsv train, LabelledCsv test)
    {
        var (options, known) = (new BoostingOptions { Threads = 1 }, new LabelledRows(train.Rows, train.Labels));
        var chances = new double[test.Rows.Rows];
        // A warm-up, so that the figures are those of compiled code.
        for (var i = 0; i < 3; i++) BoostedTrees.Fit(known, null, options).Probabilities(test.Rows.Values, chances);
        BoostedTrees model = null!;
        var fit = AnomalyBenchmark.Median(5, () => model = BoostedTrees.Fit(known, null, options));
        var score = AnomalyBenchmark.Median(3, () => model.Probabilities(test.Rows.Values, chances));
        var contributions = new double[model.Features];
        var explained = Math.Min(2_000, test.Rows.Rows);
        var explain = AnomalyBenchmark.Median(3, () => { for (var i = 0; i < explained; i++) model.Explain(test.Rows.Row(i), contributions); });
        return new ClassifyFigures
        {
            Trained = train.Labels.Length, TrainedPositive = known.Positive, Tested = test.Labels.Length, TestedPositive = test.Labels.Count(x => x), Features = model.Features,
            Auc = ScoreQuality.Auc(chances, test.Labels)!.Value, AveragePrecision = ScoreQuality.AveragePrecision(chances, test.Labels)!.Value,
            Brier = ScoreQuality.Brier(chances, test.Labels), RecallAt2Percent = ScoreQuality.RecallAt(0.02, chances, test.Labels)!.Value,
            FitMilliseconds = fit * 1e3, FitMicrosecondsPerRow = fit * 1e6 / train.Labels.Length, ScoreMicrosecondsPerRow = score * 1e6 / test.Labels.Length,
            ExplainMicroseconds = explain * 1e6 / explained, Trees = model.Trees, BlobBytes = model.Write().Length, Calibration = ScoreQuality.Bins(chances, test.Labels),
        };
    }
}
