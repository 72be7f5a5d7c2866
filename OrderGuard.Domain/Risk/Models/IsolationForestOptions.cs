namespace OrderGuard.Domain.Risk.Models;

/// <summary>How an isolation forest is grown; the defaults are those of the paper.</summary>
public sealed record IsolationForestOptions
{
    public const int MostTrees = 10_000;
    public const int MostSample = 16_384;

    /// <summary>Trees, 1 to 10,000.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Rows that each tree is grown on, drawn without replacement, 2 to 16,384; fewer where there are fewer.</summary>
    public int Sample { get; init; } = 256;

    /// <summary>The same rows, options and seed give the same forest, bit for bit, on however many threads.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Threads at most; −1: as many as there are processors.</summary>
    public int Threads { get; init; } = -1;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Trees, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Trees, MostTrees);
        ArgumentOutOfRangeException.ThrowIfLessThan(Sample, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Sample, MostSample);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, -1);
        ArgumentOutOfRangeException.ThrowIfZero(Threads);
    }
}
