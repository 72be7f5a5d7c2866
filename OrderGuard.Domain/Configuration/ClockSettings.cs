namespace OrderGuard.Domain.Configuration;

/// <summary>What is done about sources whose clocks are wrong. Every source is measured, whatever stands here.</summary>
public sealed record ClockSettings
{
    /// <summary>Whether the times of a source whose clock is wrong are set right.</summary>
    public bool Correct { get; init; }

    /// <summary>A clock that is wrong by no more than this is left alone.</summary>
    public TimeSpan CorrectAbove { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a wrong clock raises an alert.</summary>
    public bool Alert { get; init; } = true;

    /// <summary>A change of the skew by more than this is a jump, and an event this far ahead of its arrival comes from the future.</summary>
    public TimeSpan AlertAbove { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Sources that are never corrected and raise no alert, e.g. because they report in a nightly batch.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>The channels that are told of a wrong clock.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];
}

/// <summary>What the clock settings must hold to.</summary>
internal static class ClockRules
{
    public static IEnumerable<ConfigurationProblem> Check(ConfigurationDocument document)
    {
        var clock = document.Clock;
        foreach (var (name, span) in new[] { ("correctAbove", clock.CorrectAbove), ("alertAbove", clock.AlertAbove) })
            if (span < TimeSpan.FromSeconds(1) || span > TimeSpan.FromDays(1)) yield return new($"/clock/{name}", "clock-range");
        var sources = TenantConfiguration.SourcesOf(document).Select(x => x.Code).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < clock.Except.Count; i++)
            if (!sources.Contains(clock.Except[i])) yield return new(ConfigurationProblem.At("/clock/except", i), "unknown-source", clock.Except[i]);
        for (var i = 0; i < clock.Channels.Count; i++)
            if (document.Channels.All(x => x.Code != clock.Channels[i])) yield return new(ConfigurationProblem.At("/clock/channels", i), "unknown-channel", clock.Channels[i]);
    }
}
