using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Declares the exchanges and queues that a company needs; what stands already is left as it is.</summary>
internal sealed class BrokerTopology(RabbitMqConnection broker, IOptions<RabbitMqOptions> options)
{
    private const int Unlimited = 1_000_000;

    private BrokerNames Names => broker.Names;

    public Task DeclareEventsAsync(IChannel channel, string tenant, CancellationToken ct) => DeclareTopicAsync(channel, Names.Events(tenant), ct);

    public static Task DeclareTopicAsync(IChannel channel, string exchange, CancellationToken ct) =>
        channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: ct);

    public async Task DeclareDeadAsync(IChannel channel, string tenant, CancellationToken ct)
    {
        await channel.ExchangeDeclareAsync(Names.DeadExchange, ExchangeType.Direct, durable: true, autoDelete: false, cancellationToken: ct);
        // Some brokers drop what was given back too often, if nothing else is said; from here there is nowhere to go but the list.
        var arguments = Arguments();
        arguments["x-delivery-limit"] = Unlimited;
        await channel.QueueDeclareAsync(Names.Dead(tenant), durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: ct);
        await channel.QueueBindAsync(Names.Dead(tenant), Names.DeadExchange, tenant, cancellationToken: ct);
    }

    public async Task DeclareInboundAsync(IChannel channel, string tenant, string source, CancellationToken ct)
    {
        await DeclareDeadAsync(channel, tenant, ct);
        // One node reads at a time, so that a source's events stay in order; another takes over when it goes.
        // At-least-once dead letters need a queue that would rather refuse than drop.
        var arguments = Arguments();
        arguments["x-single-active-consumer"] = true;
        arguments["x-delivery-limit"] = options.Value.DeliveryLimit;
        arguments["x-dead-letter-exchange"] = Names.DeadExchange;
        arguments["x-dead-letter-routing-key"] = tenant;
        arguments["x-dead-letter-strategy"] = "at-least-once";
        arguments["x-overflow"] = "reject-publish";
        await channel.QueueDeclareAsync(Names.Inbound(tenant, source), durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: ct);
    }

    private static Dictionary<string, object?> Arguments() => new() { ["x-queue-type"] = "quorum" };
}
