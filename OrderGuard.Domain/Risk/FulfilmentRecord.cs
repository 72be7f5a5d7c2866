using OrderGuard.Domain.Orders;

namespace OrderGuard.Domain.Risk;

/// <summary>An order as the fulfilment score looks at it: what was known when it was placed, and when it went through its stages.</summary>
public sealed record FulfilmentRecord
{
    /// <summary>Confirming that takes longer than this is late.</summary>
    public static readonly TimeSpan ConfirmWithin = TimeSpan.FromHours(24);

    /// <summary>What happens to an order later than this after it was placed no longer enters the background of others.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(62);

    public required OrderId Order { get; init; }
    public required DateTimeOffset PlacedAt { get; init; }
    public string Source { get; init; } = "";
    public string? Category { get; init; }
    public string? Warehouse { get; init; }
    public string? Carrier { get; init; }
    public string? Province { get; init; }
    public string? PaymentMethod { get; init; }
    public string? CustomerId { get; init; }
    public decimal? Amount { get; init; }
    public DateTimeOffset? PromisedAt { get; init; }
    public DateTimeOffset? ConfirmedAt { get; init; }
    public DateTimeOffset? ShippedAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }
    public DateTimeOffset? CancelledAt { get; init; }
    public IReadOnlyList<OrderLine> Lines { get; init; } = [];

    /// <summary>Where the order goes, from where; null unless the province is known.</summary>
    public string? Route => Province is null ? null : $"{Warehouse} → {Province}";

    /// <summary>When the order left the warehouse's hands, whichever way.</summary>
    public DateTimeOffset? LeftAt => ShippedAt ?? DeliveredAt ?? CancelledAt;

    /// <summary>Whether the promise was kept, and since when that is known; null where nothing was promised or the order was cancelled before.</summary>
    public (DateTimeOffset KnownAt, bool Late)? Outcome =>
        PromisedAt is not { } promised ? null
        : DeliveredAt <= promised ? (DeliveredAt.Value, false)
        : CancelledAt <= promised ? null
        : (promised, true);

    /// <summary>Whether confirming was late or the order cancelled by <paramref name="at"/>; null while it is too early to say.</summary>
    public bool? TroubledBy(DateTimeOffset at)
    {
        if (CancelledAt < at) return true;
        if (PlacedAt + ConfirmWithin >= at) return ConfirmedAt < at ? false : null;
        return ConfirmedAt is not { } confirmed || confirmed > PlacedAt + ConfirmWithin;
    }

    /// <summary>The record as of the order's own moment: nothing that came after.</summary>
    public FulfilmentRecord AsPlaced() => this with { ConfirmedAt = null, ShippedAt = null, DeliveredAt = null, CancelledAt = null };
}
