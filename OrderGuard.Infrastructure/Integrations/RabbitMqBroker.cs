using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;
using RabbitMQ.Client.Exceptions;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>The broker as the use cases see it.</summary>
internal sealed class RabbitMqBroker(RabbitMqConnection broker, DeadLetterBox box, BrokerTelling telling, SystemScopes scopes, ConfigurationSnapshots configurations) : IBroker
{
    private readonly ConcurrentDictionary<TenantId, string> _codes = new();

    public BrokerState State => broker.State;

    public async Task<bool> SendAsync(TenantId tenant, string queue, string? messageId, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (broker.Current is null || !queue.StartsWith(broker.Names.InboundPrefix(await CodeAsync(tenant, ct)), StringComparison.Ordinal)) return false;
        try
        {
            await box.PutBackAsync(queue, messageId, body, ct);
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested
            && e is AlreadyClosedException or OperationInterruptedException or PublishException or OperationCanceledException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    public async Task<IReadOnlyList<long>?> PublishAsync(TenantId tenant, IReadOnlyList<OutboxEvent> events, CancellationToken ct)
    {
        if (broker.Current is not { } connection) return null;
        try
        {
            await using var channel = await connection.CreateChannelAsync(EventBatch.Confirmed, ct);
            var (_, returned, failure) = await EventBatch.SendAsync(channel, broker.Names.Events(await CodeAsync(tenant, ct)), events, broker.Lost, ct);
            return failure is null ? returned : null;
        }
        catch (Exception e) when (e is AlreadyClosedException or OperationInterruptedException or IOException)
        {
            return null;
        }
    }

    public async Task<BrokerAnswer> TellAsync(TenantId tenant, BrokerMessage message, TimeSpan timeOut, CancellationToken ct) => broker.Current is null
        ? new BrokerAnswer(BrokerWord.Away, "The message broker cannot be reached.")
        : await telling.TellAsync(broker.Names.Out(await CodeAsync(tenant, ct), message.Exchange), message, timeOut, ct);

    public async Task<string?> ExchangeAsync(TenantId tenant, string? exchange, CancellationToken ct) => broker.Names.Out(await CodeAsync(tenant, ct), exchange);

    public async Task<IReadOnlyList<BrokerQueue>> QueuesAsync(TenantId tenant, CancellationToken ct)
    {
        if (broker.Current is not { } connection) return [];
        var code = await CodeAsync(tenant, ct);
        await using var scope = scopes.Open(tenant);
        var configuration = await configurations.GetAsync(scope.ServiceProvider.GetRequiredService<IOrderGuardDb>(), tenant, ct);
        var queues = new List<BrokerQueue>();
        foreach (var (name, source) in configuration.Document.Sources.Select(x => (broker.Names.Inbound(code, x.Code), (string?)x.Code)).Append((broker.Names.Dead(code), null)))
        {
            try
            {
                // A channel each: asking for a queue that is not there closes it.
                await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
                var counted = await channel.QueueDeclarePassiveAsync(name, ct);
                queues.Add(new BrokerQueue(name, source, counted.MessageCount, counted.ConsumerCount));
            }
            catch (Exception e) when (e is AlreadyClosedException or OperationInterruptedException or IOException)
            {
                // Not declared yet, or the connection has gone meanwhile.
            }
        }
        return queues;
    }

    /// <summary>The company's code, which never changes.</summary>
    private async Task<string> CodeAsync(TenantId tenant, CancellationToken ct)
    {
        if (_codes.TryGetValue(tenant, out var known)) return known;
        await using var scope = scopes.Open(tenant);
        return _codes[tenant] = await scope.ServiceProvider.GetRequiredService<OrderGuardDb>().Tenants.Where(x => x.Id == tenant).Select(x => x.Code).SingleAsync(ct);
    }
}

/// <summary>Whether the broker is there. Without it events wait, which stops nothing: so the node is degraded, not unfit.</summary>
internal sealed class BrokerHealth(RabbitMqConnection broker) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(broker.State.Connected ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("The message broker cannot be reached; events wait until it can."));
}
