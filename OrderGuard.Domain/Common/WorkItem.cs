using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Common;

public readonly record struct WorkItemId(Guid Value) : IIdentifier<WorkItemId>
{
    public static WorkItemId New() => new(Guid.CreateVersion7());

    public static WorkItemId From(Guid value) => new(value);
}

public enum WorkItemState
{
    /// <summary>Will be run when it is due.</summary>
    Waiting = 0,

    /// <summary>Has been run.</summary>
    Done = 1,

    /// <summary>No longer needed before it was run.</summary>
    Cancelled = 2,

    /// <summary>Used up its attempts; a person decides.</summary>
    ManualReview = 3,
}

/// <summary>Something that must happen later, or must be tried again: the one mechanism for all of it.</summary>
/// <remarks>
/// <see cref="VisibleAt"/> is when the pump may take the item next: the due time, the end of a lease, or the next attempt.
/// So one index finds all that is due, and an item whose node died comes back by itself. Of a finished item it is when that
/// was, so that the same index finds what is old enough to go.
/// <see cref="Fence"/> grows with each lease and guards the save: a node that lost its lease cannot finish the item.
/// </remarks>
public sealed class WorkItem : ITenantOwned
{
    public const int KindMaxLength = 80;
    public const int SubjectMaxLength = 80;
    public const int ErrorMaxLength = 1000;

    private WorkItem() { } // EF Core

    public WorkItemId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public string Kind { get; private set; } = "";

    /// <summary>What it is about, e.g. the order's id.</summary>
    public string Subject { get; private set; } = "";
    public DateTimeOffset DueAt { get; private set; }
    public DateTimeOffset VisibleAt { get; private set; }
    public int Attempt { get; private set; }
    public long Fence { get; private set; }
    public Guid? Lease { get; private set; }
    public WorkItemState State { get; private set; }
    public string? Payload { get; private set; }
    public string? Error { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    public static WorkItem Schedule(WorkItemId id, TenantId tenant, string kind, string subject, DateTimeOffset dueAt, DateTimeOffset now, string? payload = null) => new()
    {
        Id = id, TenantId = tenant, Kind = kind, Subject = subject, DueAt = dueAt, VisibleAt = dueAt, CreatedAt = now, Payload = payload,
    };

    public void Complete(DateTimeOffset now) => Finish(WorkItemState.Done, now);

    public void Cancel(DateTimeOffset now) => Finish(WorkItemState.Cancelled, now);

    /// <summary>Runs again at <paramref name="at"/> as if new: the attempts so far do not count against it.</summary>
    public void Postpone(DateTimeOffset at)
    {
        Lease = null;
        Attempt = 0;
        DueAt = VisibleAt = at;
    }

    /// <summary>Notes a failed attempt: tried again after <paramref name="delay"/>, or left to a person where there is none left.</summary>
    public void Fail(string error, TimeSpan? delay, DateTimeOffset now)
    {
        Attempt++;
        Error = error.Cut(ErrorMaxLength);
        Lease = null;
        if (delay is { } wait) VisibleAt = now + wait;
        else State = WorkItemState.ManualReview;
    }

    /// <summary>A person puts an item that rests in manual review back to work.</summary>
    public void Retry(DateTimeOffset now)
    {
        State = WorkItemState.Waiting;
        Postpone(now);
    }

    private void Finish(WorkItemState state, DateTimeOffset now)
    {
        State = state;
        FinishedAt = VisibleAt = now;
        Lease = null;
    }
}

/// <summary>The kinds of work there are; each has one handler.</summary>
public static class WorkKinds
{
    /// <summary>A deadline of an order: subject is the order's id, payload the rule's code.</summary>
    public const string Timeout = "timeout";

    /// <summary>The end of an alert's acknowledgement: subject is the alert's id.</summary>
    public const string AcknowledgementEnds = "acknowledgement-ends";

    /// <summary>The end of an alert's snooze: subject is the alert's id.</summary>
    public const string SnoozeEnds = "snooze-ends";

    /// <summary>The next level of an alert's response: subject is the alert's id, payload the level, from 1.</summary>
    public const string Escalation = "escalation";

    /// <summary>Carries a requested action to the master system: subject is the request's id.</summary>
    public const string OrderAction = "order-action";

    /// <summary>Applies kept events whose word has a mapping by now: subject is the configuration version.</summary>
    public const string ApplyUnmapped = "apply-unmapped";

    /// <summary>Sets the latest events of a source right whose clock has come to be known as wrong: subject is the source.</summary>
    public const string Recalibrate = "recalibrate";

    /// <summary>The end of a maintenance window: subject is its code.</summary>
    public const string MaintenanceEnds = "maintenance-ends";

    /// <summary>Brings armed deadlines in line with published timeout rules: subject is the configuration version.</summary>
    public const string RearmTimeouts = "rearm-timeouts";

    /// <summary>A notice to be put into its channels: subject is its key (or its beginning), payload the notice.</summary>
    public const string Notice = "notice";

    /// <summary>Takes moves of orders back: subject is the undo's id.</summary>
    public const string UndoMoves = "undo-moves";

    /// <summary>Sends what is due in a channel: subject is the channel's code.</summary>
    public const string Deliver = "deliver";

    /// <summary>Tells a target system what waits for it; followed by a slash and the target's code, so that each target has a lane of its own. Subject is the code.</summary>
    public const string Push = "push";

    /// <summary>Judges the fulfilment risk of orders just placed: payload is their ids.</summary>
    public const string AssessFulfilment = "assess-fulfilment";

    /// <summary>Reminds early of the deadlines of an order of high fulfilment risk: subject is the order's id.</summary>
    public const string FulfilmentReminder = "fulfilment-reminder";

    /// <summary>Looks at an order's differences with its sources: subject is the order's id.</summary>
    public const string Compare = "compare";

    /// <summary>Compares all that a source believes with the order book: subject is the run's id.</summary>
    public const string Reconcile = "reconcile";

    /// <summary>Runs a source's go-live test: subject is the rehearsal's id.</summary>
    public const string Rehearse = "rehearse";
    /// <summary>Assesses the risk of orders just placed: payload is their ids.</summary>
    public const string AssessRisk = "assess-risk";

    /// <summary>Learns anew what is usual among a company's orders: subject is <c>anomaly</c>.</summary>
    public const string GrowAnomaly = "grow-anomaly";

    /// <summary>Trains the classifier of a company: subject is the training's id.</summary>
    public const string TrainRiskModel = "train-risk-model";
}
