using System.Diagnostics;
using System.Text.Json;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Models;

namespace OrderGuard.Benchmarks;

/// <summary>How an isolation forest does on a labelled file, on one thread; the labels are only judged by, never learnt from.</summary>
internal sealed record AnomalyFigures
{
    public required string File { get; init; }
    public required int Rows { get; init; }
    public required int Features { get; init; }
    public required int Anomalies { get; init; }
    public required int Trees { get; init; }
    public required int Sample { get; init; }
    public required int Seeds { get; init; }

    /// <summary>Means over the seeds; the deviation is that of one seed's AUC.</summary>
    public required double Auc { get; init; }
    public required double AucDeviation { get; init; }
    public required double AveragePrecision { get; init; }

    /// <summary>Medians over the seeds, of processor time.</summary>
    public required double FitMicrosecondsPerRow { get; init; }
    public required double ScoreMicrosecondsPerRow { get; init; }
    public required double SingleScoreMicroseconds { get; init; }
    public required double ExplainMicroseconds { get; init; }
    public required double FitMilliseconds { get; init; }
    public required int BlobBytes { get; init; }
}

internal static class AnomalyBenchmark
{
    public static int Run(BenchmarkOptions options) => Run(options.Csv, options.Label, (path, label) =>
    {
        var data = LabelledCsv.Read(path, label);
        if (options.Trees is < 1 or > IsolationForestOptions.MostTrees) throw new InvalidDataException($"--trees must be 1 to {IsolationForestOptions.MostTrees}.");
        if (options.Sample is < 2 or > IsolationForestOptions.MostSample) throw new InvalidDataException($"--sample must be 2 to {IsolationForestOptions.MostSample}.");
        if (options.Seeds < 1) throw new InvalidDataException("--seeds must be at least 1.");
        var x = Measure(Path.GetFileName(path), data, options);
        if (options.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(x, Figure.Json));
            return;
        }
        Console.WriteLine($"{x.File}: {x.Rows:N0} rows, {x.Features} features, {x.Anomalies:N0} anomalies ({(double)x.Anomalies / x.Rows:P2}); {x.Trees} trees of {x.Sample}, {x.Seeds} seeds, one thread");
        Console.WriteLine($"  ROC AUC                 {x.Auc,10:N4}   (deviation between seeds {x.AucDeviation:N4})");
        Console.WriteLine($"  average precision       {x.AveragePrecision,10:N4}");
        Console.WriteLine($"  fit                     {x.FitMicrosecondsPerRow,10:N3} µs a row ({x.FitMilliseconds:N2} ms in all)");
        Console.WriteLine($"  score, in batch         {x.ScoreMicrosecondsPerRow,10:N3} µs a row");
        Console.WriteLine($"  score, row by row       {x.SingleScoreMicroseconds,10:N3} µs");
        Console.WriteLine($"  score with reasons      {x.ExplainMicroseconds,10:N3} µs");
        Console.WriteLine($"  stored                  {x.BlobBytes,10:N0} bytes");
    });

    /// <summary>Exit code 2 with a clear word for what the caller can mend.</summary>
    internal static int Run(string? file, string? label, Action<string, string> measure)
    {
        try
        {
            measure(file ?? throw new InvalidDataException("Name the file; see --help."), label ?? throw new InvalidDataException("Name the label's column with --label COLUMN."));
            return 0;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return 2;
        }
    }

    private static AnomalyFigures Measure(string name, LabelledCsv data, BenchmarkOptions options)
    {
        var (rows, scores) = (data.Rows, new float[data.Rows.Rows]);
        var (aucs, precisions, fits, batches) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        // A warm-up, so that the figures are those of compiled code.
        var warm = Stopwatch.StartNew();
        while (warm.ElapsedMilliseconds < 1_500) Grow(rows, options, 0).Score(rows.Values, scores);
        IsolationForest forest = null!;
        for (var seed = 1; seed <= options.Seeds; seed++)
        {
            var at = seed;
            fits.Add(Median(3, () => forest = Grow(rows, options, at)));
            batches.Add(Median(3, () => forest.Score(rows.Values, scores)));
            List<double> found = [.. scores];
            aucs.Add(ScoreQuality.Auc(found, data.Labels)!.Value);
            precisions.Add(ScoreQuality.AveragePrecision(found, data.Labels)!.Value);
        }
        var contributions = new float[rows.Features];
        var single = Median(3, () => { for (var i = 0; i < rows.Rows; i++) scores[i] = forest.Score(rows.Row(i)); });
        var explain = Median(3, () => { for (var i = 0; i < rows.Rows; i++) scores[i] = forest.Explain(rows.Row(i), contributions); });
        var mean = aucs.Average();
        return new AnomalyFigures
        {
            File = name, Rows = rows.Rows, Features = rows.Features, Anomalies = data.Labels.Count(x => x), Trees = options.Trees, Sample = forest.Sample, Seeds = options.Seeds,
            Auc = mean, AucDeviation = Math.Sqrt(aucs.Average(x => (x - mean) * (x - mean))), AveragePrecision = precisions.Average(),
            FitMilliseconds = Middle(fits) * 1e3, FitMicrosecondsPerRow = Middle(fits) * 1e6 / rows.Rows, ScoreMicrosecondsPerRow = Middle(batches) * 1e6 / rows.Rows,
            SingleScoreMicroseconds = single * 1e6 / rows.Rows, ExplainMicroseconds = explain * 1e6 / rows.Rows, BlobBytes = forest.Write().Length,
        };
    }

    private static IsolationForest Grow(FeatureMatrix rows, BenchmarkOptions options, int seed) =>
        IsolationForest.Grow(rows, new IsolationForestOptions { Trees = options.Trees, Sample = options.Sample, Seed = seed, Threads = 1 });

    /// <summary>Seconds of one round: the median of a few measures of at least 30 ms of this process's processor time, which other work on the machine disturbs least.</summary>
    internal static double Median(int times, Action work) => Middle([.. Enumerable.Range(0, times).Select(_ =>
    {
        var (began, rounds) = (Environment.CpuUsage.TotalTime, 0);
        TimeSpan used;
        do
        {
            work();
            rounds++;
            used = Environment.CpuUsage.TotalTime - began;
        }
        while (used.TotalMilliseconds < 30);
        return used.TotalSeconds / rounds;
    })]);

    internal static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
