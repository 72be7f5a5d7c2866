namespace OrderGuard.Domain.Risk.Models;

/// <summary>Rows with each value replaced by the number of its bin, so that learning counts instead of sorting (Ke et al. 2017, algorithm 1).</summary>
internal sealed class FeatureBins
{
    /// <summary>The bin of a missing value.</summary>
    public const int Missing = 255;
    public const int Slots = 256;
    private const int MostLookedAt = 200_000;

    public FeatureBins(FeatureMatrix rows, int bins, ParallelOptions threads)
    {
        (Rows, Features) = (rows.Rows, rows.Features);
        Edges = new float[Features][];
        Numbers = new byte[rows.Values.Length];
        Parallel.For(0, Features, threads, f =>
        {
            var edges = Edges[f] = EdgesOf(rows, f, bins);
            for (var r = 0; r < Rows; r++)
            {
                var value = rows.Values[r * Features + f];
                Numbers[r * Features + f] = (byte)(float.IsFinite(value) ? Bin(edges, value) : Missing);
            }
        });
    }

    public int Rows { get; }
    public int Features { get; }

    /// <summary>By feature the greatest value of each bin but the last.</summary>
    public float[][] Edges { get; }

    /// <summary>Row-major.</summary>
    public byte[] Numbers { get; }

    private static int Bin(float[] edges, float value)
    {
        var (from, count) = (0, edges.Length);
        while (count > 0)
        {
            var half = count >> 1;
            var above = value > edges[from + half];
            from = above ? from + half + 1 : from;
            count = above ? count - half - 1 : half;
        }
        return from;
    }

    /// <summary>Half way between neighbours where the values are few, else at equal shares of the rows. Of very many rows every so-many-th is looked at.</summary>
    private static float[] EdgesOf(FeatureMatrix rows, int feature, int bins)
    {
        var step = (rows.Rows + MostLookedAt - 1) / MostLookedAt;
        var known = new List<float>(Math.Min(rows.Rows, MostLookedAt));
        for (var r = 0; r < rows.Rows; r += step)
        {
            var value = rows.Values[r * rows.Features + feature];
            if (float.IsFinite(value)) known.Add(value + 0f);
        }
        known.Sort();
        var distinct = new List<float>();
        foreach (var value in known)
        {
            if (distinct.Count == 0 || distinct[^1] != value) distinct.Add(value);
            if (distinct.Count > bins) break;
        }
        if (distinct.Count <= bins) return [.. distinct.Zip(distinct.Skip(1), Between)];

        var edges = new List<float>(bins - 1);
        for (var i = 1; i < bins; i++)
        {
            var place = (double)i / bins * (known.Count - 1);
            var (low, high) = (known[(int)place], known[Math.Min((int)place + 1, known.Count - 1)]);
            var edge = place == (int)place ? low : (float)(((double)low + high) / 2);
            // The greatest value must lie above the last edge.
            if ((edges.Count == 0 || edge > edges[^1]) && edge < known[^1]) edges.Add(edge);
        }
        return [.. edges];
    }

    private static float Between(float low, float high)
    {
        var middle = (float)(((double)low + high) / 2);
        return middle < high ? middle : low;
    }
}
