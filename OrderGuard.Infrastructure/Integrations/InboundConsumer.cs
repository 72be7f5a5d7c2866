using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Whose queue a consumer reads.</summary>
internal sealed record InboundQueue(TenantId Tenant, string Code, string Source);

/// <summary>Reads one source's queue into the intake, in batches; a message is acknowledged only once what it says is committed.</summary>
internal sealed partial class InboundConsumer(InboundQueue queue, string name, SystemScopes scopes, IIntake intake, DeadLetterBox dead, StoreProbe store, TimeProvider clock, ILogger logger)
{
    private const int MostEvents = 1_000;
    private const int MostRefusals = 4;
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(10);

    /// <summary>Until the channel is lost or <paramref name="ct"/> says so.</summary>
    public async Task RunAsync(IConnection connection, BrokerTopology topology, ushort prefetch, CancellationToken ct)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        await topology.DeclareInboundAsync(channel, queue.Code, queue.Source, ct);
        await channel.BasicQosAsync(0, prefetch, false, ct);
        var deliveries = Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true });
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, x) =>
        {
            // The client takes the buffer back after this call.
            deliveries.Writer.TryWrite(new Delivery(x.DeliveryTag, x.BasicProperties.MessageId, x.Body.ToArray()));
            return Task.CompletedTask;
        };
        consumer.UnregisteredAsync += (_, _) => Task.FromResult(deliveries.Writer.TryComplete());
        consumer.ShutdownAsync += (_, _) => Task.FromResult(deliveries.Writer.TryComplete());
        await channel.BasicConsumeAsync(name, autoAck: false, consumer, ct);
        LogReading(name);

        var batch = new List<Delivery>();
        while (await deliveries.Reader.WaitToReadAsync(ct))
        {
            batch.Clear();
            while (batch.Count < prefetch && deliveries.Reader.TryRead(out var next)) batch.Add(next);
            await TakeAsync(channel, batch, ct);
        }
    }

    private async Task TakeAsync(IChannel channel, List<Delivery> batch, CancellationToken ct)
    {
        var shape = await PatientlyAsync(channel, () => ShapeAsync(ct), ct);
        var read = new List<Message>(batch.Count);
        using (var scope = scopes.Open(queue.Tenant))
        {
            var reader = new EventReader(queue.Tenant, scope.ServiceProvider.GetRequiredService<IPersonalDataHasher>(), clock.GetUtcNow(), shape);
            foreach (var delivery in batch)
            {
                var (events, invalid, malformed) = EventMessage.Read(delivery.Body, reader);
                read.Add(new Message(delivery, events, invalid, malformed));
            }
        }

        var from = 0;
        while (from < read.Count)
        {
            // As many messages as fit into one batch of the intake, at least one.
            var (to, events) = (from, 0);
            while (to < read.Count && (to == from || events + read[to].Events.Count <= MostEvents)) events += read[to++].Events.Count;
            await CommitAsync(channel, read[from..to], ct);
            from = to;
        }
    }

    /// <summary>Until the messages are committed, or the store has refused one by itself several times while it took everything else.</summary>
    private async Task CommitAsync(IChannel channel, List<Message> messages, CancellationToken ct)
    {
        var (began, refusals) = (clock.GetTimestamp(), 0);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await SubmitAsync(messages, ct);
                break;
            }
#pragma warning disable CA1031 // The messages are still the broker's until they are acknowledged.
            catch (Exception e) when (!ct.IsCancellationRequested && channel.IsOpen)
            {
                LogFailed(e, name, messages.Count, attempt);
                if (!await store.TakesAsync(queue.Tenant, ct)) HoldNoLongerThanAllowed(began, e);
                else if (messages.Count > 1)
                {
                    // One that the store refuses must not hold up the others.
                    foreach (var message in messages) await CommitAsync(channel, [message], ct);
                    return;
                }
                else if (++refusals == MostRefusals)
                {
                    messages[0].Refused = true;
                    break;
                }
                await Task.Delay(DelayAfter(attempt), ct);
            }
#pragma warning restore CA1031
        }
        await AcknowledgeAsync(channel, messages, ct);
    }

    private async Task SubmitAsync(List<Message> messages, CancellationToken ct)
    {
        var by = new Caller(new Actor(ActorKind.System, "rabbitmq", name, null)) { TenantId = queue.Tenant, Source = queue.Source };
        var reports = messages.SelectMany(x => x.Events).Select(x => new IncomingReport(by, queue.Source, x, Historical: false, ArmFrom: DateTimeOffset.MinValue)).ToList();
        if (reports.Count == 0) return;
        var results = await intake.SubmitAsync(reports, ct);
        var next = 0;
        foreach (var message in messages)
        {
            for (var i = 0; i < message.Events.Count; i++)
                if (results[next++] is { Outcome: EventOutcome.Invalid } refused && refused.Detail is { } why && !message.Invalid.Contains(why)) message.Invalid.Add(why);
        }
    }

    /// <summary>What could not be taken is first safe among the dead letters, then acknowledged here: all up to here are done, because one follows the other.</summary>
    private async Task AcknowledgeAsync(IChannel channel, List<Message> messages, CancellationToken ct)
    {
        foreach (var bad in messages.Where(x => x.Reason is not null))
        {
            await PatientlyAsync(channel, async () =>
            {
                await dead.SendAsync(queue, name, bad.Reason!, bad.Detail, bad.Delivery.MessageId, bad.Delivery.Body, ct);
                return true;
            }, ct);
        }
        await channel.BasicAckAsync(messages[^1].Delivery.Tag, multiple: true, ct);
    }

    private async Task<SourceShape> ShapeAsync(CancellationToken ct)
    {
        await using var scope = scopes.Open(queue.Tenant);
        var configuration = await scope.ServiceProvider.GetRequiredService<ConfigurationSnapshots>().GetAsync(scope.ServiceProvider.GetRequiredService<IOrderGuardDb>(), queue.Tenant, ct);
        return SourceShape.Of(configuration, queue.Source);
    }

    private async Task<T> PatientlyAsync<T>(IChannel channel, Func<Task<T>> work, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
#pragma warning disable CA1031 // The other side is away: wait for it, holding what the broker has handed out.
            catch (Exception e) when (!ct.IsCancellationRequested && channel.IsOpen)
            {
                LogFailed(e, name, 0, attempt);
                HoldNoLongerThanAllowed(began, e);
                await Task.Delay(DelayAfter(attempt), ct);
            }
#pragma warning restore CA1031
        }
    }

    private static TimeSpan DelayAfter(int attempt) => RabbitMqConnection.DelayAfter(Math.Min(attempt, 3), 0.5);

    /// <summary>A broker takes back what is held for half an hour, again and again, and counts each time: better to give it back once and come again when the store does.</summary>
    private void HoldNoLongerThanAllowed(long began, Exception e)
    {
        if (clock.GetElapsedTime(began) > LongestHold) throw new TimeoutException("The store has been away too long to hold messages back for it.", e);
    }

    private sealed record Delivery(ulong Tag, string? MessageId, byte[] Body);

    private sealed class Message(Delivery delivery, IReadOnlyList<IncomingEvent> events, IReadOnlyList<string> invalid, string? malformed)
    {
        public Delivery Delivery => delivery;
        public IReadOnlyList<IncomingEvent> Events => events;
        public List<string> Invalid { get; } = [.. invalid];

        /// <summary>The store took everything else, but never this.</summary>
        public bool Refused { get; set; }

        /// <summary>Why it goes to the dead letters; null: it does not.</summary>
        public string? Reason => malformed is not null ? DeadLetterReasons.Malformed : Refused ? DeadLetterReasons.DeliveryLimit : Invalid.Count > 0 ? DeadLetterReasons.Invalid : null;
        public string Detail => malformed ?? string.Join('\n', Invalid);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Reading events from the queue {Queue}")]
    private partial void LogReading(string queue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} messages of the queue {Queue} could not be taken in, attempt {Attempt}")]
    private partial void LogFailed(Exception exception, string queue, int count, int attempt);
}
