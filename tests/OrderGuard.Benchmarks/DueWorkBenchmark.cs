using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Benchmarks;

/// <summary>How long after its due time a deadline has raised its alert, with a million others armed beside it.</summary>
internal static class DueWorkBenchmark
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();
    private const string Rule = "payment";

    public static async Task<IReadOnlyList<Figure>> RunAsync(DatabaseProvider provider, BenchmarkOptions options)
    {
        var database = provider.ToString();
        // The first round warms the code up and is not told.
        await LagAsync(provider, options, armed: 1_000);
        var few = await LagAsync(provider, options, armed: 1_000);
        var many = await LagAsync(provider, options, options.Armed);
        return
        [
            new(database, "due work: lag p50, 1,000 armed", few.P50, "ms"),
            new(database, "due work: lag p99, 1,000 armed", few.P99, "ms"),
            new(database, $"due work: lag p50, {options.Armed:N0} armed", many.P50, "ms", few.P50),
            new(database, $"due work: lag p99, {options.Armed:N0} armed", many.P99, "ms", few.P99),
        ];
    }

    private static async Task<(double P50, double P99)> LagAsync(DatabaseProvider provider, BenchmarkOptions options, int armed)
    {
        await using var store = await BenchmarkStore.OpenAsync(provider);
        await ArmAsync(store, armed);

        // Orders whose payment deadline comes at a steady pace from a while after all of them are stored.
        var total = options.Due * options.Seconds;
        var lead = TimeSpan.FromSeconds(10 + total / 1_500.0);
        var first = Now + lead;
        var caller = store.Caller;
        await store.StartAsync();
        var intake = store.Services.GetRequiredService<IIntake>();
        foreach (var chunk in Enumerable.Range(0, total).Chunk(1_000))
        {
            await intake.SubmitAsync([.. chunk.Select(n =>
            {
                var due = first.AddSeconds((double)n / options.Due);
                var facts = new OrderFacts { Category = "pantry", Amount = 10, Currency = "CNY" };
                return new IncomingReport(caller, "shop", new IncomingEvent($"due-{n}", $"due-{n}", "10", due - TimeSpan.FromMinutes(60), facts), false, DateTimeOffset.MinValue);
            })], CancellationToken.None);
        }
        if (Now > first) throw new InvalidOperationException("Storing the orders took longer than the lead time.");

        var lags = new ConcurrentBag<double>();
        var feed = store.Services.GetRequiredService<ILiveFeed>();
        using (feed.Subscribe(store.Tenant, change =>
        {
            if (change is AlertLiveChange { Change: AlertChange.Raised, Alert.DueAt: { } due }) lags.Add((Now - due).TotalMilliseconds);
            return Task.CompletedTask;
        }))
        {
            var end = first.AddSeconds(options.Seconds + 15);
            while (lags.Count < total && Now < end) await Task.Delay(200);
        }
        if (lags.Count != total) throw new InvalidOperationException($"{total} deadlines passed and {lags.Count} alerts were raised.");
        return (Latencies.Percentile(lags, 0.50), Latencies.Percentile(lags, 0.99));
    }

    private static async Task ArmAsync(BenchmarkStore store, int armed)
    {
        var far = Now.AddDays(30);
        foreach (var chunk in Enumerable.Range(0, armed).Chunk(10_000))
        {
            await store.InAsync(async db =>
            {
                db.ChangeTracker.AutoDetectChangesEnabled = false;
                db.WorkItems.AddRange(chunk.Select(n => WorkItem.Schedule(WorkItemId.New(), store.Tenant, WorkKinds.Timeout, OrderId.New().Value.ToString(), far.AddMilliseconds(n), far, Rule)));
                return await db.InTransactionAsync(ct => db.SaveChangesAsync(ct), CancellationToken.None);
            });
        }
    }
}
