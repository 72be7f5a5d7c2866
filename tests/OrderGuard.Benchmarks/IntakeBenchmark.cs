using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Orders;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Infrastructure.Common.Demo;

namespace OrderGuard.Benchmarks;

/// <summary>How many events a second the intake takes, how long a caller waits, and how that compares with plainly inserting the same rows.</summary>
internal static class IntakeBenchmark
{
    private const int RequestSize = 100;
    private const int Callers = 16;
    private const int Beginning = 20_000;

    public static async Task<IReadOnlyList<Figure>> RunAsync(DatabaseProvider provider, BenchmarkOptions options)
    {
        var database = provider.ToString();
        await using var store = await BenchmarkStore.OpenAsync(provider);
        await store.StartAsync();
        var intake = store.Services.GetRequiredService<IIntake>();
        var caller = store.Caller;

        var cold = Beginning / await Warmth.ReachAsync(n => SustainAsync(intake, Requests(caller, 700 + n, Beginning), [])) * 1_000;

        var requests = Requests(caller, 11, options.Events);
        var events = requests.Sum(x => x.Length);
        var waits = new ConcurrentBag<double>();
        var clock = Stopwatch.StartNew();
        await SustainAsync(intake, requests, waits);
        var perSecond = events / clock.Elapsed.TotalSeconds;

        var steady = await SteadyAsync(intake, caller, options.Seconds);
        var plain = await PlainInserts.EventsPerSecondAsync(store);
        return
        [
            new(database, "intake, sustained", perSecond, "events/s", plain),
            new(database, "intake, the first 20,000 of a process", cold, "events/s", plain),
            new(database, "intake, sustained: request p50", Latencies.Percentile(waits, 0.50), "ms"),
            new(database, "intake, sustained: request p99", Latencies.Percentile(waits, 0.99), "ms"),
            new(database, "intake at 1,000 events/s: p50", Latencies.Percentile(steady, 0.50), "ms"),
            new(database, "intake at 1,000 events/s: p99", Latencies.Percentile(steady, 0.99), "ms"),
        ];
    }

    private static async Task SustainAsync(IIntake intake, List<IncomingReport[]> requests, ConcurrentBag<double> waits)
    {
        // An order's events come through one caller, one after the other, as from a real source.
        var byCaller = requests.SelectMany(x => x).GroupBy(x => (uint)string.GetHashCode(x.Event.OrderNo, StringComparison.Ordinal) % Callers);
        await Task.WhenAll(byCaller.Select(mine => Task.Run(async () =>
        {
            foreach (var request in mine.Chunk(RequestSize)) waits.Add(await SubmitAsync(intake, request));
        })));
    }

    private static async Task<IReadOnlyCollection<double>> SteadyAsync(IIntake intake, Caller caller, int seconds)
    {
        const int size = 10;
        var requests = Requests(caller, 13, seconds * 1_000, size);
        var waits = new ConcurrentBag<double>();
        var running = new List<Task>();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < requests.Count; i++)
        {
            var due = TimeSpan.FromSeconds(i * (double)size / 1_000);
            if (due - clock.Elapsed is { Ticks: > 0 } wait) await Task.Delay(wait);
            var request = requests[i];
            running.Add(Task.Run(async () => waits.Add(await SubmitAsync(intake, request))));
        }
        await Task.WhenAll(running);
        return waits;
    }

    private static async Task<double> SubmitAsync(IIntake intake, IncomingReport[] request)
    {
        // Stated as it happens, as by a source whose clock is right; one after the other within an order.
        var stated = TimeProvider.System.GetUtcNow();
        IncomingReport[] live = [.. request.Select((x, n) => x with { Event = x.Event with { OccurredAt = stated.AddTicks(n) } })];
        var since = Stopwatch.GetTimestamp();
        var results = await intake.SubmitAsync(live, CancellationToken.None);
        if (results.FirstOrDefault(x => x.Outcome is EventOutcome.Unmapped or EventOutcome.Invalid or EventOutcome.Duplicate) is { } odd)
            throw new InvalidOperationException($"Event {odd.Id} came to {odd.Outcome}: {odd.Detail}");
        return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }

    /// <summary>The steps of demo orders in the order in which they happen, cut into requests as sources send them.</summary>
    private static List<IncomingReport[]> Requests(Caller caller, int seed, int events, int size = RequestSize)
    {
        var now = TimeProvider.System.GetUtcNow();
        var grocer = new DemoGrocer(seed);
        var steps = Enumerable.Range(0, events / 4).Select(n => grocer.Next(now.AddSeconds(n % 3600), late: 0.01))
            .SelectMany(order => order.Steps.Select((step, n) => (order, step, n)))
            .OrderBy(x => x.step.At).Take(events).ToList();
        return [.. steps.Select(x => new IncomingReport(caller, x.step.Source,
                new IncomingEvent($"{seed}-{x.order.OrderNo}-{x.n}", $"{seed}-{x.order.OrderNo}", x.step.Word, x.step.At, x.n == 0 ? x.order.Facts : null), false, DateTimeOffset.MinValue))
            .Chunk(size)];
    }
}
