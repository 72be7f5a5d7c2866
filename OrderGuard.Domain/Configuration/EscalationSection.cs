using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Configuration;

/// <summary>What a level of the response does.</summary>
public enum EscalationDeed
{
    /// <summary>Tells the person, and makes it the alert's owner where nobody is.</summary>
    Remind,

    /// <summary>Gives the alert to the person and says so.</summary>
    HandOver,

    /// <summary>Asks the master system to close the order and give the money back, within the limits of guarded actions.</summary>
    CloseAndRefund,
}

/// <summary>Which of the two people on duty a level means.</summary>
public enum DutySide
{
    Owner,
    Backup,
}

/// <summary>The answer to a breach, level by level, until somebody takes care.</summary>
public sealed record EscalationPolicy
{
    public required string Code { get; init; }
    public LocalizedText? Label { get; init; }
    public IReadOnlyList<EscalationLevel> Levels { get; init; } = [];
}

/// <summary>One step of a policy: what is done, how long after the step before.</summary>
public sealed record EscalationLevel
{
    /// <summary>The wait after the level before; of the first level, after the alert was raised.</summary>
    public TimeSpan After { get; init; }
    public EscalationDeed Does { get; init; }

    /// <summary>Who is meant; null: the backup for a handover, else the owner.</summary>
    public DutySide? Whom { get; init; }

    /// <summary>Codes of the channels in which people are told; none: those that the company tells by default.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    public DutySide Side() => Whom ?? (Does is EscalationDeed.HandOver ? DutySide.Backup : DutySide.Owner);
}

/// <summary>The policies that every tenant has without writing them.</summary>
public static class StandardEscalation
{
    public const string Code = "standard";

    /// <summary>Remind the owner at once, hand over to the backup after a quarter of an hour, close and refund half an hour later.</summary>
    public static EscalationPolicy Policy { get; } = new()
    {
        Code = Code,
        Label = new LocalizedText("Standard: three levels", "标准三级响应"),
        Levels =
        [
            new EscalationLevel { After = TimeSpan.Zero, Does = EscalationDeed.Remind },
            new EscalationLevel { After = TimeSpan.FromMinutes(15), Does = EscalationDeed.HandOver },
            new EscalationLevel { After = TimeSpan.FromMinutes(30), Does = EscalationDeed.CloseAndRefund },
        ],
    };

    /// <summary>The policy of that code: the document's own, else the preset's; null: there is none.</summary>
    public static EscalationPolicy? Find(ConfigurationDocument document, string? code) =>
        code is null ? null : document.Escalations.FirstOrDefault(x => x.Code == code) ?? (code == Code ? Policy : null);
}
