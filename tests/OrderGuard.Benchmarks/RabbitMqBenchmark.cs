using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Infrastructure.Common.Demo;
using OrderGuard.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace OrderGuard.Benchmarks;

/// <summary>How many events a second come in through a queue and go out through the exchange, beside a bare client that only acknowledges the same messages on their way in, and only sends them and has them confirmed on their way out.</summary>
internal static class RabbitMqBenchmark
{
    private const string Bare = "bare";

    public static async Task<IReadOnlyList<Figure>> RunAsync(DatabaseProvider provider, BenchmarkOptions options)
    {
        using var broker = await RabbitMqServer.StartAsync();
        await using var store = await BenchmarkStore.OpenAsync(provider, new Dictionary<string, string?> { ["RabbitMq:Uri"] = broker.Uri, ["RabbitMq:Prefix"] = "bench" });
        await store.StartAsync();
        var database = provider.ToString();
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker.Uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null));
        await channel.QueueDeclareAsync(Bare, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.ExchangeDeclareAsync("bench.events.grocer", ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync("listener", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync("listener", "bench.events.grocer", "#");

        var messages = Messages(17, options.Events);
        var sent = await SendAsync(channel, Bare, messages);
        var bare = await DrainBareAsync(connection, messages.Count);

        var queue = "bench.in.grocer." + DemoConfiguration.Grocer().Sources[0].Code;
        while ((await connection.CreateChannelAsync()) is { } probe)
        {
            await using var _ = probe;
            try
            {
                if ((await probe.QueueDeclarePassiveAsync(queue)).ConsumerCount > 0) break;
            }
            catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
            {
                await Task.Delay(200);
            }
        }
        // Warm: the first batches pay for compiling the model and the queries.
        await SendAsync(channel, queue, Messages(19, 5_000));
        await ReachedAsync(store, 5_000);
        await PublishedAsync(store);
        var before = await ToldAsync(store);

        var clock = Stopwatch.StartNew();
        var sending = SendAsync(channel, queue, messages);
        await ReachedAsync(store, 5_000 + messages.Count);
        var taken = messages.Count / clock.Elapsed.TotalSeconds;
        await sending;
        await PublishedAsync(store);
        var published = (await ToldAsync(store) - before) / clock.Elapsed.TotalSeconds;
        return
        [
            new(database, "queue to order book, committed", taken, "events/s", bare),
            new(database, "the same and out through the exchange, confirmed", published, "events/s", sent),
        ];
    }

    private static async Task<double> SendAsync(IChannel channel, string queue, IReadOnlyList<byte[]> messages)
    {
        var clock = Stopwatch.StartNew();
        foreach (var some in messages.Chunk(500))
            await Task.WhenAll(some.Select(x => channel.BasicPublishAsync("", queue, true, new BasicProperties { Persistent = true }, x).AsTask()).ToList());
        return messages.Count / clock.Elapsed.TotalSeconds;
    }

    /// <summary>The yardstick: the same messages from the same kind of queue, read, parsed and acknowledged, and nothing else.</summary>
    private static async Task<double> DrainBareAsync(IConnection connection, int count)
    {
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicQosAsync(0, 500, false);
        var (seen, done, clock) = (0, new TaskCompletionSource(), Stopwatch.StartNew());
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, x) =>
        {
            JsonDocument.Parse(x.Body).Dispose();
            seen++;
            if (seen % 250 == 0 || seen == count) await channel.BasicAckAsync(x.DeliveryTag, multiple: true);
            if (seen == count) done.TrySetResult();
        };
        await channel.BasicConsumeAsync(Bare, autoAck: false, consumer);
        await done.Task;
        return count / clock.Elapsed.TotalSeconds;
    }

    private static async Task ReachedAsync(BenchmarkStore store, int events)
    {
        while (await store.InAsync(db => db.OrderEvents.CountAsync()) < events) await Task.Delay(50);
    }

    private static Task<long> ToldAsync(BenchmarkStore store) => store.InAsync(db => db.Ledgers.Select(x => x.OutboxSequence).SingleAsync());

    private static async Task PublishedAsync(BenchmarkStore store)
    {
        while (!await store.InAsync(async db => await db.OutboxPositions.Select(x => x.Published).SingleOrDefaultAsync() >= await db.Ledgers.Select(x => x.OutboxSequence).SingleAsync())) await Task.Delay(50);
    }

    private static List<byte[]> Messages(int seed, int events)
    {
        var now = TimeProvider.System.GetUtcNow().AddHours(1);
        var grocer = new DemoGrocer(seed);
        return [.. Enumerable.Range(0, events).Select(n => (n, Order: grocer.Next(now.AddSeconds(n % 3600), late: 0.01)))
            .Select(x => JsonSerializer.SerializeToUtf8Bytes(new { id = $"{seed}-{x.n}", orderNo = $"{seed}-{x.Order.OrderNo}-{x.n}", status = x.Order.Steps[0].Word, occurredAt = x.Order.Steps[0].At, order = new { amount = 12.5m, currency = "CNY", category = x.Order.Facts.Category } }))];
    }
}
