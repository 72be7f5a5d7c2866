namespace OrderGuard.Benchmarks;

internal static class Latencies
{
    /// <summary>The nearest-rank percentile, 0 to 1, of the measured values in milliseconds.</summary>
    public static double Percentile(IReadOnlyCollection<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1 < 0 ? 0 : (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}
