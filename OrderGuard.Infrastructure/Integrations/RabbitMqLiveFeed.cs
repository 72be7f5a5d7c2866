using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>The live feed across nodes: what one commits goes through a fan-out exchange to the watchers of all. Within the node it is told at once, with or without the broker.</summary>
/// <remarks>What was committed elsewhere while the broker was away is not told again; hub clients notice the gap in the sequence and ask for a snapshot.</remarks>
internal sealed partial class RabbitMqLiveFeed(LiveFeed local, RabbitMqConnection broker, ILogger<RabbitMqLiveFeed> logger) : BackgroundService, ILiveFeed
{
    private const int MostWaiting = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KnowChanges } } };
    private readonly Channel<LiveChange> _outgoing = Channel.CreateBounded<LiveChange>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
    private readonly string _node = Guid.CreateVersion7().ToString("N");

    public void Publish(LiveChange change)
    {
        local.Publish(change);
        _outgoing.Writer.TryWrite(change);
    }

    public IDisposable Subscribe(TenantId tenant, Func<LiveChange, Task> receive) => local.Subscribe(tenant, receive);

    public IDisposable Listen(Action<LiveChange> heard) => local.Listen(heard);

    /// <summary>Whether other nodes are heard now.</summary>
    public bool IsAcross { get; private set; }

    internal static byte[] Write(LiveChange change) => JsonSerializer.SerializeToUtf8Bytes(change, Json);

    internal static LiveChange? Read(ReadOnlySpan<byte> message) => JsonSerializer.Deserialize<LiveChange>(message, Json);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ConnectAsync(await broker.GetAsync(stoppingToken), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The feed within the node goes on; the others are heard again once the broker is back.
            catch (Exception e)
            {
                LogInterrupted(e.Message);
            }
#pragma warning restore CA1031
            IsAcross = false;
            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ConnectAsync(IConnection connection, CancellationToken ct)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(ct, broker.Lost);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        channel.ChannelShutdownAsync += (_, _) =>
        {
            _outgoing.Writer.TryWrite(Nothing);
            return Task.CompletedTask;
        };
        await channel.ExchangeDeclareAsync(broker.Names.Live, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: ct);
        // As much as a node can take in; the oldest goes first where it cannot.
        var queue = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, new Dictionary<string, object?> { ["x-max-length"] = MostWaiting }, cancellationToken: ct);
        await channel.QueueBindAsync(queue.QueueName, broker.Names.Live, "", cancellationToken: ct);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, x) =>
        {
            Hear(x);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, lost.Token);
        IsAcross = true;
        await foreach (var change in _outgoing.Reader.ReadAllAsync(lost.Token))
        {
            if (!channel.IsOpen) return;
            if (change != Nothing) await channel.BasicPublishAsync(broker.Names.Live, "", mandatory: false, new BasicProperties { AppId = _node }, Write(change), lost.Token);
        }
    }

    private void Hear(BasicDeliverEventArgs message)
    {
        if (message.BasicProperties.AppId == _node) return;
        try
        {
            if (Read(message.Body.Span) is { } change) local.Publish(change);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // A newer node tells of something that this one does not know.
            LogUnknown(e.Message);
        }
    }

    private static readonly LiveChange Nothing = new Woken();

    private sealed record Woken() : LiveChange(default(TenantId));

    /// <summary>Every kind of change is known by its name, so that a new one needs no list.</summary>
    private static void KnowChanges(JsonTypeInfo type)
    {
        if (type.Type != typeof(LiveChange)) return;
        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "kind" };
        foreach (var kind in typeof(LiveChange).Assembly.GetTypes().Where(x => x.IsSubclassOf(typeof(LiveChange)) && !x.IsAbstract)) type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(kind, kind.Name));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The live feed does not reach other nodes: {Reason}")]
    private partial void LogInterrupted(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A change of another node was not understood: {Reason}")]
    private partial void LogUnknown(string reason);
}
