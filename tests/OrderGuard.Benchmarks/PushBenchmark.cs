using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Configuration;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Infrastructure.Common.Demo;
using OrderGuard.Infrastructure.Integrations;
using OrderGuard.Testing;

namespace OrderGuard.Benchmarks;

/// <summary>Status pushes a second to a target on this machine, beside bare POSTs of the same bodies to the same server; and how what waited for a dead target drains.</summary>
internal static class PushBenchmark
{
    private const int SideBySide = 12;
    private const int DrainRate = 500;
    private static readonly string[] Statuses = ["10", "20"];

    public static async Task<IReadOnlyList<Figure>> RunAsync(DatabaseProvider provider, BenchmarkOptions options)
    {
        // The first round warms the code up and is not told.
        await FastAsync(provider, 400);
        var (perSecond, bodies) = await FastAsync(provider, options.Pushes);
        var bare = await BareAsync(bodies);
        var drain = await DrainAsync(provider, options.Pushes);
        var database = provider.ToString();
        return
        [
            new(database, $"pushes: {options.Pushes:N0} to a local target", perSecond, "pushes/s", bare),
            new(database, $"pushes: drain after an outage, rate {DrainRate}/s", drain.PerSecond, "pushes/s", DrainRate),
            new(database, "pushes: most within a second of the drain", drain.MostInSecond, "pushes", DrainRate),
            new(database, "pushes: calls while the target was down", drain.WhileDown, "calls"),
            new(database, "pushes: out of order, lost or sent twice", drain.Wrong, "pushes"),
        ];
    }

    private static async Task<(double PerSecond, IReadOnlyList<byte[]> Bodies)> FastAsync(DatabaseProvider provider, int count)
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(200));
        await using var store = await OpenAsync(provider, server, TargetRules.MostPerPeriod);
        await MoveAsync(store, count / Statuses.Length);
        await store.StartAsync();
        while (server.Requests.IsEmpty) await Task.Delay(5);
        var began = Stopwatch.GetTimestamp();
        while (server.Requests.Count < count) await Task.Delay(5);
        return (count / Stopwatch.GetElapsedTime(began).TotalSeconds, [.. server.Requests.Select(x => x.Body)]);
    }

    private static async Task<double> BareAsync(IReadOnlyList<byte[]> bodies)
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(200));
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 16, UseProxy = false });
        var address = new Uri(server.Address("/status"));
        async Task PostAsync(byte[] body)
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var answer = await client.PostAsync(address, content);
            await answer.Content.ReadAsByteArrayAsync();
        }
        await Parallel.ForEachAsync(bodies.Take(200), new ParallelOptions { MaxDegreeOfParallelism = SideBySide }, async (x, _) => await PostAsync(x));
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = SideBySide }, async (x, _) => await PostAsync(x));
        return bodies.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<(double PerSecond, int MostInSecond, int WhileDown, int Wrong)> DrainAsync(DatabaseProvider provider, int count)
    {
        var up = false;
        var taken = new ConcurrentQueue<(long At, string Body)>();
        await using var server = new ReceivingServer(x =>
        {
            if (up) taken.Enqueue((Stopwatch.GetTimestamp(), x.Text));
            return new ReceiverAnswer(up ? 200 : 503);
        });
        await using var store = await OpenAsync(provider, server, DrainRate);
        await MoveAsync(store, count / Statuses.Length);
        await store.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(5));
        var whileDown = server.Requests.Count;
        up = true;

        var most = Stopwatch.StartNew();
        while (taken.Count < count && most.Elapsed < TimeSpan.FromMinutes(5)) await Task.Delay(20);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var told = taken.Select(x => (x.At, Order: Read(x.Body, "orderNo"), Status: Read(x.Body, "status"))).ToList();
        if (told.Count < 2) throw new InvalidOperationException($"The target came back and was told {told.Count} of {count} pushes within {most.Elapsed.TotalSeconds:N0} s.");
        var wrong = told.GroupBy(x => x.Order).Sum(x => x.Select(y => y.Status).SequenceEqual(Statuses) ? 0 : 1) + Math.Abs(told.Count - count);
        var seconds = Stopwatch.GetElapsedTime(told[0].At, told[^1].At).TotalSeconds;
        return (told.Count / seconds, told.GroupBy(x => (x.At - told[0].At) / Stopwatch.Frequency).Max(x => x.Count()), whileDown, wrong);
    }

    private static string Read(string body, string name)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty(name).ToString();
    }

    private static async Task<BenchmarkStore> OpenAsync(DatabaseProvider provider, ReceivingServer server, int rate)
    {
        var store = await BenchmarkStore.OpenAsync(provider);
        store.Services.GetRequiredService<IOptions<OutgoingOptions>>().Value.AllowedHosts.Add(server.Host);
        var document = DemoConfiguration.Grocer() with { Targets = [new TargetDefinition { Code = "erp", Address = server.Address("/status"), Rate = rate }] };
        await store.InAsync(async db =>
        {
            db.ConfigurationVersions.Add(ConfigurationVersion.Publish(store.Tenant, 2, ConfigurationJson.Write(document), "", "Benchmark", DateTimeOffset.UnixEpoch));
            return await db.SaveChangesAsync();
        });
        return store;
    }

    /// <summary>Orders that enter their statuses before anything is sent.</summary>
    private static async Task MoveAsync(BenchmarkStore store, int orders)
    {
        foreach (var status in Statuses)
        {
            var now = TimeProvider.System.GetUtcNow();
            foreach (var part in Enumerable.Range(1, orders).Chunk(1_000))
            {
                await using var scope = store.Services.GetRequiredService<SystemScopes>().Open(store.Tenant);
                await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync(
                    [.. part.Select(x => new IncomingReport(store.Caller, DemoConfiguration.Shop, new IncomingEvent($"{x}-{status}", $"SO-{x}", status, now, null), false, DateTimeOffset.MinValue))], CancellationToken.None);
            }
        }
    }
}
