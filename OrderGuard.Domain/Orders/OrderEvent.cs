using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Orders;

/// <summary>One source's report that an order has a status since a time, kept as it came with what came of it.</summary>
public sealed class OrderEvent : ITenantOwned
{
    public const int EventIdMaxLength = 200;
    public const int DetailMaxLength = 400;

    private OrderEvent() { } // EF Core

    public Guid Id { get; private set; }
    public TenantId TenantId { get; private set; }

    /// <summary>Null while nobody who may has reported the order itself.</summary>
    public OrderId? OrderId { get; private set; }
    public string OrderNo { get; private set; } = "";
    public string Source { get; private set; } = "";

    /// <summary>The source's own id of the event: unique per source, for ever.</summary>
    public string EventId { get; private set; } = "";
    public string Word { get; private set; } = "";

    /// <summary>The standard status that the word means; null while no mapping says.</summary>
    public int? Status { get; private set; }

    /// <summary>The status that the order left, where the event moved it.</summary>
    public int? MovedFrom { get; private set; }
    public EventOutcome Outcome { get; private set; }
    public string? Detail { get; private set; }

    /// <summary>When it happened: the stated time, calibrated.</summary>
    public DateTimeOffset OccurredAt { get; private set; }

    /// <summary>When it happened, as the source stated it.</summary>
    public DateTimeOffset StatedAt { get; private set; }
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>Imported as history: it raised nothing and sent nothing.</summary>
    public bool Historical { get; private set; }

    /// <summary>What the report told of the order, so that a kept event can be applied later.</summary>
    public OrderFacts? Facts { get; private set; }
    public int ConfigurationVersion { get; private set; }

    /// <summary>What the source sent, as JSON, where its word is found in it or depends on it.</summary>
    public string? Payload { get; private set; }

    /// <summary>When a person put an illegal or unmapped event aside.</summary>
    public DateTimeOffset? DismissedAt { get; private set; }

    /// <summary>Whether it waits for a person: illegal, or without a mapping, and not put aside.</summary>
    public bool IsWaiting { get; private set; }
    public string? DismissedBy { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static OrderEvent Record(
        TenantId tenant, OrderId? order, string orderNo, string eventId, StatusReport report, OrderMove move,
        DateTimeOffset statedAt, DateTimeOffset receivedAt, bool historical, int configurationVersion, string? payload = null) => new()
        {
            Id = Guid.CreateVersion7(), TenantId = tenant, OrderId = order, OrderNo = orderNo, Source = report.Source, EventId = eventId, Word = report.Word,
            Status = report.Status, MovedFrom = move.From, Outcome = move.Outcome, Detail = move.Detail, OccurredAt = report.OccurredAt, StatedAt = statedAt,
            ReceivedAt = receivedAt, Historical = historical, ConfigurationVersion = configurationVersion, Payload = payload,
            Facts = move.Outcome is EventOutcome.Applied && move.Moved ? null : report.Facts, IsWaiting = Waits(move.Outcome),
        };

    /// <summary>A kept event has been applied after all, under a later configuration.</summary>
    public void Reapplied(OrderId? order, string word, int? status, OrderMove move, int configurationVersion)
    {
        Word = word;
        OrderId = order;
        Status = status;
        MovedFrom = move.From;
        Outcome = move.Outcome;
        Detail = move.Detail;
        IsWaiting = Waits(move.Outcome) && DismissedAt is null;
        ConfigurationVersion = configurationVersion;
    }

    /// <summary>The source's clock has come to be known better; whether that changes anything.</summary>
    public bool Recalibrate(DateTimeOffset occurredAt)
    {
        if (occurredAt == OccurredAt) return false;
        OccurredAt = occurredAt;
        return true;
    }

    /// <summary>The order that the event speaks of has come to be known.</summary>
    public void Adopt(OrderId order) => OrderId = order;

    private static bool Waits(EventOutcome outcome) => outcome is EventOutcome.Illegal or EventOutcome.Unmapped;
}
