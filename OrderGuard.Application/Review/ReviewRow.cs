using OrderGuard.Domain.Review;
using OrderGuard.Domain.Risk;

namespace OrderGuard.Application.Review;

/// <summary>A case as lists show it.</summary>
public sealed record ReviewRow
{
    public required Guid Id { get; init; }
    public required string OrderNo { get; init; }
    public required double Score { get; init; }
    public required ForcedBy Forced { get; init; }
    public required decimal? Amount { get; init; }
    public required string? Currency { get; init; }
    public required string? Category { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required ReviewState State { get; init; }

    /// <summary>Who has it at the moment.</summary>
    public Guid? ClaimedBy { get; init; }
    public string? ClaimedByName { get; init; }

    /// <summary>What the first reviewer said where two must; the second one sees it after speaking.</summary>
    public string? FirstByName { get; init; }
    public Verdict? Verdict { get; init; }
    public string? DecidedByName { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? Note { get; init; }
    public bool Overturned { get; init; }

    /// <summary>The strongest reason, where it was asked for.</summary>
    public Domain.Common.LocalizedText? Why { get; init; }

    public static ReviewRow Of(ReviewCase x, DateTimeOffset now) => new()
    {
        Id = x.Id.Value, OrderNo = x.OrderNo, Score = x.Score, Forced = x.Forced, Amount = x.Amount, Currency = x.Currency, Category = x.Category, OpenedAt = x.OpenedAt, DueAt = x.DueAt,
        State = x.State, ClaimedBy = x.ClaimedUntil > now ? x.ClaimedBy?.Value : null, ClaimedByName = x.ClaimedUntil > now ? x.ClaimedByName : null, FirstByName = x.FirstByName,
        Verdict = x.Verdict, DecidedByName = x.DecidedByName, DecidedAt = x.DecidedAt, Note = x.Note, Overturned = x.OverturnedAt is not null,
    };
}
