using OrderGuard.Application.Alerts;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Orders;

/// <summary>One order with all that is known of it.</summary>
public sealed record OrderDetail
{
    public required OrderRow Row { get; init; }
    public required OrderFacts Facts { get; init; }
    public required bool PersonalDataShown { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public IReadOnlyList<SourceView> Sources { get; init; } = [];
    public IReadOnlyList<Hold> Holds { get; init; } = [];
    public IReadOnlyList<DeadlineView> Deadlines { get; init; } = [];
    public IReadOnlyList<TimelineView> Timeline { get; init; } = [];
    public IReadOnlyList<WorkView> Work { get; init; } = [];
    public IReadOnlyList<AlertView> Alerts { get; init; } = [];
    public IReadOnlyList<AuditRow> Audit { get; init; } = [];
    public required bool AuditShown { get; init; }
    public IReadOnlyList<ActionView> Actions { get; init; } = [];

    /// <summary>The fulfilment risk as judged when the order was placed; null where it was not, or the caller may not see risk.</summary>
    public FulfilmentRiskView? FulfilmentRisk { get; init; }

    /// <summary>The latest assessment of its honesty; null where there is none, or the caller may not see risk.</summary>
    public RiskAnswer? Risk { get; init; }
}

/// <summary>A status with its name and label.</summary>
public sealed record StatusView(int Code, string Name, LocalizedText? Label)
{
    public static StatusView Of(int code, TenantConfiguration configuration) =>
        configuration.Status(code) is { } known ? new(code, known.Name, known.Label) : new(code, "", null);
}

/// <summary>How what a source says stands to the order's status.</summary>
public enum SourceDifference
{
    None,
    Behind,
    Ahead,

    /// <summary>Its word has no mapping.</summary>
    NotUnderstood,
}

/// <summary>What one source said last.</summary>
public sealed record SourceView(
    string Source, LocalizedText? Label, SourceRole Role, string Word, StatusView? Status, DateTimeOffset OccurredAt, SourceDifference Difference);

/// <summary>A deadline that the order waits under.</summary>
public sealed record DeadlineView(
    string Rule, LocalizedText? Label, StatusView From, StatusView Until, DateTimeOffset ArmedAt, DateTimeOffset DueAt, DateTimeOffset? BreachedAt)
{
    /// <summary>What the rule grants, by which calendar (null: time as it passes) and by which of its overrides (null: its own threshold).</summary>
    public required TimeSpan Within { get; init; }
    public string? Calendar { get; init; }
    public LocalizedText? CalendarLabel { get; init; }
    public RuleSubject? Matched { get; init; }

    /// <summary>How many thresholds the rule has beside its own.</summary>
    public int Others { get; init; }
}

/// <summary>One report on the order and what came of it.</summary>
public sealed record TimelineView(
    string Source, string EventId, string Word, StatusView? Status, int? MovedFrom, EventOutcome Outcome, string? Detail,
    DateTimeOffset OccurredAt, DateTimeOffset StatedAt, DateTimeOffset ReceivedAt, bool Historical, int ConfigurationVersion);

/// <summary>Something that will happen, or has happened, later.</summary>
public sealed record WorkView(string Kind, string? Payload, DateTimeOffset DueAt, WorkItemState State, int Attempt, string? Error, DateTimeOffset? FinishedAt);

/// <summary>An action that the order allows now; a roll-back with the statuses that it may lead to.</summary>
public sealed record ActionView(OrderAction Action, IReadOnlyList<StatusView> Targets);
