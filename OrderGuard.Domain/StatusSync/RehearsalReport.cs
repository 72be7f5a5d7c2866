using OrderGuard.Domain.Orders;

namespace OrderGuard.Domain.StatusSync;

/// <summary>What a rehearsal looks at.</summary>
public enum RehearsalCheck
{
    /// <summary>The words of the source are understood.</summary>
    Coverage,

    /// <summary>Of each report comes what should; the transitions forbid none.</summary>
    Outcomes,

    /// <summary>Words that nobody knows move nothing and are kept.</summary>
    UnknownWords,

    /// <summary>What comes twice counts once.</summary>
    Duplicates,

    /// <summary>What is older than what was said before is not applied.</summary>
    OutOfOrder,

    /// <summary>What comes late is applied, at the time when it happened.</summary>
    Late,

    /// <summary>A clock that goes wrong is noticed, and set right where the settings say so.</summary>
    Clock,

    /// <summary>The targets took what they were told.</summary>
    Delivery,

    /// <summary>The statuses of each order reached the targets one after the other.</summary>
    Order,

    /// <summary>The targets answered in time.</summary>
    Latency,
}

public enum RehearsalVerdict
{
    Passed,
    Failed,

    /// <summary>The sequence had nothing of the kind, or no target took part.</summary>
    NotTested,
}

/// <summary>One check: what was measured against what is expected, over how many.</summary>
public sealed record RehearsalFinding(RehearsalCheck Check, RehearsalVerdict Verdict, double Measured, double Expected, int Of);

/// <summary>So many of something that has a name.</summary>
public sealed record Counted(string Name, int Count);

public sealed record OutcomeCount(EventOutcome Outcome, int Count);

/// <summary>A move that the transitions forbid, and how often it was reported.</summary>
public sealed record RehearsedMove(int From, int To, int Count);

/// <summary>A report of which something else came than should.</summary>
/// <param name="Expected">Null: anything but an illegal move.</param>
public sealed record UnexpectedReport(string OrderNo, string Word, EventOutcome? Expected, EventOutcome Actual, string? Detail);

/// <summary>As many as came out right, of how many.</summary>
public readonly record struct RehearsedShare(int Right, int Of)
{
    public RehearsedShare And(bool right) => new(Right + (right ? 1 : 0), Of + 1);
}

/// <summary>What the order book made of the sequence.</summary>
public sealed record RehearsalTally
{
    /// <summary>Reports of the source itself.</summary>
    public int Events { get; init; }

    /// <summary>Reports of others, without which the orders would not be where they are.</summary>
    public int Others { get; init; }
    public int Orders { get; init; }
    public int Moves { get; init; }
    public IReadOnlyList<OutcomeCount> Outcomes { get; init; } = [];

    /// <summary>Reports whose word was understood, of those that did not carry one made up to be unknown.</summary>
    public RehearsedShare Understood { get; init; }

    /// <summary>Reports of which came what should.</summary>
    public RehearsedShare Expected { get; init; }
    public RehearsedShare Unknown { get; init; }
    public RehearsedShare Duplicates { get; init; }
    public RehearsedShare OutOfOrder { get; init; }
    public RehearsedShare Late { get; init; }

    /// <summary>Reports at the right time, of those made while the clock ran wrong.</summary>
    public RehearsedShare Timed { get; init; }

    /// <summary>Whether the wrong clock was noticed, and whether it is to be set right.</summary>
    public bool ClockNoticed { get; init; }
    public bool ClockCorrected { get; init; }
    public IReadOnlyList<Counted> Unmapped { get; init; } = [];
    public IReadOnlyList<RehearsedMove> Forbidden { get; init; } = [];
    public IReadOnlyList<UnexpectedReport> Samples { get; init; } = [];

    /// <summary>Words that no report could be made up for: only recorded traffic can show them.</summary>
    public IReadOnlyList<string> NotGenerated { get; init; } = [];
}

/// <summary>How far a target has been told, and how that went.</summary>
/// <param name="Position">Pushes that are settled, one way or the other.</param>
/// <param name="Blocked">Orders of which a status was not taken: what comes after it stays unsent.</param>
/// <param name="Latencies">Milliseconds until the answers came.</param>
/// <param name="OutOfOrder">Pushes that were taken after a later one of the same order.</param>
public sealed record ToldTarget(
    string Target, int Pushes, int Position, int Delivered, int Superseded, int Failed, int Unsent, bool Down,
    IReadOnlyList<int> Latencies, IReadOnlyList<Counted> Causes, IReadOnlyList<string> Blocked, int OutOfOrder)
{
    public static ToldTarget Begin(string target, int pushes) => new(target, pushes, 0, 0, 0, 0, 0, false, [], [], [], 0);

    public int Quantile(double share)
    {
        if (Latencies.Count == 0) return 0;
        var sorted = Latencies.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }
}

/// <summary>What a target's test endpoint made of what it was told.</summary>
public sealed record RehearsedTarget(string Target, int Pushes, int Delivered, int Superseded, int Failed, int Unsent, bool Down, int Median, int P95, int Longest, IReadOnlyList<Counted> Causes)
{
    public static RehearsedTarget Of(ToldTarget x) => new(x.Target, x.Pushes, x.Delivered, x.Superseded, x.Failed, x.Unsent, x.Down, x.Quantile(0.5), x.Quantile(0.95), x.Latencies.DefaultIfEmpty().Max(), x.Causes);
}

/// <summary>What a rehearsal found: the certificate, where every check passed.</summary>
public sealed record RehearsalReport(RehearsalTally Tally, IReadOnlyList<RehearsedTarget> Targets, IReadOnlyList<RehearsalFinding> Findings)
{
    public bool Passed => Findings.All(x => x.Verdict is not RehearsalVerdict.Failed);

    /// <summary>Compares what was found with what is expected.</summary>
    public static RehearsalReport Judge(RehearsalTally tally, IReadOnlyList<ToldTarget> told, RehearsalExpectations expected)
    {
        var pushes = told.Sum(x => x.Pushes);
        var failed = told.Sum(x => x.Failed + x.Unsent);
        var answered = told.Sum(x => x.Latencies.Count);
        var slowest = told.Select(x => x.Quantile(0.95)).DefaultIfEmpty().Max();
        var wrong = tally.Timed.Of - tally.Timed.Right;
        var mistimed = tally.Timed.Of == 0 ? 0 : (double)wrong / tally.Timed.Of;
        var clock = tally.Timed.Of == 0 ? RehearsalVerdict.NotTested
            : Verdict(tally.ClockNoticed && (!tally.ClockCorrected || mistimed <= expected.Mistimed));
        return new RehearsalReport(tally, [.. told.Select(RehearsedTarget.Of)],
        [
            // A sequence without a single report proves nothing.
            new(RehearsalCheck.Coverage, Verdict(tally.Understood.Of > 0 && Share(tally.Understood) >= expected.Coverage), Share(tally.Understood), expected.Coverage, tally.Understood.Of),
            new(RehearsalCheck.Outcomes, Of(tally.Expected.Of, Missed(tally.Expected) <= expected.Unexpected), Missed(tally.Expected), expected.Unexpected, tally.Expected.Of),
            All(RehearsalCheck.UnknownWords, tally.Unknown),
            All(RehearsalCheck.Duplicates, tally.Duplicates),
            All(RehearsalCheck.OutOfOrder, tally.OutOfOrder),
            All(RehearsalCheck.Late, tally.Late),
            new(RehearsalCheck.Clock, clock, mistimed, expected.Mistimed, tally.Timed.Of),
            new(RehearsalCheck.Delivery, Of(pushes, failed <= expected.Failures), failed, expected.Failures, pushes),
            new(RehearsalCheck.Order, Of(pushes, told.All(x => x.OutOfOrder == 0)), told.Sum(x => x.OutOfOrder), 0, pushes),
            new(RehearsalCheck.Latency, Of(answered, slowest <= expected.Latency), slowest, expected.Latency, answered),
        ]);
    }

    private static RehearsalFinding All(RehearsalCheck check, RehearsedShare share) => new(check, Of(share.Of, share.Right == share.Of), share.Right, share.Of, share.Of);

    private static RehearsalVerdict Of(int of, bool right) => of == 0 ? RehearsalVerdict.NotTested : Verdict(right);

    private static RehearsalVerdict Verdict(bool right) => right ? RehearsalVerdict.Passed : RehearsalVerdict.Failed;

    private static double Share(RehearsedShare x) => x.Of == 0 ? 0 : (double)x.Right / x.Of;

    private static double Missed(RehearsedShare x) => x.Of == 0 ? 0 : (double)(x.Of - x.Right) / x.Of;
}
