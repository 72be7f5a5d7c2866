using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Risk.Learning;

public readonly record struct TrainingRunId(Guid Value) : IIdentifier<TrainingRunId>
{
    public static TrainingRunId New() => new(Guid.CreateVersion7());

    public static TrainingRunId From(Guid value) => new(value);
}

public enum TrainingState
{
    Waiting,
    Running,
    Done,
    Failed,
    Cancelled,

    /// <summary>It was time to learn, but too little was known to learn from.</summary>
    Skipped,
}

/// <summary>What a training was begun for.</summary>
public enum TrainingTrigger
{
    Person,

    /// <summary>A month had passed.</summary>
    Month,

    /// <summary>Enough new labels had come.</summary>
    Labels,
}

/// <summary>How many orders are known to be honest and dishonest, and how many of these have come to be known since the last training.</summary>
public sealed record KnownLabels(int Frauds, int Honest, int New);

/// <summary>One training of the classifier: asked for, under way, and how it ended. A company has one at a time.</summary>
public sealed class TrainingRun : ITenantOwned
{
    public const int MessageMaxLength = 400;
    public const int CodeMaxLength = 80;

    /// <summary>After so many beginnings that came to no end it is given up: something in it brings the process down.</summary>
    public const int MostAttempts = 5;
    private const string OnlyOne = "classifier";

    private TrainingRun() { } // EF Core

    public TrainingRunId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public TrainingTrigger Trigger { get; private set; }
    public string StartedBy { get; private set; } = "";

    /// <summary>The version of a sample set that is learnt from; null: the company's own orders.</summary>
    public Guid? SampleSet { get; private set; }
    public string? SetName { get; private set; }
    public TrainingState State { get; private set; }
    public DateTimeOffset QueuedAt { get; private set; }
    public DateTimeOffset? BeganAt { get; private set; }

    /// <summary>When the node that works on it was last heard of.</summary>
    public DateTimeOffset? HeardAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>How far it is, 0 to 1.</summary>
    public double Share { get; private set; }

    /// <summary>How often it was begun; more than once where a node died over it.</summary>
    public int Attempts { get; private set; }
    public int Frauds { get; private set; }
    public int Honest { get; private set; }
    public int NewLabels { get; private set; }

    /// <summary>The version that came of it.</summary>
    public int? Version { get; private set; }
    public bool Promoted { get; private set; }

    /// <summary>Why there is no version, by code and in words.</summary>
    public string? Code { get; private set; }
    public string? Message { get; private set; }

    /// <summary>Filled while it has not ended: unique, so that a company has one at a time.</summary>
    public string? Open { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static TrainingRun Queue(TenantId tenant, TrainingTrigger trigger, (Guid Id, string Name)? set, KnownLabels known, string by, DateTimeOffset now) => new()
    {
        Id = TrainingRunId.New(), TenantId = tenant, Trigger = trigger, SampleSet = set?.Id, SetName = set?.Name, StartedBy = by, State = TrainingState.Waiting, QueuedAt = now,
        Frauds = known.Frauds, Honest = known.Honest, NewLabels = known.New, Open = OnlyOne,
    };

    /// <summary>It was time, but there was too little to learn from.</summary>
    public static TrainingRun Skip(TenantId tenant, TrainingTrigger trigger, KnownLabels known, Refusal why, string by, DateTimeOffset now)
    {
        var run = Queue(tenant, trigger, null, known, by, now);
        run.End(TrainingState.Skipped, now, why);
        return run;
    }

    /// <summary>A node begins with it, or begins again where another has died over it; false: it has ended.</summary>
    public bool Begin(DateTimeOffset now)
    {
        if (State is not (TrainingState.Waiting or TrainingState.Running)) return false;
        if (Attempts >= MostAttempts)
        {
            End(TrainingState.Failed, now, TrainingRefusals.Interrupted);
            return false;
        }
        (State, Share, HeardAt) = (TrainingState.Running, 0, now);
        BeganAt ??= now;
        Attempts++;
        return true;
    }

    public void Complete(int version, bool promoted, DateTimeOffset now)
    {
        (Version, Promoted, Share) = (version, promoted, 1);
        End(TrainingState.Done, now, null);
    }

    public void Fail(Refusal why, DateTimeOffset now) => End(TrainingState.Failed, now, why);

    public Refusal? Cancel(DateTimeOffset now)
    {
        if (State is not (TrainingState.Waiting or TrainingState.Running)) return TrainingRefusals.Ended;
        End(TrainingState.Cancelled, now, null);
        return null;
    }

    private void End(TrainingState state, DateTimeOffset now, Refusal? why)
    {
        (State, EndedAt, Open, Code) = (state, now, null, why?.Code);
        Message = why?.Message.Cut(MessageMaxLength);
    }
}

public static class TrainingRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("training");

    public static readonly Refusal Running = new(RefusalKind.Conflict, "training-running", "A training is under way. Wait for its end, or cancel it.");

    public static readonly Refusal Ended = new(RefusalKind.Conflict, "training-ended", "This training has already ended.");

    public static readonly Refusal Interrupted = new(RefusalKind.Conflict, "training-interrupted", "The training was begun several times and broken off each time. Look at the log, then start it again.");

    public static Refusal Broke(string what) => new(RefusalKind.Conflict, "training-broke", $"The training broke off: {what}");

    public static readonly Refusal NothingBefore = new(RefusalKind.Conflict, "no-model-before", "The version that decides did not take the place of another one: there is nothing to go back to.");
}
