using OrderGuard.Domain.Configuration;

namespace OrderGuard.Domain.Timeouts;

/// <summary>A monitoring point running for one order: armed when the order entered a status, due after the rule's duration.</summary>
/// <remarks>Its id is that of the work item which watches it.</remarks>
public sealed record Deadline(Guid Id, string Rule, int From, int Until, DateTimeOffset ArmedAt, DateTimeOffset DueAt, DateTimeOffset? BreachedAt = null)
{
    public static Deadline Arm(TimeoutRule rule, string? category, DateTimeOffset at) =>
        new(Guid.CreateVersion7(), rule.Code, rule.From, rule.Until, at, at + rule.WithinFor(category));

    public bool SameAs(Deadline other) => Rule == other.Rule && From == other.From && Until == other.Until && ArmedAt == other.ArmedAt && DueAt == other.DueAt;
}
