using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.StatusSync;

public readonly record struct RehearsalId(Guid Value) : IIdentifier<RehearsalId>
{
    public static RehearsalId New() => new(Guid.CreateVersion7());

    public static RehearsalId From(Guid value) => new(value);
}

/// <summary>Where the reports of a rehearsal come from.</summary>
public enum RehearsalKind
{
    /// <summary>Made up by a seed, from the words that the draft knows.</summary>
    Generated,

    /// <summary>What the source has really sent lately, under other order numbers.</summary>
    Recorded,
}

public enum RehearsalState
{
    Running,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>What a rehearsal is asked to be.</summary>
/// <param name="Events">So many reports of the source.</param>
/// <param name="Disturbed">The share of them, for each kind of disturbance, that is repeated, late, out of order or of an unknown word; above 0 the clock runs wrong for a while too.</param>
/// <param name="Targets">The target systems that are told, at their test endpoints; none: no target is.</param>
public sealed record RehearsalPlan(RehearsalKind Kind, int Seed, int Events, double Disturbed, IReadOnlyList<string> Targets)
{
    public const int LeastEvents = 20;
    public const int MostEvents = 5_000;
    public const double MostDisturbed = 0.2;
}

/// <summary>What a passing rehearsal must hold to.</summary>
public sealed record RehearsalExpectations
{
    /// <summary>The least share of reports whose word is understood.</summary>
    public double Coverage { get; init; } = 0.99;

    /// <summary>The greatest share of reports of which something else comes than should.</summary>
    public double Unexpected { get; init; } = 0.01;

    /// <summary>The greatest share of reports, while the clock is wrong, that end up at a wrong time.</summary>
    public double Mistimed { get; init; } = 0.05;

    /// <summary>As many pushes may fail, or stay unsent, at the most.</summary>
    public int Failures { get; init; }

    /// <summary>Within so many milliseconds 95 of 100 answers of a target have come.</summary>
    public int Latency { get; init; } = 2_000;
}

/// <summary>One go-live test of a source: a sequence of reports run through a draft and on to test endpoints, judged by expectations. No order of the tenant takes part.</summary>
public sealed class Rehearsal : ITenantOwned
{
    public const int HashLength = 64;
    public const int ErrorMaxLength = 400;

    private Rehearsal() { } // EF Core

    public RehearsalId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public string Source { get; private set; } = "";
    public RehearsalPlan Plan { get; private set; } = null!;
    public RehearsalExpectations Expectations { get; private set; } = new();

    /// <summary>SHA-256 of what decides how the source's reports are understood: its mapping, the statuses and the clocks.</summary>
    public string MappingHash { get; private set; } = "";

    /// <summary>SHA-256 of all that the rehearsal runs by, the targets too: another one while it runs ends it.</summary>
    public string SettingsHash { get; private set; } = "";

    /// <summary>SHA-256 of the whole document as it was at the beginning.</summary>
    public string ConfigurationHash { get; private set; } = "";

    /// <summary>The published version that the draft stood on.</summary>
    public int ConfigurationVersion { get; private set; }
    public RehearsalState State { get; private set; }
    public bool Passed { get; private set; }
    public string StartedBy { get; private set; } = "";
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Reports and pushes to go through, once that is known, and how many are done.</summary>
    public int Total { get; private set; }
    public int Done { get; private set; }

    /// <summary>How far each target has been told.</summary>
    public IReadOnlyList<ToldTarget> Told { get; private set; } = [];
    public RehearsalReport? Report { get; private set; }
    public string? Error { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    /// <summary>What people call the certificate by.</summary>
    public string Number => NumberOf(Id);

    /// <summary>The last of the id's digits: the first ones of a version-7 id are its time, alike for all of a day.</summary>
    public static string NumberOf(RehearsalId id) => id.Value.ToString("N")[20..].ToUpperInvariant();

    public static Rehearsal Begin(TenantId tenant, string source, RehearsalPlan plan, RehearsalExpectations expectations, RehearsalHashes hashes, int version, string by, DateTimeOffset now) => new()
    {
        Id = RehearsalId.New(), TenantId = tenant, Source = source, Plan = plan, Expectations = expectations, MappingHash = hashes.Mapping, SettingsHash = hashes.Settings, ConfigurationHash = hashes.Configuration,
        ConfigurationVersion = version, StartedBy = by, StartedAt = now, Total = plan.Events,
    };

    public void Advance(int done, int total, IReadOnlyList<ToldTarget> told) => (Done, Total, Told) = (done, total, told);

    public void Complete(RehearsalReport report, DateTimeOffset now) =>
        (State, Report, Passed, Done, FinishedAt) = (RehearsalState.Completed, report, report.Passed, Total, now);

    public void Fail(string error, DateTimeOffset now) =>
        (State, Error, FinishedAt) = (RehearsalState.Failed, error.Cut(ErrorMaxLength), now);

    public Refusal? Cancel(DateTimeOffset now)
    {
        if (State is not RehearsalState.Running) return RehearsalRefusals.Over;
        (State, FinishedAt) = (RehearsalState.Cancelled, now);
        return null;
    }

    /// <summary>Whether this is a certificate that still counts for a source that is understood by <paramref name="mapping"/>.</summary>
    public bool Certifies(string mapping, TimeSpan freshFor, DateTimeOffset now) => Passed && MappingHash == mapping && FinishedAt is { } at && at + freshFor > now;
}

/// <summary>Fingerprints of what a rehearsal runs by.</summary>
public sealed record RehearsalHashes(string Mapping, string Settings, string Configuration);

/// <summary>Why something about rehearsals is refused.</summary>
public static class RehearsalRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("rehearsal");

    public static readonly Refusal NoSource = Refusal.NotFound("source");

    public static readonly Refusal Over = new(RefusalKind.Conflict, "rehearsal-over", "The rehearsal is over already.");

    public static readonly Refusal Running = new(RefusalKind.Conflict, "rehearsal-running", "A rehearsal of this source is running already.");

    public static readonly Refusal Unfinished = new(RefusalKind.Conflict, "rehearsal-draft-unfinished", "Mend what is marked in the draft first.");

    public static readonly Refusal NoTestEndpoint = Refusal.Invalid("rehearsal-no-test-endpoint", "A target that is to be told needs a test endpoint in its settings.", new Problem("/targets", "This target has no test endpoint."));

    public static Refusal ReasonNeeded(IEnumerable<(int Index, string Source)> sources) =>
        Refusal.Invalid("rehearsal-reason-needed", "A source has no fresh certificate of a rehearsal. Rehearse it, or say why it is published without one.",
            [.. sources.Select(x => new Problem(Configuration.ConfigurationProblem.At("/sources", x.Index), $"{x.Source} has no fresh certificate."))]);
}
