using OrderGuard.Domain.Configuration;

namespace OrderGuard.Domain.StatusSync;

/// <summary>How far a source usually lags behind the order book, and which statuses it has been heard to name.</summary>
public sealed record DelayMeasure
{
    public const int MostSamples = 200;

    /// <summary>Fewer say nothing: the floor alone counts.</summary>
    public const int Enough = 10;
    private const int MostStatuses = 200;

    /// <summary>The latest delays in seconds, oldest first.</summary>
    public IReadOnlyList<double> Samples { get; init; } = [];

    /// <summary>The statuses that it has named.</summary>
    public IReadOnlyList<int> Said { get; init; } = [];

    public static readonly DelayMeasure New = new();

    public DelayMeasure Observe(IReadOnlyCollection<double> delays, IReadOnlyCollection<int> said) => this with
    {
        Samples = delays.Count == 0 ? Samples : [.. Samples.Concat(delays).TakeLast(MostSamples)],
        Said = said.All(Said.Contains) ? Said : [.. Said.Union(said).Order().Take(MostStatuses)],
    };

    /// <summary>The delay that the given share of its reports keeps within; null while too few are known.</summary>
    public TimeSpan? Usual(double quantile)
    {
        if (Samples.Count < Enough) return null;
        var sorted = Samples.Order().ToList();
        return TimeSpan.FromSeconds(sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(sorted.Count * quantile) - 1)]);
    }

    /// <summary>How long a difference with the source may last before it is a mismatch.</summary>
    public TimeSpan Patience(string source, TruthSettings truth)
    {
        if (truth.BySource.TryGetValue(source, out var set)) return set;
        var usual = Usual(truth.Quantile) ?? TimeSpan.Zero;
        return usual > TruthSettings.LongestPatience ? TruthSettings.LongestPatience : usual > truth.Floor ? usual : truth.Floor;
    }
}
