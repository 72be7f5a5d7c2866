using OrderGuard.Application.Orders;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;

namespace OrderGuard.Application.Review;

/// <summary>An order beside the one in question.</summary>
public sealed record OtherOrder(string OrderNo, int Status, string StatusName, Domain.Common.LocalizedText? StatusLabel, DateTimeOffset PlacedAt, decimal? Amount, string? Currency, bool Held, bool? Fraud);

/// <summary>The orders that share a key with the one in question; those of the open cases among them can be judged together.</summary>
public sealed record SharedOrders(string Key, int Count, IReadOnlyList<OtherOrder> Orders);

/// <summary>A decided case that looks like this one; <paramref name="Likeness"/> from 0 to 1.</summary>
public sealed record SimilarCase(Guid Id, string OrderNo, Verdict Verdict, double Score, double Likeness, DateTimeOffset DecidedAt, string? By);

/// <summary>Everything that a reviewer needs to decide.</summary>
public sealed record ReviewDetail
{
    public required ReviewRow Case { get; init; }
    public required RiskAnswer Risk { get; init; }
    public required OrderRow Order { get; init; }

    /// <summary>Masked for those who may not see personal data.</summary>
    public required OrderFacts Facts { get; init; }
    public required IReadOnlyList<Hold> Holds { get; init; }
    public required IReadOnlyList<TimelineView> Timeline { get; init; }
    public required IReadOnlyList<OtherOrder> History { get; init; }
    public required IReadOnlyList<SharedOrders> Shared { get; init; }

    /// <summary>The open cases of orders that share a key, this one left out.</summary>
    public required IReadOnlyList<Guid> Group { get; init; }
    public required IReadOnlyList<SimilarCase> Similar { get; init; }

    /// <summary>The next open case by risk; null: nothing else waits.</summary>
    public Guid? Next { get; init; }
    public required bool MayDecide { get; init; }

    /// <summary>Whether two reviewers must agree on it.</summary>
    public bool NeedsSecond { get; init; }

    /// <summary>The assessments before this one, newest first.</summary>
    public IReadOnlyList<RiskAnswer> Earlier { get; init; } = [];
    public double Medium { get; init; }
    public double High { get; init; }
}
