using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Integrations;

/// <summary>What happened, for whoever outside wants to know: written in the transaction of its effect, told to others after it.</summary>
/// <remarks>The tenant's numbers have no holes and stand in the order of the commits, so that a reader who goes by them misses nothing.</remarks>
public sealed class OutboxEvent : ITenantOwned
{
    public const int TypeMaxLength = 60;
    public const int SubjectMaxLength = 200;
    public const int ReturnMaxLength = 200;

    private OutboxEvent() { } // EF Core

    public TenantId TenantId { get; private set; }

    /// <summary>The tenant's running number, from 1.</summary>
    public long Sequence { get; private set; }

    /// <summary>What kind of thing happened: one of <see cref="OutboxTypes"/>.</summary>
    public string Type { get; private set; } = "";

    /// <summary>What it happened to: the order's number, the alert's id.</summary>
    public string Subject { get; private set; } = "";
    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>The particulars as JSON, without personal data.</summary>
    public string Data { get; private set; } = "";

    /// <summary>When the broker gave it back because no queue takes its type.</summary>
    public DateTimeOffset? ReturnedAt { get; private set; }
    public string? ReturnReason { get; private set; }

    public static OutboxEvent Record(TenantId tenant, long sequence, DomainEvent told, DateTimeOffset now) => new()
    {
        TenantId = tenant, Sequence = sequence, Type = told.Type, Subject = told.Subject, RecordedAt = now, Data = told.Data,
    };
}

/// <summary>Something worth telling outside, before it has its number. <paramref name="Data"/> is JSON without personal data.</summary>
public sealed record DomainEvent(string Type, string Subject, string Data);

/// <summary>The kinds of events that are told outside; a promise: a kind may be added, none may change its meaning.</summary>
public static class OutboxTypes
{
    public const string OrderCreated = "order.created";
    public const string OrderStatusChanged = "order.status-changed";
    public const string OrderHeld = "order.held";
    public const string OrderReleased = "order.released";
    public const string AlertRaised = "alert.raised";
    public const string AlertChanged = "alert.changed";
    public const string AlertResolved = "alert.resolved";
    public const string ConfigurationPublished = "configuration.published";

    public static IReadOnlyList<string> All { get; } =
        [OrderCreated, OrderStatusChanged, OrderHeld, OrderReleased, AlertRaised, AlertChanged, AlertResolved, ConfigurationPublished];
}
