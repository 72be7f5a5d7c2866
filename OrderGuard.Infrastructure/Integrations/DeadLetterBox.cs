using OrderGuard.Domain.Common;
using RabbitMQ.Client;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Puts messages where the broker must confirm that it has them: aside with a reason, or back into a queue.</summary>
internal sealed class DeadLetterBox(RabbitMqConnection broker) : IAsyncDisposable
{
    public const string ReasonHeader = "x-orderguard-reason";
    public const string DetailHeader = "x-orderguard-detail";
    public const string QueueHeader = "x-orderguard-queue";
    private const int MostDetail = 1_000;
    private static readonly TimeSpan ConfirmTime = TimeSpan.FromSeconds(20);
    private readonly SemaphoreSlim _one = new(1, 1);
    private IChannel? _channel;

    public Task SendAsync(InboundQueue queue, string name, string reason, string detail, string? messageId, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var properties = new BasicProperties
        {
            Persistent = true,
            Headers = new Dictionary<string, object?> { [ReasonHeader] = reason, [DetailHeader] = detail.Cut(MostDetail), [QueueHeader] = name },
        };
        if (messageId is not null) properties.MessageId = messageId;
        return PublishAsync(broker.Names.DeadExchange, queue.Code, properties, body, ct);
    }

    public Task PutBackAsync(string queue, string? messageId, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var properties = new BasicProperties { Persistent = true };
        if (messageId is not null) properties.MessageId = messageId;
        return PublishAsync("", queue, properties, body, ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null) await _channel.DisposeAsync();
        _one.Dispose();
    }

    private async Task PublishAsync(string exchange, string key, BasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_channel is not { IsOpen: true })
            {
                if (_channel is not null) await _channel.DisposeAsync();
                _channel = null;
                var connection = broker.Current ?? throw new InvalidOperationException("The message broker cannot be reached.");
                _channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
            }
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(broker.Lost, ct);
            gone.CancelAfter(ConfirmTime);
            await _channel.BasicPublishAsync(exchange, key, mandatory: true, properties, body, gone.Token);
        }
        finally
        {
            _one.Release();
        }
    }
}
