using System.Runtime.CompilerServices;

namespace OrderGuard.Domain.Risk.Models;

/// <summary>How boosted trees are learnt; the defaults are those that histogram gradient boosting is commonly run with.</summary>
public sealed record BoostingOptions
{
    public const int MostIterations = 10_000;
    public const int MostLeaves = 128;
    public const int MostBins = 255;

    /// <summary>Trees at most, 1 to 10,000.</summary>
    public int Iterations { get; init; } = 100;

    /// <summary>How far each tree goes, above 0 to 1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Leaves of a tree at most, 2 to 128.</summary>
    public int Leaves { get; init; } = 31;

    /// <summary>Bins for the known values of a feature, 2 to 255; missing ones have a bin of their own.</summary>
    public int Bins { get; init; } = MostBins;

    /// <summary>Rows that a leaf must hold.</summary>
    public int LeastRows { get; init; } = 20;

    /// <summary>L2 penalty on the leaves' values.</summary>
    public double Penalty { get; init; }

    /// <summary>How much more a positive row counts; 0: as much more as makes both classes weigh the same. Calibration on a later window sets the probabilities right again; without one that is done only roughly.</summary>
    public double PositiveWeight { get; init; } = 1;

    /// <summary>By feature: 1 where the odds may only grow with the value, −1 where they may only fall, 0 where both; null: all free. Missing values are not bound.</summary>
    public IReadOnlyList<int>? Monotone { get; init; }

    /// <summary>With a later window: learning ends after so many trees that did not improve its log loss.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>Threads at most; −1: as many as there are processors. The model is the same with any number.</summary>
    public int Threads { get; init; } = -1;

    internal void Check(int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Iterations, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Iterations, MostIterations);
        Require(LearningRate is > 0 and <= 1, LearningRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(Leaves, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Leaves, MostLeaves);
        ArgumentOutOfRangeException.ThrowIfLessThan(Bins, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Bins, MostBins);
        ArgumentOutOfRangeException.ThrowIfLessThan(LeastRows, 1);
        Require(Penalty >= 0 && double.IsFinite(Penalty), Penalty);
        Require(PositiveWeight is >= 0 and <= 10_000, PositiveWeight);
        ArgumentOutOfRangeException.ThrowIfLessThan(Patience, 1);
        Require(Monotone is null || (Monotone.Count == features && Monotone.All(x => x is >= -1 and <= 1)), Monotone);
        Require(Threads is -1 or > 0, Threads);
    }

    private static void Require(bool within, object? value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!within) throw new ArgumentOutOfRangeException(name, value, "Out of range.");
    }
}

/// <summary>Rows of which the outcome is known.</summary>
public sealed class LabelledRows
{
    public LabelledRows(FeatureMatrix rows, bool[] labels)
    {
        if (rows.Rows != labels.Length) throw new ArgumentException($"{rows.Rows} rows need as many labels, not {labels.Length}.", nameof(labels));
        (Rows, Labels, Positive) = (rows, labels, labels.Count(x => x));
    }

    public FeatureMatrix Rows { get; }
    public bool[] Labels { get; }
    public int Positive { get; }
    public bool HasBothClasses => Positive > 0 && Positive < Labels.Length;
}
