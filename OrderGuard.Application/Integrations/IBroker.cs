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

    /// <summary>Puts a message into an exchange of the tenant's and waits as long for the broker's word that it is safe. Fails with an answer, never with an exception.</summary>
    Task<BrokerAnswer> TellAsync(TenantId tenant, BrokerMessage message, TimeSpan timeOut, CancellationToken ct);

    /// <summary>The full name of an exchange of the tenant's; null where no broker is configured.</summary>
    Task<string?> ExchangeAsync(TenantId tenant, string? exchange, CancellationToken ct);

    /// <summary>The tenant's queues as the broker counts them; none while it cannot be reached.</summary>
    Task<IReadOnlyList<BrokerQueue>> QueuesAsync(TenantId tenant, CancellationToken ct);
}

/// <summary>How this node stands with the broker. <paramref name="Address"/> names no password.</summary>
public sealed record BrokerState(bool Configured, bool Connected, string? Address, DateTimeOffset? Since, string? Error, int Attempts)
{
    public static readonly BrokerState None = new(false, false, null, null, null, 0);
}

/// <summary>A message for somebody outside.</summary>
/// <param name="Exchange">The exchange's own name, behind the company's; null: the company's one for all.</param>
/// <param name="Id">What the reader tells a repeat by.</param>
public sealed record BrokerMessage(string? Exchange, string RoutingKey, string Id, string ContentType, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, DateTimeOffset At);

/// <summary>What became of a message.</summary>
public enum BrokerWord
{
    /// <summary>The broker has it safely in at least one queue.</summary>
    Taken,
    NotConfigured,

    /// <summary>The broker cannot be reached.</summary>
    Away,

    /// <summary>No queue takes what is routed like it.</summary>
    Returned,

    /// <summary>The broker would not have it now: a queue is full.</summary>
    Refused,

    /// <summary>The broker forbids it, or what stands there is no such exchange.</summary>
    Misfit,

    /// <summary>It may have arrived or not: the broker's word did not.</summary>
    Unanswered,
}

/// <summary>What became of a message, and what the broker said.</summary>
public sealed record BrokerAnswer(BrokerWord Word, string Said);

/// <summary>A queue of a company: the source that writes into it (none for the dead letters), what waits, who reads.</summary>
public sealed record BrokerQueue(string Name, string? Source, uint Waiting, uint Consumers);

/// <summary>Where no broker is configured.</summary>
public sealed class NoBroker : IBroker
{
    public BrokerState State => BrokerState.None;

    public Task<bool> SendAsync(TenantId tenant, string queue, string? messageId, ReadOnlyMemory<byte> body, CancellationToken ct) => Task.FromResult(false);

    public Task<IReadOnlyList<long>?> PublishAsync(TenantId tenant, IReadOnlyList<OutboxEvent> events, CancellationToken ct) => Task.FromResult<IReadOnlyList<long>?>(null);

    public Task<BrokerAnswer> TellAsync(TenantId tenant, BrokerMessage message, TimeSpan timeOut, CancellationToken ct) =>
        Task.FromResult(new BrokerAnswer(BrokerWord.NotConfigured, "No message broker is configured (RabbitMq:Uri)."));

    public Task<string?> ExchangeAsync(TenantId tenant, string? exchange, CancellationToken ct) => Task.FromResult<string?>(null);

    public Task<IReadOnlyList<BrokerQueue>> QueuesAsync(TenantId tenant, CancellationToken ct) => Task.FromResult<IReadOnlyList<BrokerQueue>>([]);
}
