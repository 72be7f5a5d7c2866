using System.ComponentModel.DataAnnotations;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>How long events stay readable for those who follow them: section <c>Outbox</c>.</summary>
public sealed class OutboxOptions
{
    /// <summary>How long an event is kept; one that the broker has not confirmed yet is kept longer. 7 days; 1 hour to 1 year.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "366.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(7);
}
