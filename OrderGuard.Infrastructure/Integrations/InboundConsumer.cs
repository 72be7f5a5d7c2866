using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
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
using OrderGuard.Infrastructure.Common;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Whose queue a consumer reads.</summary>
internal sealed record InboundQueue(TenantId Tenant, string Code, string Source);

/// <summary>Reads one source's queue into the intake, in batches; a message is acknowledged only once what it says is committed.</summary>
internal sealed partial class InboundConsumer(InboundQueue queue, string name, SystemScopes scopes, IIntake intake, DeadLetterBox dead, TimeProvider clock, ILogger logger)
{
    private const int MostEvents = 1_000;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(15);

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

    private async Task CommitAsync(IChannel channel, List<Message> messages, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await SubmitAsync(messages, ct);
                await AcknowledgeAsync(channel, messages, multiple: true, ct);
                return;
            }
#pragma warning disable CA1031 // The messages are still the broker's until they are acknowledged.
            catch (Exception e) when (e is not OperationCanceledException && channel.IsOpen)
            {
                LogFailed(e, name, messages.Count, attempt);
                if (await StoreAnswersAsync(ct) && messages.Count > 1)
                {
                    foreach (var message in messages) await CommitAloneAsync(channel, message, ct);
                    return;
                }
                if (attempt > 2 && await StoreAnswersAsync(ct))
                {
                    await GiveBackAsync(channel, messages[0], ct);
                    return;
                }
                await Task.Delay(RabbitMqConnection.DelayAfter(Math.Min(attempt, 6), 0.5) is var wait && wait < LongestDelay ? wait : LongestDelay, ct);
            }
#pragma warning restore CA1031
        }
    }

    /// <summary>One that the store refuses must not hold up the others: it goes back and, having come often enough, to the dead letters.</summary>
    private async Task CommitAloneAsync(IChannel channel, Message message, CancellationToken ct)
    {
        try
        {
            await SubmitAsync([message], ct);
            await AcknowledgeAsync(channel, [message], multiple: false, ct);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e) when (e is not OperationCanceledException && channel.IsOpen)
        {
            LogFailed(e, name, 1, 1);
            await GiveBackAsync(channel, message, ct);
        }
#pragma warning restore CA1031
    }

    private static Task GiveBackAsync(IChannel channel, Message message, CancellationToken ct) => channel.BasicNackAsync(message.Delivery.Tag, multiple: false, requeue: true, ct).AsTask();

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

    /// <summary>What could not be taken is first safe among the dead letters, then acknowledged here.</summary>
    private async Task AcknowledgeAsync(IChannel channel, List<Message> messages, bool multiple, CancellationToken ct)
    {
        foreach (var bad in messages.Where(x => x.Malformed is not null || x.Invalid.Count > 0))
            await dead.SendAsync(queue, name, bad.Malformed is null ? DeadLetterReasons.Invalid : DeadLetterReasons.Malformed, bad.Malformed ?? string.Join('\n', bad.Invalid), bad.Delivery.MessageId, bad.Delivery.Body, ct);
        if (multiple) await channel.BasicAckAsync(messages[^1].Delivery.Tag, multiple: true, ct);
        else foreach (var message in messages) await channel.BasicAckAsync(message.Delivery.Tag, multiple: false, ct);
    }

    private async Task<SourceShape> ShapeAsync(CancellationToken ct)
    {
        await using var scope = scopes.Open(queue.Tenant);
        var configuration = await scope.ServiceProvider.GetRequiredService<ConfigurationSnapshots>().GetAsync(scope.ServiceProvider.GetRequiredService<IOrderGuardDb>(), queue.Tenant, ct);
        return SourceShape.Of(configuration, queue.Source);
    }

    private async Task<T> PatientlyAsync<T>(IChannel channel, Func<Task<T>> work, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
#pragma warning disable CA1031 // The store is away: wait for it, holding what the broker has handed out.
            catch (Exception e) when (e is not OperationCanceledException && channel.IsOpen)
            {
                LogFailed(e, name, 0, attempt);
                await Task.Delay(RabbitMqConnection.DelayAfter(Math.Min(attempt, 5), 0.5), ct);
            }
#pragma warning restore CA1031
        }
    }

    private async Task<bool> StoreAnswersAsync(CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.Open(tenant: null);
            await scope.ServiceProvider.GetRequiredService<OrderGuardDb>().Tenants.AnyAsync(ct);
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, the answer is that it does not answer.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return false;
        }
#pragma warning restore CA1031
    }

    private sealed record Delivery(ulong Tag, string? MessageId, byte[] Body);

    private sealed class Message(Delivery delivery, IReadOnlyList<IncomingEvent> events, IReadOnlyList<string> invalid, string? malformed)
    {
        public Delivery Delivery => delivery;
        public IReadOnlyList<IncomingEvent> Events => events;
        public List<string> Invalid { get; } = [.. invalid];
        public string? Malformed => malformed;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Reading events from the queue {Queue}")]
    private partial void LogReading(string queue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} messages of the queue {Queue} could not be taken in, attempt {Attempt}")]
    private partial void LogFailed(Exception exception, string queue, int count, int attempt);
}
