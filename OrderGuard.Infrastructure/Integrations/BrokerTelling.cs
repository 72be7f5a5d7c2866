using OrderGuard.Application.Integrations;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Single messages to exchanges: persistent, mandatory, each until the broker's word on it. Many may be on their way at once.</summary>
internal sealed class BrokerTelling(RabbitMqConnection broker) : IAsyncDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly HashSet<string> _declared = [];
    private IChannel? _channel;

    public async Task<BrokerAnswer> TellAsync(string exchange, BrokerMessage message, TimeSpan timeOut, CancellationToken ct)
    {
        var lost = broker.Lost;
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(lost, ct);
        gone.CancelAfter(timeOut);
        try
        {
            await await BeginAsync(exchange, message, gone.Token);
            return new BrokerAnswer(BrokerWord.Taken, "Confirmed by the broker.");
        }
        catch (PublishException e)
        {
            return e.IsReturn
                ? new BrokerAnswer(BrokerWord.Returned, $"No queue is bound to {exchange} for the routing key {message.RoutingKey}.")
                : new BrokerAnswer(BrokerWord.Refused, "The broker did not take it: a queue is full.");
        }
        catch (OperationInterruptedException e) when (e is not AlreadyClosedException && e.ShutdownReason is { ReplyCode: Constants.AccessRefused or Constants.NotFound or Constants.PreconditionFailed } reason)
        {
            return new BrokerAnswer(BrokerWord.Misfit, reason.ReplyText);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new BrokerAnswer(BrokerWord.Unanswered, lost.IsCancellationRequested ? "The connection was lost before the broker confirmed." : "The time ran out before the broker confirmed.");
        }
        catch (Exception e) when (e is AlreadyClosedException or OperationInterruptedException or IOException or InvalidOperationException)
        {
            return new BrokerAnswer(BrokerWord.Away, e.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null) await _channel.DisposeAsync();
        _one.Dispose();
    }

    /// <summary>Sends it in its turn; what comes back ends with the broker's word, for which the next need not wait.</summary>
    private async Task<Task> BeginAsync(string exchange, BrokerMessage message, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var channel = await OpenAsync(ct);
            if (!_declared.Contains(exchange))
            {
                await BrokerTopology.DeclareTopicAsync(channel, exchange, ct);
                _declared.Add(exchange);
            }
            var properties = new BasicProperties
            {
                Persistent = true, MessageId = message.Id, ContentType = message.ContentType, AppId = "orderguard", Timestamp = new AmqpTimestamp(message.At.ToUnixTimeSeconds()),
                Headers = message.Headers.ToDictionary(x => x.Key, x => (object?)x.Value),
            };
            return channel.BasicPublishAsync(exchange, message.RoutingKey, mandatory: true, properties, message.Body, ct).AsTask();
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<IChannel> OpenAsync(CancellationToken ct)
    {
        if (_channel is { IsOpen: true }) return _channel;
        if (_channel is not null) await _channel.DisposeAsync();
        _channel = null;
        _declared.Clear();
        var connection = broker.Current ?? throw new InvalidOperationException("The message broker cannot be reached.");
        return _channel = await connection.CreateChannelAsync(EventBatch.Confirmed, ct);
    }
}
