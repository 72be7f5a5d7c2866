using System.ComponentModel.DataAnnotations;

namespace OrderGuard.Infrastructure.Common;

/// <summary>How the work pump takes and retries items. Section <c>Work</c>.</summary>
public sealed class WorkOptions
{
    /// <summary>Whether this node runs work items at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Due items looked at in one sweep.</summary>
    [Range(1, 5_000)]
    public int SweepSize { get; set; } = 1_000;

    /// <summary>Items that one lane (a kind of one tenant) takes at once.</summary>
    [Range(1, 1_000)]
    public int LaneSize { get; set; } = 400;

    /// <summary>Lanes that run at the same time; one that has run for longer than <see cref="SlowAfter"/> no longer counts.</summary>
    [Range(1, 64)]
    public int Lanes { get; set; } = 4;

    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan SlowAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long an item is out of reach of others once it is taken; the item of a node that died comes back after it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The wait after the first failure; it doubles with each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Failures after which a person decides.</summary>
    [Range(1, 100)]
    public int Attempts { get; set; } = 8;

    /// <summary>How long finished items are kept.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan KeepFinished { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The wait after the failure of number <paramref name="attempt"/> (from 0); null: none is left.</summary>
    public TimeSpan? DelayAfter(int attempt, double jitter)
    {
        if (attempt + 1 >= Attempts) return null;
        var ticks = Math.Min(RetryAfter.Ticks * Math.Pow(2, attempt), LongestRetry.Ticks);
        return TimeSpan.FromTicks((long)(ticks * (0.8 + 0.4 * jitter)));
    }
}
