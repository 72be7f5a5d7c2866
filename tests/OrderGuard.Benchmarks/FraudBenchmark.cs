using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Risk.Rules;
using OrderGuard.Application.Risk.Samples;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Models;
using OrderGuard.Domain.Risk.Rules;
using OrderGuard.Domain.Risk.Samples;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Benchmarks;

/// <summary>How rules and models do on one side of a split in time.</summary>
internal sealed record FraudScore(string Way, double? Auc, double? AveragePrecision, double? RecallAt2Percent);

/// <summary>A rule that was found, in words.</summary>
internal sealed record FraudRule(string Words, int EarlierHits, double? EarlierPrecision, int LaterHits, double? LaterPrecision, double? LaterPrecisionAtLeast, double? LaterRecall, double RecallAdded);

internal sealed record FraudFigures
{
    public required int Rows { get; init; }
    public required int Frauds { get; init; }
    public required double EarlierShare { get; init; }
    public required DateTimeOffset SplitAt { get; init; }
    public required int EarlierFrauds { get; init; }
    public required int LaterOrders { get; init; }
    public required int LaterFrauds { get; init; }
    public required double ReadSeconds { get; init; }
    public required double TagSeconds { get; init; }
    public required double InduceSeconds { get; init; }
    public required IReadOnlyList<FraudScore> Scores { get; init; }
    public required IReadOnlyList<FraudRule> Rules { get; init; }
}

/// <summary>
/// Labelled purchases read as samples by the product's own reader, given their tags in order of time (by a replay, or as orders through the real intake), and split in
/// time: rules, trees and the forest learn from the earlier and are judged by the later.
/// </summary>
internal static class FraudBenchmark
{
    private static readonly double[] Shares = [0.7, 0.5, 0.05];

    public static async Task<int> RunAsync(BenchmarkOptions options)
    {
        var path = options.Csv ?? Repository.DataFile("fraud_ecommerce/purchases.csv");
        if (!File.Exists(path))
        {
            Console.Error.WriteLine($"There is no {path}. Name a file of labelled purchases with --csv FILE.");
            return 1;
        }
        var folder = Directory.CreateTempSubdirectory("orderguard-benchmark-").FullName;
        try
        {
            await using var app = await TestApp.OnSqliteAsync(more: RealOrders.Files(folder));
            var began = Stopwatch.GetTimestamp();
            var tenant = await app.FoundAsync();
            app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
            await using var content = File.OpenRead(path);
            var file = (await app.RunAsync<ReceiveSampleFile, ReceivedFile>(new ReceiveSampleFile(content))).Required;
            var preview = (await app.RunAsync<PreviewSamples, SamplePreview>(new PreviewSamples(file.Id))).Required;
            var uploaded = await app.RunAsync<UploadSamples, SampleSetView>(new UploadSamples(file.Id, Path.GetFileName(path), "benchmark", preview.Mapping));
            if (uploaded.Refusal is { } refusal)
            {
                Console.Error.WriteLine(refusal.Message);
                return 1;
            }
            var read = Stopwatch.GetElapsedTime(began);
            await using var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant);
            began = Stopwatch.GetTimestamp();
            var orders = (await scope.ServiceProvider.GetRequiredService<RuleHistory>().SamplesAsync(uploaded.Required.Id, null, default))!;
            var tagged = Stopwatch.GetElapsedTime(began);
            var figures = new List<FraudFigures>();
            if (options.Intake)
            {
                foreach (var provider in options.Providers)
                {
                    var (taken, seconds) = await FraudIntake.RunAsync(provider, orders);
                    await Console.Error.WriteLineAsync($"{provider}: {taken.Count:N0} orders placed through the intake and assessed in {seconds.TotalSeconds:N0} s");
                    figures.AddRange(Shares.Select(share => Measure([.. taken.Select(x => x.Order)], uploaded.Required, share, read, seconds, taken.ToDictionary(x => x.Order.Subject.OrderId, x => x.Score))));
                }
            }
            else figures.AddRange(Shares.Select(share => Measure(orders, uploaded.Required, share, read, tagged)));
            if (options.Json) Console.WriteLine(JsonSerializer.Serialize(figures, Figure.Json));
            else foreach (var one in figures) Tell(one);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <param name="live">The score that each order was given when it came in, by the preset and what was learnt without labels.</param>
    private static FraudFigures Measure(List<JudgedOrder> orders, SampleSetView set, double share, TimeSpan read, TimeSpan tagged, Dictionary<OrderId, double>? live = null)
    {
        var began = Stopwatch.GetTimestamp();
        var found = RuleInduction.Find(orders, _ => false, new InductionOptions { EarlierShare = share });
        var induced = Stopwatch.GetElapsedTime(began);
        var (earlier, later) = (orders[..found.EarlierOrders], orders[found.EarlierOrders..]);
        bool[] outcomes = [.. later.Select(x => x.Fraud is true)];
        // Of the earlier orders the later quarter decides when learning ends, and calibrates.
        var middle = earlier.Count * 3 / 4;
        var trees = BoostedTrees.Fit(Rows(earlier[..middle]), Rows(earlier[middle..]), new BoostingOptions { Iterations = 200, PositiveWeight = 0 });
        var forest = IsolationForest.Grow(Rows(earlier).Rows, new IsolationForestOptions { Seed = 1 });
        var rules = found.Rules.Select(x => (Rule: new CompiledRule(new RiskRule { Code = "r", When = x.When }), Weight: x.Earlier.PrecisionAtLeast ?? 0)).ToList();
        var rows = Rows(later).Rows;
        double[] OfTrees() => [.. Enumerable.Range(0, later.Count).Select(i => trees.Probability(rows.Row(i)))];
        // A rule counts by what was known of it before the split.
        double[] OfRules() => [.. later.Select(x => rules.Where(r => r.Rule.Fits(x.Subject)).Select(r => r.Weight).DefaultIfEmpty(0).Max())];
        double[] OfForest() => [.. Enumerable.Range(0, later.Count).Select(i => (double)forest.Score(rows.Row(i)))];
        var (byRules, byTrees) = (OfRules(), OfTrees());
        return new FraudFigures
        {
            Rows = set.Rows, Frauds = set.Frauds, EarlierShare = share, SplitAt = found.SplitAt, EarlierFrauds = found.EarlierFrauds, LaterOrders = found.LaterOrders, LaterFrauds = found.LaterFrauds,
            ReadSeconds = read.TotalSeconds, TagSeconds = tagged.TotalSeconds, InduceSeconds = induced.TotalSeconds,
            Scores =
            [
                Score("induced rules", byRules, outcomes), Score("boosted trees on tags", byTrees, outcomes), Score("isolation forest on tags", OfForest(), outcomes),
                Score("rules, then trees", [.. byRules.Select((x, i) => x + byTrees[i] / 1_000)], outcomes),
                .. live is null ? [] : (FraudScore[])[Score("the live score", [.. later.Select(x => live[x.Subject.OrderId])], outcomes)],
            ],
            Rules = [.. found.Rules.Select(x => new FraudRule(RiskRuleWords.Of(x.When).En, x.Earlier.Hits, x.Earlier.Precision, x.Later.Hits, x.Later.Precision, x.Later.PrecisionAtLeast, x.Later.Recall, x.RecallAdded))],
        };
    }

    private static FraudScore Score(string way, double[] scores, bool[] outcomes) =>
        new(way, ScoreQuality.Auc(scores, outcomes), ScoreQuality.AveragePrecision(scores, outcomes), ScoreQuality.RecallAt(0.02, scores, outcomes));

    private static LabelledRows Rows(List<JudgedOrder> orders)
    {
        var tags = orders[0].Subject.Tags.Definitions.Count;
        var values = new float[orders.Count * tags];
        for (var i = 0; i < orders.Count; i++) orders[i].Subject.Tags.Row.CopyTo(values.AsSpan(i * tags));
        return new LabelledRows(new FeatureMatrix(values, tags), [.. orders.Select(x => x.Fraud is true)]);
    }

    private static void Tell(FraudFigures x)
    {
        Console.WriteLine($"{x.Rows:N0} purchases, {x.Frauds:N0} dishonest; read in {x.ReadSeconds:N1} s, tags in {x.TagSeconds:N1} s, rules found in {x.InduceSeconds:N1} s");
        Console.WriteLine($"learnt from the earlier {x.EarlierShare:P0} ({x.EarlierFrauds:N0} dishonest), judged by {x.LaterOrders:N0} from {x.SplitAt:yyyy-MM-dd} ({x.LaterFrauds:N0} dishonest, {(double)x.LaterFrauds / x.LaterOrders:P2})");
        Console.WriteLine($"  {"",-26}{"ROC AUC",10}{"PR AUC",10}{"recall at 2 % review",24}");
        foreach (var score in x.Scores) Console.WriteLine($"  {score.Way,-26}{score.Auc,10:N3}{score.AveragePrecision,10:N3}{score.RecallAt2Percent,24:P1}");
        Console.WriteLine($"  {"rule",-86}{"earlier",9}{"precision",11}{"later",7}{"precision",11}{"at least",10}{"recall",8}");
        foreach (var rule in x.Rules)
            Console.WriteLine($"  {rule.Words,-86}{rule.EarlierHits,9:N0}{Share(rule.EarlierPrecision),11}{rule.LaterHits,7:N0}{Share(rule.LaterPrecision),11}{Share(rule.LaterPrecisionAtLeast),10}{Share(rule.LaterRecall),8}");
        Console.WriteLine();
    }

    private static string Share(double? share) => share?.ToString("P1", CultureInfo.InvariantCulture) ?? "–";
}
