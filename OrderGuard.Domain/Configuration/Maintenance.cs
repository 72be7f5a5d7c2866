using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Configuration;

/// <summary>A time in which late orders are expected (a source is down, a promotion): what it covers is told as one alert.</summary>
public sealed record MaintenanceWindow
{
    public required string Code { get; init; }
    public LocalizedText? Label { get; init; }
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset Until { get; init; }

    /// <summary>The sources it is about; none: all.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The categories it is about; none: all.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The monitoring points it is about; none: all.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];
    public string? Reason { get; init; }

    /// <summary>The channels that are told how it ended.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    public bool IsOn(DateTimeOffset now) => now >= From && now < Until;
}

/// <summary>What maintenance windows must hold to.</summary>
internal static class MaintenanceRules
{
    public static IEnumerable<ConfigurationProblem> Check(ConfigurationDocument document)
    {
        foreach (var problem in ConfigurationRules.Twice("/maintenance", document.Maintenance, x => x.Code, "code")) yield return problem;
        var sources = TenantConfiguration.SourcesOf(document).Select(x => x.Code).ToHashSet(StringComparer.Ordinal);
        var categories = document.Categories.Select(x => x.Code).ToHashSet(StringComparer.Ordinal);
        var rules = document.Timeouts.Select(x => x.Code).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < document.Maintenance.Count; i++)
        {
            var (window, at) = (document.Maintenance[i], ConfigurationProblem.At("/maintenance", i));
            if (!ConfigurationLimits.IsCode(window.Code)) yield return new($"{at}/code", "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
            // What could not be read is told already.
            if (window.From != default && window.Until != default && window.Until <= window.From) yield return new($"{at}/until", "until-after-start");
            else if (window.From != default && window.Until - window.From > ConfigurationLimits.LongestMaintenance) yield return new($"{at}/until", "maintenance-long", ConfigurationRules.Text((int)ConfigurationLimits.LongestMaintenance.TotalDays));
            foreach (var problem in Unknown(window.Sources, sources, $"{at}/sources", "unknown-source")) yield return problem;
            foreach (var problem in Unknown(window.Categories, categories, $"{at}/categories", "unknown-category")) yield return problem;
            foreach (var problem in Unknown(window.Rules, rules, $"{at}/rules", "unknown-rule")) yield return problem;
        }
    }

    private static IEnumerable<ConfigurationProblem> Unknown(IReadOnlyList<string> named, HashSet<string> known, string at, string code)
    {
        for (var i = 0; i < named.Count; i++)
            if (!known.Contains(named[i])) yield return new(ConfigurationProblem.At(at, i), code, named[i]);
    }
}
