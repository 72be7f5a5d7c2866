using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OrderGuard.Domain.Risk.Models;

/// <summary>The chance that a row is positive, learnt from rows whose outcome is known: gradient boosted trees on histograms.</summary>
/// <remarks>
/// Logistic loss: Friedman, "Greedy function approximation: a gradient boosting machine", Annals of Statistics 2001. Histograms, the leaf that gains most
/// first: Ke et al., "LightGBM", NeurIPS 2017. A missing value (any that is not finite) goes where learning found it better, at each split (Chen and
/// Guestrin, "XGBoost", KDD 2016); where none was missing in learning, with the greater part. Probabilities are calibrated on a later time window where
/// one is given (Platt 1999).
/// </remarks>
public sealed partial class BoostedTrees
{
    private readonly BoostedNode[][] _trees;
    private readonly WalkedNode[] _nodes;
    private readonly int[] _roots;
    private readonly double _start;

    private BoostedTrees(BoostedNode[][] trees, int features, double start, double slope, double offset)
    {
        (_trees, Features, _start, Slope, Offset) = (trees, features, start, slope, offset);
        _roots = new int[trees.Length];
        _nodes = new WalkedNode[trees.Sum(x => x.Length)];
        var at = 0;
        for (var tree = 0; tree < trees.Length; tree++)
        {
            _roots[tree] = at;
            for (var i = 0; i < trees[tree].Length; i++)
            {
                var node = trees[tree][i];
                _nodes[at + i] = node.IsLeaf
                    ? new WalkedNode(int.MaxValue, 0, i, node.Value)
                    : new WalkedNode(PreparedRow.Key(node.Threshold), node.MissingRight ? node.Feature + features : node.Feature, node.Left, 0);
            }
            at += trees[tree].Length;
        }
        (_paths, _degrees, var expected) = PathsOf();
        _largest = trees.Select(x => x.Length).DefaultIfEmpty(1).Max();
        Base = slope * (start + expected) + offset;
    }

    public int Features { get; }
    public int Trees => _trees.Length;

    /// <summary>The calibration of the log-odds; 1 and 0 change nothing.</summary>
    public double Slope { get; }
    public double Offset { get; }

    /// <summary>The log-odds before anything is known of the row; with the contributions of <see cref="Explain"/> they add up to those of the row.</summary>
    public double Base { get; }

    /// <summary>The calibrated chance, 0 to 1, that a row is positive. Allocates nothing.</summary>
    public double Probability(ReadOnlySpan<float> row)
    {
        var width = 2 * Checked(row);
        var rented = width > PreparedRow.StackValues ? ArrayPool<int>.Shared.Rent(width) : null;
        var prepared = rented ?? stackalloc int[PreparedRow.StackValues];
        PreparedRow.Fill(row, prepared[..width]);
        var odds = Odds(ref MemoryMarshal.GetReference(prepared));
        if (rented is not null) ArrayPool<int>.Shared.Return(rented);
        return Logistic.Probability(Slope * odds + Offset);
    }

    /// <summary>The chances of many rows, row after row in one span.</summary>
    public void Probabilities(ReadOnlySpan<float> rows, Span<double> chances)
    {
        if (rows.Length != (long)chances.Length * Features) throw new ArgumentException($"{chances.Length} rows of {Features} features are {(long)chances.Length * Features} values, not {rows.Length}.", nameof(rows));
        for (var i = 0; i < chances.Length; i++) chances[i] = Probability(rows.Slice(i * Features, Features));
    }

    private int Checked(ReadOnlySpan<float> row) => row.Length == Features ? Features : throw new ArgumentException($"The model knows {Features} features, not {row.Length}.", nameof(row));

    private double Odds(ref int row)
    {
        var odds = _start;
        ref var all = ref MemoryMarshal.GetArrayDataReference(_nodes);
        foreach (var root in _roots)
        {
            ref var nodes = ref Unsafe.Add(ref all, root);
            nint at = 0;
            while (true)
            {
                ref readonly var node = ref Unsafe.Add(ref nodes, at);
                if (node.Left == at)
                {
                    odds += node.Value;
                    break;
                }
                at = node.Left + IsRight(in node, ref row);
            }
        }
        return odds;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IsRight(in WalkedNode node, ref int row) => (int)((ulong)((long)node.Threshold - Unsafe.Add(ref row, node.Offset)) >> 63);

    /// <summary>A leaf leads to itself.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private record struct WalkedNode(int Threshold, int Offset, int Left, float Value);
}
