using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Orders;

public readonly record struct ActionRequestId(Guid Value) : IIdentifier<ActionRequestId>
{
    public static ActionRequestId New() => new(Guid.CreateVersion7());

    public static ActionRequestId From(Guid value) => new(value);
}

public enum ActionState
{
    /// <summary>A person decides.</summary>
    AwaitingApproval,

    /// <summary>Will be sent.</summary>
    Queued,

    /// <summary>On its way; until an answer is kept it may or may not have arrived.</summary>
    Sent,

    /// <summary>Nobody knows whether it arrived; the master system is asked before anything is sent again.</summary>
    Unknown,

    /// <summary>The master system has done it.</summary>
    Done,

    /// <summary>A person or the master system said no.</summary>
    Refused,

    /// <summary>Not needed any more before it was sent.</summary>
    Cancelled,

    /// <summary>Everything happened but the call.</summary>
    Rehearsed,
}

/// <summary>Why a request waits for a person.</summary>
public enum ApprovalReason
{
    None,

    /// <summary>The amount is above the limit, or unknown.</summary>
    Amount,

    /// <summary>As many as may go without a person have gone within the hour or the day.</summary>
    TooMany,

    /// <summary>The kill switch is on.</summary>
    Halted,

    /// <summary>The company wants a second person to agree.</summary>
    SecondPerson,
}

/// <summary>Something that was said about a request: by the master system, a person or the guard.</summary>
public sealed record ActionAnswer(DateTimeOffset At, string Text);

/// <summary>A request to the order's master system to close, refund, cancel or roll back an order: asked for once, guarded, and followed until its outcome is known.</summary>
public sealed class ActionRequest : ITenantOwned
{
    public const int KeyMaxLength = 80;
    public const int NoteMaxLength = 500;
    public const int MostAnswers = 50;
    private const int AnswerMaxLength = 400;

    private ActionRequest() { } // EF Core

    public ActionRequestId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public OrderId OrderId { get; private set; }
    public string OrderNo { get; private set; } = "";
    public AlertId? AlertId { get; private set; }
    public OrderAction Action { get; private set; }
    public int? Target { get; private set; }
    public decimal? Amount { get; private set; }
    public string? Currency { get; private set; }

    /// <summary>The status that the order had when this was asked for; it is done only from there.</summary>
    public int FromStatus { get; private set; }
    public LocalizedText Reason { get; private set; } = new("", "");
    public ActionState State { get; private set; }
    public ApprovalReason Waits { get; private set; }

    /// <summary>Names the request to the master system for ever, so that it does it once at most.</summary>
    public string IdempotencyKey { get; private set; } = "";
    public string RequestedBy { get; private set; } = "";
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>Who asked, by id, where it needs a second person: not the same one.</summary>
    public string? RequestedById { get; private set; }

    /// <summary>Done in the order book itself once a second person has agreed; else the master system is asked.</summary>
    public bool Direct { get; private set; }
    public string? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? DecisionNote { get; private set; }

    /// <summary>Whether a person has said yes: such a request is not held by the limits again.</summary>
    public bool Approved { get; private set; }
    public int Attempts { get; private set; }
    public DateTimeOffset? FirstSentAt { get; private set; }
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>The way by which it was sent last: what became of it can be asked there only.</summary>
    public ConnectorKind? SentBy { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }
    public IReadOnlyList<ActionAnswer> Answers { get; private set; } = [];

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public bool IsFinished => State is ActionState.Done or ActionState.Refused or ActionState.Cancelled or ActionState.Rehearsed;

    /// <summary>Whether it only tells the master system what stands in the order book already: it moves nothing, and has no limits.</summary>
    public bool Tells => Action is OrderAction.Hold or OrderAction.Release;

    public static ActionRequest Ask(Order order, AlertId? alert, OrderAction action, int? target, LocalizedText reason, string by, DateTimeOffset now) => new()
    {
        Id = ActionRequestId.New(), TenantId = order.TenantId, OrderId = order.Id, OrderNo = order.OrderNo, AlertId = alert, Action = action, Target = target,
        Amount = order.Amount, Currency = order.Currency, FromStatus = order.Status, Reason = reason, State = ActionState.Queued, RequestedBy = by, RequestedAt = now,
        // An alert asks for an action once, however often the asking is repeated.
        IdempotencyKey = alert is { } cause ? $"alert-{cause.Value:N}-{action.ToString().ToLowerInvariant()}" : $"person-{Guid.CreateVersion7():N}",
    };

    /// <summary>A person or key asks for something that needs a second person.</summary>
    public static ActionRequest AskDirect(Order order, OrderAction action, int? target, string reason, Actor by, DateTimeOffset now)
    {
        var request = Ask(order, null, action, target, new LocalizedText(reason, reason), by.Name, now);
        (request.Direct, request.RequestedById) = (true, by.Id);
        return request;
    }

    /// <summary>Puts it before a person.</summary>
    public void Hold(ApprovalReason why, string text, DateTimeOffset now)
    {
        (State, Waits, Approved) = (ActionState.AwaitingApproval, why, false);
        Note(text, now);
    }

    public Refusal? Approve(string by, string? note, DateTimeOffset now)
    {
        if (State is not ActionState.AwaitingApproval) return ActionRefusals.Decided;
        Decide(by, note, now);
        (State, Approved) = (ActionState.Queued, true);
        return null;
    }

    public Refusal? Refuse(string by, string? note, DateTimeOffset now)
    {
        if (State is not ActionState.AwaitingApproval) return ActionRefusals.Decided;
        if (string.IsNullOrWhiteSpace(note)) return ActionRefusals.ReasonNeeded;
        Decide(by, note, now);
        Finish(ActionState.Refused, now);
        return null;
    }

    /// <summary>Not needed any more. What may have arrived is not cancelled: its outcome is found out.</summary>
    public bool Cancel(string why, DateTimeOffset now)
    {
        if (State is not (ActionState.Queued or ActionState.AwaitingApproval)) return false;
        Note(why, now);
        Finish(ActionState.Cancelled, now);
        return true;
    }

    /// <summary>It is about to be sent: noted before the call, so that a process that dies in it is found out.</summary>
    public void Send(ConnectorKind by, DateTimeOffset now)
    {
        (State, SentAt, SentBy, FirstSentAt) = (ActionState.Sent, now, by, FirstSentAt ?? now);
        Attempts++;
    }

    public void Rehearse(string what, DateTimeOffset now)
    {
        FirstSentAt ??= now;
        Note(what, now);
        Finish(ActionState.Rehearsed, now);
    }

    /// <summary>Whether it arrived is not known.</summary>
    public void Lose(string why, DateTimeOffset now)
    {
        State = ActionState.Unknown;
        Note(why, now);
    }

    /// <summary>Whether it may have gone out by another way than <paramref name="connector"/>, which cannot know of it.</summary>
    public bool WentElsewhere(ConnectorKind connector) => State is ActionState.Sent or ActionState.Unknown && SentBy is { } by && by != connector;

    /// <summary>It is certain that it did not arrive: it may be sent again.</summary>
    public void Return(string why, DateTimeOffset now)
    {
        State = ActionState.Queued;
        Note(why, now);
    }

    public void Confirm(string answer, DateTimeOffset now)
    {
        Note(answer, now);
        Finish(ActionState.Done, now);
    }

    public void Deny(string answer, DateTimeOffset now)
    {
        Note(answer, now);
        Finish(ActionState.Refused, now);
    }

    public void Note(string text, DateTimeOffset now)
    {
        var answer = new ActionAnswer(now, text.Cut(AnswerMaxLength));
        Answers = [.. Answers.TakeLast(MostAnswers - 1), answer];
    }

    private void Decide(string by, string? note, DateTimeOffset now) => (DecidedBy, DecisionNote, DecidedAt) = (by, note?.Trim(), now);

    private void Finish(ActionState state, DateTimeOffset now) => (State, FinishedAt) = (state, now);
}

public static class ActionRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("request");

    public static readonly Refusal Decided = new(RefusalKind.Conflict, "action-decided", "This request does not wait for a decision any more.");

    public static readonly Refusal Halted = new(RefusalKind.Conflict, "actions-halted", "The kill switch is on: nothing is sent. Turn it off first.");

    public static readonly Refusal SamePerson = new(RefusalKind.Conflict, "same-person", "Whoever asked for it cannot agree to it: a second person is needed.");

    public static readonly Refusal ReasonNeeded = Refusal.Invalid("reason-needed", "Say why.", new Problem("/note", "A reason is needed to refuse."));
}
