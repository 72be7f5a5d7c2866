namespace OrderGuard.Domain.Configuration;

/// <summary>What is asked before a source that was changed goes live.</summary>
public sealed record GoLiveSettings
{
    /// <summary>How long the certificate of a rehearsal counts.</summary>
    public TimeSpan FreshFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Whether a system that publishes a source without a certificate has to give a reason too; people always have to.</summary>
    public bool ReasonFromSystems { get; init; }
}

/// <summary>What the section must hold to.</summary>
internal static class GoLiveRules
{
    public const int MostDays = 90;

    public static IEnumerable<ConfigurationProblem> Check(GoLiveSettings settings)
    {
        if (settings.FreshFor <= TimeSpan.Zero || settings.FreshFor > TimeSpan.FromDays(MostDays)) yield return new("/goLive/freshFor", "duration-range", ConfigurationRules.Text(MostDays));
    }
}
