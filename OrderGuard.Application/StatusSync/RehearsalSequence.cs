using OrderGuard.Application.Intake;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.StatusSync;

/// <summary>What was done to a report on its way.</summary>
internal enum Disturbance
{
    None,
    Duplicate,
    OutOfOrder,
    Late,
    Unknown,
}

/// <summary>One report of a rehearsal: what comes, when it arrives by the rehearsal's own time, and what should come of it.</summary>
/// <param name="Own">Whether the rehearsed source makes it; others only bring the orders to where they are.</param>
/// <param name="At">When it really happened.</param>
/// <param name="Expected">Null: anything but an illegal move.</param>
internal sealed record RehearsalEvent(bool Own, string Source, IncomingEvent Event, DateTimeOffset At, DateTimeOffset ArrivesAt, EventOutcome? Expected)
{
    public Disturbance Disturbance { get; init; }

    /// <summary>Made while the source's clock ran wrong.</summary>
    public bool Skewed { get; init; }
    public bool Historical { get; init; }

    /// <summary>The order's own number, where the report was recorded.</summary>
    public string? Recorded { get; init; }
}

/// <summary>The reports of a rehearsal in the order of their arrival.</summary>
internal sealed record RehearsalSequence(IReadOnlyList<RehearsalEvent> Events, IReadOnlyList<string> NotGenerated);

/// <summary>What a rehearsal runs by: the draft, with somebody beside the source who may do all that the source does not.</summary>
internal sealed record RehearsalStage(TenantConfiguration Configuration, SourceDefinition Source)
{
    /// <summary>Stands in for all other systems; no code that a person may give begins so.</summary>
    public const string Others = "_others";

    public bool Corrects => Configuration.Document.Clock is var clock && clock.Correct && !clock.Except.Contains(Source.Code);

    /// <param name="targets">The targets that are told, at their test endpoints.</param>
    public static RehearsalStage Of(ConfigurationDocument draft, int version, string source, IReadOnlyList<string> targets)
    {
        var document = draft with
        {
            Sources = [.. draft.Sources, new SourceDefinition { Code = Others, Role = SourceRole.Master }],
            Targets = [.. draft.Targets.Where(x => targets.Contains(x.Code)).Select(x => x.ForRehearsal()).OfType<TargetDefinition>()],
        };
        return new RehearsalStage(TenantConfiguration.Compile(version, document), draft.Sources.First(x => x.Code == source));
    }
}
