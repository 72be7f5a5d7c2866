using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>The message broker, where one is configured: how it stands, and the way back into a queue.</summary>
public interface IBroker
{
    BrokerState State { get; }

    /// <summary>Puts a message into a queue of the tenant; true once the broker has it safely, false where it cannot be reached.</summary>
    Task<bool> SendAsync(TenantId tenant, string queue, string? messageId, ReadOnlyMemory<byte> body, CancellationToken ct);

    /// <summary>Publishes events once more; the numbers of those that nobody takes, or null where the broker cannot be reached.</summary>
    Task<IReadOnlyList<long>?> PublishAsync(TenantId tenant, IReadOnlyList<OutboxEvent> events, CancellationToken ct);

    /// <summary>The tenant's queues as the broker counts them; none while it cannot be reached.</summary>
    Task<IReadOnlyList<BrokerQueue>> QueuesAsync(TenantId tenant, CancellationToken ct);
}

/// <summary>How this node stands with the broker. <paramref name="Address"/> names no password.</summary>
public sealed record BrokerState(bool Configured, bool Connected, string? Address, DateTimeOffset? Since, string? Error, int Attempts)
{
    public static readonly BrokerState None = new(false, false, null, null, null, 0);
}

/// <summary>A queue of a company: the source that writes into it (none for the dead letters), what waits, who reads.</summary>
public sealed record BrokerQueue(string Name, string? Source, uint Waiting, uint Consumers);

/// <summary>Where no broker is configured.</summary>
public sealed class NoBroker : IBroker
{
    public BrokerState State => BrokerState.None;

    public Task<bool> SendAsync(TenantId tenant, string queue, string? messageId, ReadOnlyMemory<byte> body, CancellationToken ct) => Task.FromResult(false);

    public Task<IReadOnlyList<long>?> PublishAsync(TenantId tenant, IReadOnlyList<OutboxEvent> events, CancellationToken ct) => Task.FromResult<IReadOnlyList<long>?>(null);

    public Task<IReadOnlyList<BrokerQueue>> QueuesAsync(TenantId tenant, CancellationToken ct) => Task.FromResult<IReadOnlyList<BrokerQueue>>([]);
}
