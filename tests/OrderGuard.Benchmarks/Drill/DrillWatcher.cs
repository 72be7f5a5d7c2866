using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace OrderGuard.Benchmarks.Drill;

/// <summary>Somebody who follows all that OrderGuard tells through the broker, and connects again when that dies.</summary>
internal sealed class DrillWatcher(string uri, string exchange) : IAsyncDisposable
{
    private const string Queue = "drill-watcher";
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<long> _seen = [];
    private Task _work = Task.CompletedTask;

    public int Copies { get; private set; }

    /// <summary>Events that came after a later one, for the first time.</summary>
    public int OutOfOrder { get; private set; }

    public int Seen
    {
        get
        {
            lock (_seen) return _seen.Count;
        }
    }

    public bool HasAll(long last)
    {
        lock (_seen) return _seen.Count == last && (last == 0 || (_seen.Min() == 1 && _seen.Max() == last));
    }

    /// <summary>Gives what was published time to come in.</summary>
    public async Task SettleAsync(Func<Task<long>> last)
    {
        for (var patience = 0; patience < 300 && !HasAll(await last()); patience++) await Task.Delay(100);
    }

    /// <summary>Binds the queue, before anything is told, and follows it.</summary>
    public async Task StartAsync()
    {
        await using (var connection = await ConnectAsync())
        {
            await using var channel = await connection.CreateChannelAsync();
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true);
            await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
            await channel.QueueBindAsync(Queue, exchange, "#");
        }
        _work = Task.Run(FollowAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = new Uri(uri), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();

    private async Task FollowAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await ConnectAsync();
                await using var channel = await connection.CreateChannelAsync();
                await channel.BasicQosAsync(0, 1_000, false);
                var lost = new TaskCompletionSource();
                var consumer = new AsyncEventingBasicConsumer(channel);
                var taken = 0;
                consumer.ReceivedAsync += async (_, x) =>
                {
                    using var json = JsonDocument.Parse(x.Body);
                    Note(long.Parse(json.RootElement.GetProperty("sequence").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
                    if (++taken % 100 == 0) await channel.BasicAckAsync(x.DeliveryTag, multiple: true);
                };
                consumer.ShutdownAsync += (_, _) => Task.FromResult(lost.TrySetResult());
                await channel.BasicConsumeAsync(Queue, autoAck: false, consumer);
                await lost.Task.WaitAsync(_stop.Token);
            }
            catch (Exception e) when (e is RabbitMQ.Client.Exceptions.RabbitMQClientException or OperationCanceledException or IOException or TimeoutException)
            {
                if (!_stop.IsCancellationRequested) await Task.Delay(500);
            }
        }
    }

    private void Note(long sequence)
    {
        lock (_seen)
        {
            var last = _seen.Count;
            if (!_seen.Add(sequence)) Copies++;
            else if (sequence != last + 1) OutOfOrder++;
        }
    }
}
