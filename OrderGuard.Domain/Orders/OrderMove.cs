using System.Globalization;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Domain.Orders;

/// <summary>What came of a report; the words of the machine interface.</summary>
public enum EventOutcome
{
    /// <summary>The order moved, was created, or stands there already.</summary>
    Applied,

    /// <summary>The source may not change the order; what it says is kept and compared.</summary>
    Observed,

    /// <summary>The id was seen before; nothing happened again.</summary>
    Duplicate,

    /// <summary>Older than what the source already reported; kept in the timeline.</summary>
    Stale,

    /// <summary>The transitions forbid it; kept, and queued for a person.</summary>
    Illegal,

    /// <summary>No mapping for the word; kept, and applied once a mapping is published.</summary>
    Unmapped,

    /// <summary>Malformed; nothing was kept.</summary>
    Invalid,
}

/// <summary>One source's report, translated. <paramref name="ArmFrom"/>: deadlines due before it are not armed (history).</summary>
public sealed record StatusReport(string Source, string Word, int? Status, DateTimeOffset OccurredAt, OrderFacts? Facts, DateTimeOffset ArmFrom)
{
    /// <summary>The source that is named for what was asked of an order here.</summary>
    public const string OwnSource = "orderguard";

    /// <summary>When it happened by the source's own clock.</summary>
    public DateTimeOffset StatedAt { get; init; } = OccurredAt;

    /// <summary>Whether the source had told of something later before: by its own clock, unless that was set back meanwhile.</summary>
    public bool IsOlderThan(SourceStatus last) => StatedAt < (last.StatedAt ?? last.OccurredAt) && OccurredAt <= last.OccurredAt;
}

/// <summary>What one source said last of an order.</summary>
public sealed record SourceStatus(string Source, string Word, int? Status, DateTimeOffset OccurredAt)
{
    /// <summary>When it happened by the source's own clock, where that was set right.</summary>
    public DateTimeOffset? StatedAt { get; init; }
}

/// <summary>A reason why an order must not move on.</summary>
public sealed record Hold(string Kind, string Reason, string By, DateTimeOffset Since);

/// <summary>Kinds of holds.</summary>
public static class HoldKinds
{
    public const string Manual = "manual";
    public const string Risk = "risk";
    public const string Sync = "sync";

    /// <summary>The order's risk has not been assessed yet, and the company wants it to wait for that.</summary>
    public const string Assessment = "assessment";
}

/// <summary>What a report or an action did to the order, and to its deadlines.</summary>
public readonly record struct OrderMove(EventOutcome Outcome, int? Status, int? From, string? Detail)
{
    public bool Moved { get; init; }

    /// <summary>Deadlines that begin to run.</summary>
    public IReadOnlyList<Deadline> Armed { get; init; } = [];

    /// <summary>Deadlines that the move met.</summary>
    public IReadOnlyList<Deadline> Met { get; init; } = [];

    /// <summary>Deadlines that no longer count, because the rule or the entry that armed them was replaced.</summary>
    public IReadOnlyList<Deadline> Dropped { get; init; } = [];

    private const string Before = "From ", Between = " to ", After = " is not among the allowed transitions.";

    /// <summary>What the detail of an illegal report says.</summary>
    public static string IllegalDetail(int from, int to) => $"{Before}{from}{Between}{to}{After}";

    /// <summary>The statuses that the detail of an illegal report names.</summary>
    public static (int From, int To)? ReadIllegal(string? detail)
    {
        if (detail is null || !detail.StartsWith(Before, StringComparison.Ordinal) || !detail.EndsWith(After, StringComparison.Ordinal)) return null;
        var codes = detail[Before.Length..^After.Length].Split(Between);
        return codes.Length == 2 && int.TryParse(codes[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from) && int.TryParse(codes[1], NumberStyles.None, CultureInfo.InvariantCulture, out var to) ? (from, to) : null;
    }

    public static OrderMove Without(EventOutcome outcome, int? status, string? detail) => new(outcome, status, null, detail);
}

/// <summary>What may be asked of an order beside reports of its sources.</summary>
public enum OrderAction
{
    Cancel,
    Close,
    Refund,
    Rollback,
    Hold,
    Release,
}

public static class OrderRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("order");

    public static readonly Refusal TargetMissing = Refusal.Invalid("target-missing", "Name the status to go to.", new Problem("/target", "A status code of this company is needed."));

    public static readonly Refusal AlreadyThere = new(RefusalKind.Conflict, "already-there", "The order has this status already.");

    public static readonly Refusal HeldAlready = new(RefusalKind.Conflict, "held-already", "The order is held already.");

    public static readonly Refusal NotHeld = new(RefusalKind.Conflict, "not-held", "The order is not held.");

    public static readonly Refusal MovedOn = new(RefusalKind.Conflict, "moved-on", "The order has moved on since.");

    public static Refusal NotAllowed(int from, int to) => new(RefusalKind.Conflict, "transition-not-allowed", $"From {from} to {to} is not among the allowed transitions.");
}
