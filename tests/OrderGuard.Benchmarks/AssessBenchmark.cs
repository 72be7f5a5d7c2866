using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Features;
using OrderGuard.Domain.Risk.Models;
using OrderGuard.Domain.Risk.Rules;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Infrastructure.Common.Demo;

namespace OrderGuard.Benchmarks;

/// <summary>How many orders a second come in and are assessed, how long after it is due that is committed, what one scoring costs, and what the windows weigh.</summary>
internal static class AssessBenchmark
{
    private const int RequestSize = 100;
    private const int Part = 3_000;

    public static async Task<IReadOnlyList<Figure>> RunAsync(DatabaseProvider provider, BenchmarkOptions options)
    {
        var database = provider.ToString();
        var orders = options.Events / 4;
        // Before anything else runs in the process: what one scoring costs is not what the pump beside it costs.
        var (tags, score) = Scoring();
        await using var store = await BenchmarkStore.OpenAsync(provider);
        var document = DemoConfiguration.Grocer() with { Risk = DemoConfiguration.Risk, FulfilmentRisk = new FulfilmentRiskSettings(), RiskRules = Rules() };
        await store.InAsync(db =>
        {
            db.ConfigurationVersions.Add(Domain.Configuration.ConfigurationVersion.Publish(store.Tenant, 2, ConfigurationJson.Write(document), "", "Benchmark", TimeProvider.System.GetUtcNow()));
            return db.SaveChangesAsync();
        });
        await store.StartAsync();
        var lags = new ConcurrentBag<double>();
        using var listener = Listen(lags);
        var intake = store.Services.GetRequiredService<IIntake>();

        var before = 0;
        await Warmth.ReachAsync(async n =>
        {
            await PlaceAsync(store, intake, 300 + n, Part, perSecond: null);
            before = await SettledAsync(store, before + Part);
        });
        var clock = Stopwatch.StartNew();
        await PlaceAsync(store, intake, 5, orders, perSecond: null);
        await SettledAsync(store, before + orders);
        var perSecond = orders / clock.Elapsed.TotalSeconds;

        lags.Clear();
        var steady = 500 * options.Seconds;
        await PlaceAsync(store, intake, 7, steady, perSecond: 500);
        await SettledAsync(store, before + orders + steady);
        var all = await store.InAsync(db => db.RiskAssessments.CountAsync(x => !x.Again));
        var held = await store.InAsync(db => db.ReviewCases.CountAsync());
        return
        [
            new(database, "assess, sustained: placed and assessed", perSecond, "orders/s", 1_000),
            new(database, "assess at 500 orders/s: due to commit p50", Latencies.Percentile(lags, 0.50), "ms"),
            new(database, "assess at 500 orders/s: due to commit p99", Latencies.Percentile(lags, 0.99), "ms", 100),
            new(database, "of them held for a reviewer", 100.0 * held / all, "%"),
            new(database, "one scoring (45 tags) p99", Latencies.Percentile(tags, 0.99), "ms"),
            new(database, "one scoring with rules, models, reasons p50", Latencies.Percentile(score, 0.50), "ms"),
            new(database, "one scoring with rules, models, reasons p99", Latencies.Percentile(score, 0.99), "ms", 1),
            new(database, $"windows of {options.Orders:N0} orders", Windows(options.Orders), "MB"),
        ];
    }

    /// <summary>Fifty rules over tags, none of which fits an honest order.</summary>
    private static IReadOnlyList<RiskRule> Rules() =>
        [.. Enumerable.Range(0, 50).Select(n => new RiskRule
        {
            Code = $"rule-{n}", Stage = RiskRuleStage.Live, Add = 0.1,
            When = new RiskGroup
            {
                Conditions =
                [
                    new RiskCondition { Field = RiskField.TagPrefix + TagCatalogue.All[n % TagCatalogue.All.Count].Code, Is = RiskOperator.Above, Number = 1e9 },
                    new RiskCondition { Field = "amount", Is = RiskOperator.Above, Number = 1e9 },
                ],
            },
        })];

    private static MeterListener Listen(ConcurrentBag<double> lags)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument is { Meter.Name: "OrderGuard.Work", Name: "orderguard.work.lag" }) self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, labels, _) =>
        {
            foreach (var label in labels) if (label is { Key: "kind", Value: "assess-risk" }) lags.Add(value * 1_000);
        });
        listener.Start();
        return listener;
    }

    private static async Task PlaceAsync(BenchmarkStore store, IIntake intake, int seed, int orders, double? perSecond)
    {
        var size = perSecond is null ? RequestSize : 10;
        var requests = AssessOrders.Of(seed, orders).Select((x, n) => new IncomingReport(
            store.Caller, DemoConfiguration.Shop, new IncomingEvent($"{seed}-{n}", $"{seed}-{x.OrderNo}", "已付款", x.Facts.PlacedAt!.Value, x.Facts), false, DateTimeOffset.MinValue)).Chunk(size).ToList();
        var clock = Stopwatch.StartNew();
        if (perSecond is { } rate)
        {
            var running = new List<Task>();
            for (var i = 0; i < requests.Count; i++)
            {
                if (TimeSpan.FromSeconds(i * size / rate) - clock.Elapsed is { Ticks: > 0 } wait) await Task.Delay(wait);
                running.Add(intake.SubmitAsync(requests[i], default));
            }
            await Task.WhenAll(running);
        }
        else await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (request, ct) => await intake.SubmitAsync(request, ct));
    }

    private static async Task<int> SettledAsync(BenchmarkStore store, int wanted)
    {
        while (true)
        {
            var assessed = await store.InAsync(db => db.RiskAssessments.CountAsync(x => !x.Again));
            if (assessed >= wanted) return assessed;
            await Task.Delay(100);
        }
    }

    private static (LiveRisk Live, List<OrderSignals> Signals) Filled(int orders)
    {
        var live = new LiveRisk(new FeatureEngine(), [], TimeZoneInfo.Utc, (kind, value) => $"{kind}:{value}".GetHashCode(StringComparison.Ordinal).ToString("x22", System.Globalization.CultureInfo.InvariantCulture));
        var signals = new List<OrderSignals>(Math.Min(orders, 20_000));
        foreach (var chunk in AssessOrders.Of(9, orders).Chunk(1_000))
        {
            OrderSignals[] next = [.. chunk.Select(x => live.SignalsOf(OrderId.New(), x.Facts.PlacedAt!.Value, x.Facts))];
            live.Add(next);
            if (signals.Count < 20_000) signals.AddRange(next);
        }
        return (live, signals);
    }

    /// <summary>Each scoring by itself, in milliseconds of one thread: tags alone, and all of it.</summary>
    private static (List<double> Tags, List<double> All) Scoring()
    {
        var (live, signals) = Filled(20_000);
        var features = TagCatalogue.All.Select(x => x.Code).ToList();
        var matrix = new FeatureMatrix([.. signals.SelectMany(x => live.Compute(x).Row.ToArray())], features.Count);
        var anomaly = IsolationForest.Grow(matrix, new IsolationForestOptions { Seed = 1 }, default);
        var random = new Random(1);
        var trees = BoostedTrees.Fit(new LabelledRows(matrix, [.. signals.Select(_ => random.NextDouble() < 0.1)]), null, new BoostingOptions { Iterations = 200 });
        var rules = CompiledRiskRules.Compile(Rules());
        var tiers = new RiskTiers();
        List<double> tagTimes = [], times = [];
        for (var i = 0; i < 6_000; i++)
        {
            var since = Stopwatch.GetTimestamp();
            var tags = live.Compute(signals[i]);
            var tagged = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            var hits = rules.Judge(new RiskSubject(signals[i].Order, "SO", signals[i].At, OrderFacts.None, tags));
            var (levers, odds) = (new float[features.Count], new double[features.Count]);
            var unusual = new AnomalyOpinion(1, anomaly.Explain(tags.Row, levers), features, levers);
            var learnt = new ClassifierOpinion(1, trees.Explain(tags.Row, odds), features, odds);
            var score = RiskScoring.Of(tags, unusual, learnt, hits, null, tiers);
            if (double.IsNaN(score.Score)) throw new InvalidOperationException("A score that is no number.");
            var all = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            // The first thousand pay for compiling.
            if (i < 1_000) continue;
            tagTimes.Add(tagged);
            times.Add(all);
        }
        return (tagTimes, times);
    }

    private static double Windows(int orders)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (live, signals) = Filled(orders);
        signals.Clear();
        signals.TrimExcess();
        var weight = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(live);
        return weight / 1e6;
    }
}
