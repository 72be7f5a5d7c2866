using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.StatusSync;

public readonly record struct StatusPushId(Guid Value) : IIdentifier<StatusPushId>
{
    public static StatusPushId New() => new(Guid.CreateVersion7());

    public static StatusPushId From(Guid value) => new(value);
}

public enum PushState
{
    /// <summary>Goes out when it is due and the target has room.</summary>
    Waiting = 0,

    /// <summary>Is on its way; counts as waiting again when its time ran out.</summary>
    Sending = 1,

    /// <summary>An earlier status of the same order comes first.</summary>
    Behind = 2,

    /// <summary>Used up its attempts, or the target refused it: a person decides.</summary>
    Review = 3,

    /// <summary>The target took it.</summary>
    Delivered = 4,

    /// <summary>A person decided that the target is not to be told.</summary>
    Skipped = 5,

    /// <summary>A newer status of the order went instead.</summary>
    Superseded = 6,
}

/// <summary>Where a move of an order came from: the source that told of it, and its event.</summary>
public sealed record MoveOrigin(string Source, string Event)
{
    /// <summary>The trace of the request that moved the order (W3C Trace Context); null: there was none.</summary>
    public string? Trace { get; init; }
}

/// <summary>One status of one order that one target is told of: what became of it, what was said and what was answered.</summary>
/// <remarks><see cref="Step"/> is the order's own count of its moves: by it pushes of an order go out one after the other, and it makes a push of a move unique for a target.</remarks>
public sealed class StatusPush : ITenantOwned
{
    public const int TargetMaxLength = ConfigurationLimits.CodeLength;
    public const int EventMaxLength = OrderEvent.EventIdMaxLength;
    public const int SourceMaxLength = ConfigurationLimits.CodeLength;
    public const int CauseMaxLength = 20;
    public const int AnswerMaxLength = 1_000;
    public const int RequestMaxLength = 6_000;
    public const int BodyMaxLength = ConfigurationLimits.BodyLength;
    public const int TraceLength = 32;
    public const int ReasonMaxLength = 500;
    public const int ByMaxLength = 200;

    private StatusPush() { } // EF Core

    public StatusPushId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public string Target { get; private set; } = "";
    public OrderId OrderId { get; private set; }
    public string OrderNo { get; private set; } = "";
    public int Step { get; private set; }
    public int Status { get; private set; }
    public int? PreviousStatus { get; private set; }

    /// <summary>When the order entered the status.</summary>
    public DateTimeOffset OccurredAt { get; private set; }
    public string Source { get; private set; } = "";
    public string Event { get; private set; } = "";

    /// <summary>The trace id of the request that moved the order: the call continues it.</summary>
    public string? Trace { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public PushState State { get; private set; }

    /// <summary>When it may go out, or is tried again, or counts as waiting again.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>Who has it on its way: only they may write down what came of it.</summary>
    public Guid? Lease { get; private set; }

    /// <summary>Failed attempts since it was last begun anew.</summary>
    public int Attempt { get; private set; }

    /// <summary>Failures in all, also of those before a person had it tried again.</summary>
    public int Failures { get; private set; }

    /// <summary>Why the last attempt failed, in a word; null: it did not.</summary>
    public string? Cause { get; private set; }
    public int? AnswerStatus { get; private set; }
    public string? Answer { get; private set; }

    /// <summary>The request as it was sent last, without secrets.</summary>
    public string? Request { get; private set; }

    /// <summary>The body that a person wrote instead of the template's.</summary>
    public string? Body { get; private set; }

    /// <summary>Grows with each body written by a person, so that the target does not take the new one for a repeat.</summary>
    public int Edition { get; private set; }
    public DateTimeOffset? SentAt { get; private set; }
    public DateTimeOffset? SettledAt { get; private set; }
    public string? SettledBy { get; private set; }
    public string? Reason { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public bool IsSettled => State >= PushState.Delivered;

    /// <summary>What the target tells a repeat by: the same for every attempt of the same body.</summary>
    public string Key => Edition == 0 ? Id.Value.ToString("N") : $"{Id.Value:N}-{Edition}";

    public static StatusPush Of(Order order, OrderMove move, string target, MoveOrigin origin, DateTimeOffset occurredAt, DateTimeOffset now) => new()
    {
        Id = StatusPushId.New(), TenantId = order.TenantId, Target = target, OrderId = order.Id, OrderNo = order.OrderNo, Step = order.Moves, Status = order.Status,
        PreviousStatus = move.From, OccurredAt = occurredAt, Source = origin.Source.Cut(SourceMaxLength), Event = origin.Event.Cut(EventMaxLength), CreatedAt = now, DueAt = now,
        Trace = IsTrace(origin.Trace) ? origin.Trace : null,
    };

    public void Take(Guid lease, DateTimeOffset until) => (State, Lease, DueAt) = (PushState.Sending, lease, until);

    /// <summary>Was taken and not sent: as if nothing had been.</summary>
    public void GiveBack(DateTimeOffset now) => (State, Lease, DueAt) = (PushState.Waiting, null, now);

    public void StandBehind() => (State, Lease) = (PushState.Behind, null);

    /// <summary>Nothing of its order comes before it any more.</summary>
    public void ComeForward(DateTimeOffset now) => (State, DueAt) = (PushState.Waiting, now);

    public void Supersede(DateTimeOffset now) => (State, Lease, SettledAt) = (PushState.Superseded, null, now);

    public void Deliver(string request, int? status, string answer, DateTimeOffset now)
    {
        Note(request, null, status, answer, now);
        (State, SettledAt) = (PushState.Delivered, now);
    }

    /// <summary>Failed: tried again at <paramref name="at"/>, or left to a person where that is null. Where it <paramref name="counts"/> not, the target was to blame.</summary>
    public void Fail(string request, string cause, int? status, string answer, DateTimeOffset? at, bool counts, DateTimeOffset now)
    {
        Note(request, cause, status, answer, now);
        Failures++;
        if (counts) Attempt++;
        (State, DueAt) = at is { } again ? (PushState.Waiting, again) : (PushState.Review, now);
    }

    /// <summary>A person has it tried again, with another body where one is given.</summary>
    public Refusal? Retry(string? body, DateTimeOffset now)
    {
        if (State is not PushState.Review) return StatusSyncRefusals.NotInReview;
        if (body is not null && body != Body) (Body, Edition) = (body, Edition + 1);
        (State, Attempt, DueAt) = (PushState.Waiting, 0, now);
        return null;
    }

    /// <summary>A person decides that the target is not told.</summary>
    public Refusal? Skip(string reason, string by, DateTimeOffset now)
    {
        if (State is not PushState.Review) return StatusSyncRefusals.NotInReview;
        (State, Reason, SettledBy, SettledAt) = (PushState.Skipped, reason.Trim().Cut(ReasonMaxLength), by.Cut(ByMaxLength), now);
        return null;
    }

    /// <summary>Takes a skip back.</summary>
    public Refusal? Unskip()
    {
        if (State is not PushState.Skipped) return StatusSyncRefusals.NotSkipped;
        (State, Reason, SettledBy, SettledAt) = (PushState.Review, null, null, null);
        return null;
    }

    private void Note(string request, string? cause, int? status, string answer, DateTimeOffset now)
    {
        (Request, Cause, AnswerStatus, Answer, SentAt) = (request.Cut(RequestMaxLength), cause, status, answer.Cut(AnswerMaxLength), now);
        Lease = null;
    }

    private static bool IsTrace(string? trace) => trace is { Length: TraceLength } && trace.All(char.IsAsciiHexDigitLower) && trace.Any(x => x != '0');
}

/// <summary>Why a push did not get through.</summary>
public static class PushCauses
{
    /// <summary>No connection came about, or the address may not be called.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The time ran out, or the connection broke: it may have arrived.</summary>
    public const string NoAnswer = "no-answer";
    public const string ServerError = "server-error";
    public const string Throttled = "throttled";

    /// <summary>The target does not believe who is calling.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The target will not have it, however often it is sent.</summary>
    public const string Rejected = "rejected";

    /// <summary>It was answered, but not with what means success.</summary>
    public const string NotConfirmed = "not-confirmed";

    /// <summary>A secret or a setting is missing.</summary>
    public const string Setup = "setup";

    public static IReadOnlyList<string> All { get; } = [Rejected, NotConfirmed, Unauthorized, ServerError, Unreachable, NoAnswer, Throttled, Setup];
}

/// <summary>Why something about pushes is refused.</summary>
public static class StatusSyncRefusals
{
    public static readonly Refusal PushNotFound = Refusal.NotFound("push");

    public static readonly Refusal NotInReview = new(RefusalKind.Conflict, "push-not-in-review", "Only a push that waits for a person can be retried or skipped.");

    public static readonly Refusal NotSkipped = new(RefusalKind.Conflict, "push-not-skipped", "Only a push that was skipped can be brought back.");

    public static readonly Refusal LaterSent = new(RefusalKind.Conflict, "push-later-sent", "A later status of the order has been sent meanwhile, so this one stays skipped.");

    public static readonly Refusal BodyNotJson = Refusal.Invalid("push-body-not-json", "The body must be JSON, as the target's template is.", new Problem("/body", "This is not JSON."));

    public static readonly Refusal TargetUnfinished = Refusal.Invalid("target-unfinished", "Mend what is marked in the target's settings first.");
}
