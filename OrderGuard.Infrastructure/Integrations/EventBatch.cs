using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Integrations;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Events on their way to the broker, as CloudEvents: persistent, and given back where no queue takes them.</summary>
internal static class EventBatch
{
    private static readonly TimeSpan ConfirmTime = TimeSpan.FromSeconds(20);

    /// <summary>A channel on which the broker's word is awaited, without a bound of the client's own: the batch is the bound.</summary>
    public static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null);

    /// <summary>Sends a batch and waits for the broker's word on each; how many from the first on are safe, and which of them nobody takes.</summary>
    /// <param name="lost">Says that the connection is gone.</param>
    public static async Task<(int Confirmed, List<long> Returned, Exception? Failure)> SendAsync(
        IChannel channel, string exchange, IReadOnlyList<OutboxEvent> events, CancellationToken lost, CancellationToken ct)
    {
        // A publish may wait for room on a connection that is dead already, and holds up the client's own leave-taking meanwhile.
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(lost, ct);
        gone.CancelAfter(ConfirmTime);
        var sent = new List<Task>(events.Count);
        foreach (var told in events)
        {
            var message = CloudEvent.Of(told);
            var properties = new BasicProperties { Persistent = true, MessageId = message.Id, Type = told.Type, ContentType = CloudEvent.MediaType, Timestamp = new AmqpTimestamp(told.RecordedAt.ToUnixTimeSeconds()) };
            sent.Add(channel.BasicPublishAsync(exchange, told.Type, mandatory: true, properties, message.ToBytes(), gone.Token).AsTask());
        }
        var (confirmed, returned) = (0, new List<long>());
        foreach (var (told, one) in events.Zip(sent))
        {
            try
            {
                await one;
            }
            catch (PublishException e) when (e.IsReturn)
            {
                returned.Add(told.Sequence);
            }
#pragma warning disable CA1031 // What came before it is safe and is noted as such.
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                return (confirmed, returned, e);
            }
#pragma warning restore CA1031
            confirmed++;
        }
        return (confirmed, returned, null);
    }
}
