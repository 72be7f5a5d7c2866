namespace OrderGuard.Domain.Configuration;

/// <summary>Whose word counts, and when a system that says something else is told of.</summary>
public sealed record TruthSettings
{
    /// <summary>The name of OrderGuard's own order book, where no source is the master.</summary>
    public const string OwnBook = Orders.StatusReport.OwnSource;

    public static readonly TimeSpan LongestPatience = TimeSpan.FromDays(30);

    /// <summary>The one source that is the master, or <see cref="OwnBook"/>; null: whichever source has that role.</summary>
    public string? Master { get; init; }

    /// <summary>Whether a lasting difference raises an alert.</summary>
    public bool Alert { get; init; } = true;

    /// <summary>A difference that has lasted no longer than this is never a mismatch, however quick the source usually is.</summary>
    public TimeSpan Floor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The share of a source's own delays that counts as usual: 0.95 is all but the slowest twentieth.</summary>
    public double Quantile { get; init; } = 0.95;

    /// <summary>How long a difference with a source may last, whatever was measured.</summary>
    public IReadOnlyDictionary<string, TimeSpan> BySource { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>Sources that are not compared.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];
}

/// <summary>What the settings of the one truth must hold to.</summary>
internal static class TruthRules
{
    public static IEnumerable<ConfigurationProblem> Check(ConfigurationDocument document)
    {
        var truth = document.Truth;
        var sources = TenantConfiguration.SourcesOf(document);
        var masters = sources.Where(x => x.Role is SourceRole.Master).Select(x => x.Code).ToList();
        if (truth.Master is TruthSettings.OwnBook && masters.Count > 0) yield return new("/truth/master", "truth-own-book", string.Join(", ", masters));
        else if (truth.Master is { } master and not TruthSettings.OwnBook)
        {
            if (sources.All(x => x.Code != master)) yield return new("/truth/master", "unknown-source", master);
            else if (!masters.Contains(master)) yield return new("/truth/master", "truth-not-master", master);
            else if (masters.Count > 1) yield return new("/truth/master", "truth-other-masters", string.Join(", ", masters.Where(x => x != master)));
        }
        if (truth.Floor < TimeSpan.Zero || truth.Floor > TruthSettings.LongestPatience) yield return new("/truth/floor", "duration-range", Days);
        if (truth.Quantile is not (>= 0.5 and < 1)) yield return new("/truth/quantile", "number-range", "0.5", "0.999");
        var known = sources.Select(x => x.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var (source, patience) in truth.BySource)
        {
            var at = ConfigurationProblem.At("/truth/bySource", source);
            if (!known.Contains(source)) yield return new(at, "unknown-source", source);
            else if (patience <= TimeSpan.Zero || patience > TruthSettings.LongestPatience) yield return new(at, "duration-range", Days);
        }
        for (var i = 0; i < truth.Except.Count; i++)
            if (!known.Contains(truth.Except[i])) yield return new(ConfigurationProblem.At("/truth/except", i), "unknown-source", truth.Except[i]);
    }

    private static string Days => ConfigurationRules.Text((int)TruthSettings.LongestPatience.TotalDays);
}
