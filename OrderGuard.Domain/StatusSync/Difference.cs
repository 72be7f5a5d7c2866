using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Domain.StatusSync;

/// <summary>A source that by its last word is elsewhere than the order: since when, and the mismatch that it has become.</summary>
/// <param name="Since">When it began, or when the source last said something, whichever came later.</param>
public sealed record Difference(string Source, DateTimeOffset Since)
{
    /// <summary>When the sides first differed: what the source's delay is measured from.</summary>
    public DateTimeOffset Began { get; init; } = Since;

    /// <summary>Null while it is within the source's usual delay.</summary>
    public Guid? Mismatch { get; init; }
}

/// <summary>Whether what a source said last and what the order book says are the same thing.</summary>
public static class Sides
{
    /// <param name="says">The statuses that the source has words for; it is not expected to say another.</param>
    public static bool Agree(SourceStatus said, int status, IReadOnlySet<int> says)
    {
        if (said.Status is not { } own) return false;
        if (own == status) return true;
        if (says.Contains(status)) return false;
        // Who has no word for how the order ended cannot say it.
        if (status is StandardStatuses.Cancelled or StandardStatuses.Refunded) return true;
        return own < status && !says.Any(x => x > own && x < status);
    }
}
