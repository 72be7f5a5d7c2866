using OrderGuard.Domain.Configuration;

namespace OrderGuard.Domain.Timeouts;

/// <summary>A monitoring point running for one order: armed when the order entered a status, due after the rule's duration.</summary>
/// <remarks>Its id is that of the work item which watches it.</remarks>
public sealed record Deadline(Guid Id, string Rule, int From, int Until, DateTimeOffset ArmedAt, DateTimeOffset DueAt, DateTimeOffset? BreachedAt = null)
{
    /// <summary>What the rule grants; null in what was armed before this was kept.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>The calendar that the time counts by; null: time as it passes.</summary>
    public string? Calendar { get; init; }

    /// <summary>The conditions of the rule's override that the order fell under; null: the rule's own threshold.</summary>
    public RuleSubject? Matched { get; init; }

    public static Deadline Arm(TimeoutRule rule, RuleTerms terms, DateTimeOffset at) =>
        new(Guid.CreateVersion7(), rule.Code, rule.From, rule.Until, at, terms.DueAt(at)) { Within = terms.Within, Calendar = terms.Working?.Code, Matched = terms.Matched };

    public bool SameAs(Deadline other) => Rule == other.Rule && From == other.From && Until == other.Until && ArmedAt == other.ArmedAt && DueAt == other.DueAt;
}
