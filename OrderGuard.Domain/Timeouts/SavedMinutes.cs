namespace OrderGuard.Domain.Timeouts;

/// <summary>A timeout that was raised and settled again: whether a person took it in between, and how long it stood.</summary>
public readonly record struct SettledTimeout(string Rule, bool Taken, TimeSpan Stood);

/// <summary>How many minutes of waiting customers were spared because somebody took the alert.</summary>
/// <remarks>
/// For each monitoring point, how long its timeouts usually stand that nobody takes (their median) is what would have been; each timeout that
/// somebody took counts with the difference, also where it is negative. Points with fewer than <see cref="LeastUntaken"/> untaken timeouts have
/// nothing to compare with and do not count. It is a comparison, not a proof: people may take the easier ones.
/// </remarks>
public sealed record SavedMinutes(double Minutes, int Compared, int NotComparable)
{
    public const int LeastUntaken = 10;

    public static SavedMinutes Of(IEnumerable<SettledTimeout> settled, IEnumerable<SettledTimeout> usual)
    {
        var without = usual.Where(x => !x.Taken).GroupBy(x => x.Rule, StringComparer.Ordinal).Where(x => x.Count() >= LeastUntaken)
            .ToDictionary(x => x.Key, x => Quantiles.Of([.. x.Select(t => t.Stood)], 0.5)!.Value, StringComparer.Ordinal);
        var taken = settled.Where(x => x.Taken).ToList();
        var comparable = taken.Where(x => without.ContainsKey(x.Rule)).ToList();
        return new(comparable.Sum(x => (without[x.Rule] - x.Stood).TotalMinutes), comparable.Count, taken.Count - comparable.Count);
    }
}

/// <summary>Quantiles of durations, by linear interpolation between the two nearest.</summary>
public static class Quantiles
{
    public static TimeSpan? Of(IReadOnlyCollection<TimeSpan> durations, double share)
    {
        if (durations.Count == 0) return null;
        var sorted = durations.Order().ToArray();
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + (sorted[below + 1] - sorted[below]) * (at - below);
    }
}
