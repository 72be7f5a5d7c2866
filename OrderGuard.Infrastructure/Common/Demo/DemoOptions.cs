using System.ComponentModel.DataAnnotations;

namespace OrderGuard.Infrastructure.Common.Demo;

/// <summary>The demo tenant of the Development environment. Section <c>Demo</c>.</summary>
public sealed class DemoOptions
{
    /// <summary>Whether there is a demo; null: in Development only.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Whether orders keep coming.</summary>
    public bool Traffic { get; set; } = true;

    /// <summary>The shop's API key; null: a random one, printed once.</summary>
    [MinLength(16)]
    public string? ApiKey { get; set; }

    /// <summary>The password of all demo users; null: a random one, printed once.</summary>
    public string? Password { get; set; }

    /// <summary>New orders a minute that the simulator places.</summary>
    [Range(1, 6000)]
    public int OrdersPerMinute { get; set; } = 12;

    /// <summary>Days of history.</summary>
    [Range(0, 365)]
    public int Days { get; set; } = 30;

    /// <summary>Orders on an ordinary day of the history.</summary>
    [Range(1, 10_000)]
    public int OrdersPerDay { get; set; } = 90;

    /// <summary>The same seed gives the same orders.</summary>
    public int Seed { get; set; } = 20_261_122;

    /// <summary>The secret <c>master</c>, by which the demo's requests to a master system are signed; null: none is kept.</summary>
    public string? MasterSecret { get; set; }
}
