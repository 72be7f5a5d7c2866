using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Review;

public readonly record struct ReviewCaseId(Guid Value) : IIdentifier<ReviewCaseId>
{
    public static ReviewCaseId New() => new(Guid.CreateVersion7());

    public static ReviewCaseId From(Guid value) => new(value);
}

/// <summary>A reviewer's word on an order.</summary>
public enum Verdict
{
    /// <summary>Honest: it was held for nothing.</summary>
    Legitimate,

    /// <summary>Dishonest.</summary>
    Fraud,
}

public enum ReviewState
{
    /// <summary>Waits for a reviewer.</summary>
    Waiting,

    /// <summary>One reviewer has spoken; another must agree or disagree.</summary>
    SecondOpinion,
    Decided,
}

/// <summary>A held order that a person decides on: claimed by one reviewer at a time, decided once, and undone while nothing stands against it.</summary>
public sealed class ReviewCase : ITenantOwned
{
    public const int NoteMaxLength = 1000;

    /// <summary>How long a case is a reviewer's own after it was claimed.</summary>
    public static readonly TimeSpan ClaimHolds = TimeSpan.FromMinutes(15);

    private ReviewCase() { } // EF Core

    public ReviewCaseId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public OrderId OrderId { get; private set; }
    public string OrderNo { get; private set; } = "";

    /// <summary>The order while the case is not decided, null after: unique, so that an order has one open case at most.</summary>
    public Guid? OpenOrder { get; private set; }
    public RiskAssessmentId AssessmentId { get; private set; }
    public double Score { get; private set; }
    public ForcedBy Forced { get; private set; }
    public decimal? Amount { get; private set; }
    public string? Currency { get; private set; }
    public string? Category { get; private set; }
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>When it should have been decided.</summary>
    public DateTimeOffset DueAt { get; private set; }
    public ReviewState State { get; private set; }
    public UserId? ClaimedBy { get; private set; }
    public string? ClaimedByName { get; private set; }
    public DateTimeOffset? ClaimedAt { get; private set; }
    public DateTimeOffset? ClaimedUntil { get; private set; }
    public Verdict? FirstVerdict { get; private set; }

    /// <summary>Who spoke first where two must, by the id of the actor.</summary>
    public string? FirstById { get; private set; }
    public string? FirstByName { get; private set; }
    public string? FirstNote { get; private set; }
    public Verdict? Verdict { get; private set; }
    public string? DecidedById { get; private set; }
    public string? DecidedByName { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? Note { get; private set; }

    /// <summary>When somebody found out that the verdict was wrong.</summary>
    public DateTimeOffset? OverturnedAt { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public bool IsDecided => State is ReviewState.Decided;

    public static ReviewCase Open(Order order, RiskAssessment assessment, TimeSpan within, DateTimeOffset now) => new()
    {
        Id = ReviewCaseId.New(), TenantId = order.TenantId, OrderId = order.Id, OrderNo = order.OrderNo, OpenOrder = order.Id.Value, AssessmentId = assessment.Id, Score = assessment.Score,
        Forced = assessment.Forced, Amount = order.Amount, Currency = order.Currency, Category = order.Category, OpenedAt = now, DueAt = now + within,
    };

    /// <summary>The order was assessed again while the case waits.</summary>
    public void Reassess(RiskAssessment assessment)
    {
        if (IsDecided) return;
        (AssessmentId, Score, Forced) = (assessment.Id, assessment.Score, assessment.Forced);
    }

    /// <summary>Whether it is another reviewer's at the moment.</summary>
    public bool IsTakenFrom(UserId? by, DateTimeOffset now) => ClaimedBy is { } holder && holder != by && ClaimedUntil > now;

    /// <summary>A reviewer takes the case for a while.</summary>
    public Refusal? Claim(UserId by, string name, DateTimeOffset now)
    {
        if (IsDecided) return ReviewRefusals.Decided;
        if (IsTakenFrom(by, now)) return ReviewRefusals.Claimed(ClaimedByName!);
        if (State is ReviewState.SecondOpinion && FirstById == by.Value.ToString()) return ReviewRefusals.SamePerson;
        if (ClaimedBy != by) ClaimedAt = now;
        (ClaimedBy, ClaimedByName, ClaimedUntil) = (by, name, now + ClaimHolds);
        return null;
    }

    /// <summary>The reviewer gives it back undecided.</summary>
    public Refusal? Unclaim(UserId by)
    {
        if (IsDecided) return ReviewRefusals.Decided;
        if (ClaimedBy != by) return ReviewRefusals.NotYours;
        (ClaimedBy, ClaimedByName, ClaimedAt, ClaimedUntil) = (null, null, null, null);
        return null;
    }

    /// <summary>A reviewer, or a key, says what the order is. Where a second person is needed the first word does nothing yet; the second one counts.</summary>
    public Refusal? Decide(Verdict verdict, string? note, string byId, string byName, UserId? person, bool needsSecond, DateTimeOffset now)
    {
        if (IsDecided) return ReviewRefusals.Decided;
        if (IsTakenFrom(person, now)) return ReviewRefusals.Claimed(ClaimedByName!);
        note = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        if (State is ReviewState.Waiting && needsSecond)
        {
            (State, FirstVerdict, FirstById, FirstByName, FirstNote) = (ReviewState.SecondOpinion, verdict, byId, byName, note);
            (ClaimedBy, ClaimedByName, ClaimedUntil) = (null, null, null);
            return null;
        }
        if (State is ReviewState.SecondOpinion && FirstById == byId) return ReviewRefusals.SamePerson;
        (State, Verdict, DecidedById, DecidedByName, DecidedAt, Note, OpenOrder) = (ReviewState.Decided, verdict, byId, byName, now, note, null);
        ClaimedUntil = null;
        return null;
    }

    /// <summary>Takes the verdict back: the case waits again, as it did before the last word.</summary>
    public Refusal? Undo()
    {
        if (!IsDecided) return ReviewRefusals.NotDecided;
        if (OverturnedAt is not null) return ReviewRefusals.Overturned;
        (State, Verdict, DecidedById, DecidedByName, DecidedAt, Note, OpenOrder) = (FirstVerdict is null ? ReviewState.Waiting : ReviewState.SecondOpinion, null, null, null, null, null, OrderId.Value);
        (ClaimedBy, ClaimedByName, ClaimedAt, ClaimedUntil) = (null, null, null, null);
        return null;
    }

    /// <summary>The verdict was found to be wrong.</summary>
    public void Overturn(DateTimeOffset now) => OverturnedAt ??= now;
}

public static class ReviewRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("case");

    public static readonly Refusal Decided = new(RefusalKind.Conflict, "review-decided", "This case is decided already.");

    public static readonly Refusal NotDecided = new(RefusalKind.Conflict, "review-not-decided", "This case is not decided, so there is nothing to take back.");

    public static readonly Refusal Overturned = new(RefusalKind.Conflict, "review-overturned", "The verdict was overturned since; it can no longer be taken back.");

    public static readonly Refusal NotYours = new(RefusalKind.Conflict, "review-not-yours", "You have not claimed this case.");

    public static readonly Refusal SamePerson = new(RefusalKind.Conflict, "review-same-person", "You have spoken on this case: the second opinion must be another reviewer's.");

    public static readonly Refusal VerdictNeeded = Refusal.Invalid("verdict-needed", "Say what the order is.", new Problem("/verdict", "One of legitimate and fraud."));

    public static readonly Refusal NotAssessed = new(RefusalKind.Conflict, "order-not-assessed", "This order was never assessed, so there is nothing to correct.");

    public static readonly Refusal FlaggedAlready = new(RefusalKind.Conflict, "flagged-already", "The order is known as that already.");

    public static Refusal Claimed(string by) => new(RefusalKind.Conflict, "review-claimed", $"{by} is at this case.");
}
