using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.StatusSync;

public readonly record struct MismatchId(Guid Value) : IIdentifier<MismatchId>
{
    public static MismatchId New() => new(Guid.CreateVersion7());

    public static MismatchId From(Guid value) => new(value);
}

/// <summary>Why two sides most likely differ.</summary>
public enum MismatchCause
{
    /// <summary>The side that lags has not been heard of since: it is down, or slow today.</summary>
    Late,

    /// <summary>The side that lags has spoken of other orders since, but not of this.</summary>
    LostEvent,

    /// <summary>The source's last word has no mapping.</summary>
    UnmappedWord,

    /// <summary>The source named a status that the transitions or its role forbid.</summary>
    IllegalMove,

    /// <summary>The source's clock, or the order of its times, is wrong.</summary>
    Clock,
}

/// <summary>Who noticed.</summary>
public enum MismatchFinder
{
    Traffic,
    Reconciliation,
}

/// <summary>How it ended.</summary>
public enum MismatchEnd
{
    /// <summary>The sides say the same again.</summary>
    Agreed,

    /// <summary>A person took the source's word as the truth.</summary>
    Accepted,

    /// <summary>A person kept the order book's word.</summary>
    Kept,
}

/// <summary>A difference between a source and the order book that has lasted: both sides as they stood, and how it ended.</summary>
public sealed class Mismatch : ITenantOwned
{
    private Mismatch() { } // EF Core

    public MismatchId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public OrderId? OrderId { get; private set; }
    public string OrderNo { get; private set; } = "";
    public string Source { get; private set; } = "";
    public MismatchCause Cause { get; private set; }
    public MismatchFinder FoundBy { get; private set; }

    /// <summary>What the source said; null: nothing, or a word without a mapping.</summary>
    public int? SourceStatus { get; private set; }
    public string? SourceWord { get; private set; }
    public DateTimeOffset? SourceAt { get; private set; }

    /// <summary>What the order book said; null: it has no such order.</summary>
    public int? OrderStatus { get; private set; }
    public DateTimeOffset? OrderSince { get; private set; }
    public DateTimeOffset Since { get; private set; }
    public DateTimeOffset FoundAt { get; private set; }
    public AlertId? AlertId { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public MismatchEnd? End { get; private set; }
    public string? ClosedBy { get; private set; }
    public string? Note { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static Mismatch Find(Order order, SourceStatus said, MismatchCause cause, DateTimeOffset since, MismatchFinder by, DateTimeOffset now) => new()
    {
        Id = MismatchId.New(), TenantId = order.TenantId, OrderId = order.Id, OrderNo = order.OrderNo, Source = said.Source, Cause = cause, FoundBy = by,
        SourceStatus = said.Status, SourceWord = said.Word, SourceAt = said.OccurredAt, OrderStatus = order.Status, OrderSince = order.StatusSince, Since = since, FoundAt = now,
    };

    /// <summary>The source knows an order that the order book does not.</summary>
    public static Mismatch FindUnknown(TenantId tenant, string orderNo, SourceStatus said, MismatchCause cause, DateTimeOffset now) => new()
    {
        Id = MismatchId.New(), TenantId = tenant, OrderNo = orderNo, Source = said.Source, Cause = cause, FoundBy = MismatchFinder.Reconciliation,
        SourceStatus = said.Status, SourceWord = said.Word, SourceAt = said.OccurredAt, Since = said.OccurredAt, FoundAt = now,
    };

    public void TellBy(AlertId alert) => AlertId = alert;

    /// <summary>The source has spoken again and the sides still differ; whether that says anything new.</summary>
    public bool Explain(Order order, SourceStatus said, MismatchCause cause)
    {
        if ((Cause, SourceStatus, SourceWord, SourceAt) == (cause, said.Status, said.Word, (DateTimeOffset?)said.OccurredAt)) return false;
        (Cause, SourceStatus, SourceWord, SourceAt, OrderStatus, OrderSince) = (cause, said.Status, said.Word, said.OccurredAt, order.Status, order.StatusSince);
        return true;
    }

    public Refusal? Close(MismatchEnd end, string by, string? note, DateTimeOffset now)
    {
        if (ClosedAt is not null) return MismatchRefusals.Closed;
        (ClosedAt, End, ClosedBy, Note) = (now, end, by, note.Cut(Order.ReasonMaxLength));
        return null;
    }

    /// <summary>A person took the end back.</summary>
    public Refusal? Reopen()
    {
        if (ClosedAt is null) return MismatchRefusals.NotClosed;
        if (End is MismatchEnd.Agreed) return MismatchRefusals.AgreedSince;
        (ClosedAt, End, ClosedBy, Note) = (null, null, null, null);
        return null;
    }
}

public static class MismatchRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("mismatch");

    public static readonly Refusal Closed = new(RefusalKind.Conflict, "mismatch-closed", "This mismatch is settled already.");

    public static readonly Refusal NotClosed = new(RefusalKind.Conflict, "mismatch-open", "This mismatch is open.");

    public static readonly Refusal AgreedSince = new(RefusalKind.Conflict, "mismatch-agreed", "The sides agree meanwhile.");

    public static readonly Refusal NoStatus = new(RefusalKind.Conflict, "mismatch-no-status", "The source's word has no mapping. Map it first; then it is applied by itself.");

    public static readonly Refusal NoOrder = new(RefusalKind.Conflict, "mismatch-no-order", "The order book has no such order: the source has to report it.");

    public static readonly Refusal SaidSomethingElse = new(RefusalKind.Conflict, "mismatch-moved-on", "A side has said something else meanwhile. Look again.");

    public static readonly Refusal NoQuery = new(RefusalKind.Conflict, "no-source-query", "No query address is configured for this source.");
}
