using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OrderGuard.Domain.Risk.Models;

/// <summary>One node of a tree as it is learnt and stored; children stand side by side behind their parent.</summary>
/// <param name="Feature">The feature of the split; −1: a leaf.</param>
/// <param name="Value">What a leaf adds to the log-odds.</param>
/// <param name="Cover">Rows that it was learnt on.</param>
internal readonly record struct BoostedNode(int Feature, float Threshold, bool MissingRight, int Left, float Value, int Cover)
{
    public bool IsLeaf => Feature < 0;
}

/// <summary>Grows regression trees on gradients, the leaf that gains most first (Friedman 2001; Ke et al. 2017).</summary>
/// <remarks>
/// Gradients and Hessians are summed as whole numbers of fixed point: sums are exact in any order, so that the tree is the same on any number of threads,
/// and a sibling's histogram is the parent's less the other's without error. A bin is two numbers: the gradient, and the Hessian above the count.
/// </remarks>
internal sealed class BoostedTreeGrower
{
    private const double LeastHessian = 1e-3;
    private const int RowsWorthThreads = 8_192;
    private readonly FeatureBins _bins;
    private readonly BoostingOptions _options;
    private readonly ParallelOptions _threads;
    private readonly double[] _raw;
    private readonly long[] _sums;
    private readonly int[] _order;
    private readonly int[] _swap;
    private readonly int _countBits;
    private readonly double _gradientUnit;
    private readonly double _hessianUnit;
    private readonly Stack<long[]> _spare = new();
    private readonly List<BoostedNode> _nodes = [];

    public BoostedTreeGrower(FeatureBins bins, BoostingOptions options, ParallelOptions threads, double start, double heaviest)
    {
        (_bins, _options, _threads) = (bins, options, threads);
        _raw = new double[bins.Rows];
        Array.Fill(_raw, start);
        _sums = new long[2 * bins.Rows];
        (_order, _swap) = (new int[bins.Rows], new int[bins.Rows]);
        _countBits = 64 - BitOperations.LeadingZeroCount((ulong)bins.Rows);
        // As fine as the sum over all rows allows: |gradient| is at most the weight, the Hessian a quarter of it.
        _gradientUnit = Math.ScaleB(heaviest, _countBits - 62);
        _hessianUnit = Math.ScaleB(heaviest / 4, 2 * _countBits - 62);
    }

    /// <summary>The log-odds of each row so far.</summary>
    public double[] Raw => _raw;

    /// <summary>Takes in each row's derivatives of the loss at its log-odds.</summary>
    public void Derive(ReadOnlySpan<bool> labels, double positive)
    {
        var (toGradient, toHessian) = (1 / _gradientUnit, 1 / _hessianUnit);
        for (var r = 0; r < labels.Length; r++)
        {
            var chance = 1 / (1 + Math.Exp(-_raw[r]));
            var weight = labels[r] ? positive : 1;
            _sums[2 * r] = (long)(weight * (labels[r] ? chance - 1 : chance) * toGradient);
            _sums[2 * r + 1] = ((long)(weight * chance * (1 - chance) * toHessian) << _countBits) | 1;
        }
    }

    public BoostedNode[] Grow()
    {
        for (var i = 0; i < _order.Length; i++) _order[i] = i;
        _nodes.Clear();
        var root = new Leaf(0, 0, _order.Length, double.NegativeInfinity, double.PositiveInfinity);
        root.Histogram = Build(root);
        foreach (var sums in MemoryMarshal.Cast<long, Vector128<long>>(root.Histogram.AsSpan(0, 2 * FeatureBins.Slots)))
        {
            root.Gradient += sums[0];
            root.HessianAndCount += sums[1];
        }
        _nodes.Add(default);
        var leaves = new List<Leaf> { root };
        Search(root);
        while (leaves.Count < _options.Leaves)
        {
            var best = leaves[0];
            foreach (var leaf in leaves) if (leaf.Split.Gain > best.Split.Gain) best = leaf;
            if (best.Split.Gain <= 0) break;
            leaves.Remove(best);
            var (left, right) = Divide(best);
            leaves.Add(left);
            leaves.Add(right);
            if (leaves.Count < _options.Leaves) Learn(best, left, right);
        }
        foreach (var leaf in leaves) End(leaf);
        return [.. _nodes];
    }

    private void End(Leaf leaf)
    {
        if (leaf.Histogram is { } histogram) _spare.Push(histogram);
        var value = (float)(_options.LearningRate * Value(leaf.Gradient * _gradientUnit, Hessian(leaf.HessianAndCount), leaf.Low, leaf.High));
        _nodes[leaf.Node] = new BoostedNode(-1, 0, false, 0, value, leaf.To - leaf.From);
        for (var i = leaf.From; i < leaf.To; i++) _raw[_order[i]] += value;
    }

    private double Hessian(long both) => (both >> _countBits) * _hessianUnit;

    private int Count(long both) => (int)(both & ((1L << _countBits) - 1));

    private double Value(double gradient, double hessian, double low, double high) => Math.Clamp(-gradient / (hessian + _options.Penalty + 1e-15), low, high);

    /// <summary>Parts a leaf's rows by its best split, in place and in their order.</summary>
    private (Leaf Left, Leaf Right) Divide(Leaf leaf)
    {
        var split = leaf.Split;
        var (at, moved, features) = (leaf.From, 0, _bins.Features);
        var missing = split.MissingRight ? FeatureBins.Missing : -1;
        for (var i = leaf.From; i < leaf.To; i++)
        {
            var row = _order[i];
            int bin = _bins.Numbers[row * features + split.Feature];
            // Written to both sides, kept on one: no branch.
            var right = bin == FeatureBins.Missing ? bin == missing : bin > split.Bin;
            _order[at] = row;
            _swap[moved] = row;
            var side = Unsafe.BitCast<bool, byte>(right);
            at += 1 - side;
            moved += side;
        }
        _swap.AsSpan(0, moved).CopyTo(_order.AsSpan(at));
        var edges = _bins.Edges[split.Feature];
        _nodes[leaf.Node] = new BoostedNode(split.Feature, split.Bin < edges.Length ? edges[split.Bin] : float.MaxValue, split.MissingRight, _nodes.Count, 0, leaf.To - leaf.From);
        var (lowLeft, highLeft, lowRight, highRight) = (leaf.Low, leaf.High, leaf.Low, leaf.High);
        if (_options.Monotone?[split.Feature] is { } sign and not 0)
        {
            var middle = (Value(split.Gradient * _gradientUnit, Hessian(split.HessianAndCount), leaf.Low, leaf.High)
                + Value((leaf.Gradient - split.Gradient) * _gradientUnit, Hessian(leaf.HessianAndCount - split.HessianAndCount), leaf.Low, leaf.High)) / 2;
            if (sign > 0) highLeft = lowRight = middle;
            else lowLeft = highRight = middle;
        }
        var left = new Leaf(_nodes.Count, leaf.From, at, lowLeft, highLeft) { Gradient = split.Gradient, HessianAndCount = split.HessianAndCount };
        var other = new Leaf(_nodes.Count + 1, at, leaf.To, lowRight, highRight)
        {
            Gradient = leaf.Gradient - split.Gradient, HessianAndCount = leaf.HessianAndCount - split.HessianAndCount,
        };
        _nodes.Add(default);
        _nodes.Add(default);
        return (left, other);
    }

    /// <summary>Counts the smaller child and takes it off the parent to have the other.</summary>
    private void Learn(Leaf parent, Leaf left, Leaf right)
    {
        var (small, large) = left.Rows <= right.Rows ? (left, right) : (right, left);
        var histogram = parent.Histogram!;
        parent.Histogram = null;
        if (large.Rows < 2 * _options.LeastRows)
        {
            _spare.Push(histogram);
            return;
        }
        small.Histogram = Build(small);
        var from = MemoryMarshal.Cast<long, Vector<long>>(small.Histogram.AsSpan());
        var to = MemoryMarshal.Cast<long, Vector<long>>(histogram.AsSpan());
        for (var i = 0; i < to.Length; i++) to[i] -= from[i];
        large.Histogram = histogram;
        Search(large);
        if (small.Rows >= 2 * _options.LeastRows) Search(small);
    }

    private long[] Build(Leaf leaf)
    {
        var histogram = _spare.TryPop(out var spare) ? spare : new long[2 * FeatureBins.Slots * _bins.Features];
        Array.Clear(histogram);
        if (leaf.Rows < RowsWorthThreads || _threads.MaxDegreeOfParallelism == 1 || _bins.Features < 2)
        {
            Count(histogram, leaf, 0, _bins.Features);
        }
        else
        {
            var parts = Math.Min(_bins.Features, _threads.MaxDegreeOfParallelism < 0 ? Environment.ProcessorCount : _threads.MaxDegreeOfParallelism);
            Parallel.For(0, parts, _threads, part => Count(histogram, leaf, part * _bins.Features / parts, (part + 1) * _bins.Features / parts));
        }
        return histogram;
    }

    private void Count(long[] histogram, Leaf leaf, int from, int to)
    {
        ref var start = ref Unsafe.As<long, Vector128<long>>(ref MemoryMarshal.GetArrayDataReference(histogram));
        ref var sums = ref Unsafe.As<long, Vector128<long>>(ref MemoryMarshal.GetArrayDataReference(_sums));
        ref var numbers = ref MemoryMarshal.GetArrayDataReference(_bins.Numbers);
        nint features = _bins.Features;
        foreach (var row in _order.AsSpan(leaf.From, leaf.Rows))
        {
            var add = Unsafe.Add(ref sums, row);
            ref var bins = ref Unsafe.Add(ref numbers, row * features);
            nint f = from;
            for (; f + 1 < to; f += 2)
            {
                ref var one = ref Unsafe.Add(ref start, (f << 8) + Unsafe.Add(ref bins, f));
                ref var two = ref Unsafe.Add(ref start, ((f + 1) << 8) + Unsafe.Add(ref bins, f + 1));
                one += add;
                two += add;
            }
            if (f < to) Unsafe.Add(ref start, (f << 8) + Unsafe.Add(ref bins, f)) += add;
        }
    }

    private void Search(Leaf leaf)
    {
        if (leaf.Rows < 2 * _options.LeastRows) return;
        var best = default(Split);
        for (var f = 0; f < _bins.Features; f++)
        {
            var slots = MemoryMarshal.Cast<long, Vector128<long>>(leaf.Histogram.AsSpan(f * 2 * FeatureBins.Slots, 2 * FeatureBins.Slots));
            var missing = slots[FeatureBins.Missing];
            var known = _bins.Edges[f].Length + 1;
            if (Count(missing[1]) == 0)
            {
                Scan(leaf, f, slots[..(known - 1)], default, ref best);
                continue;
            }
            Scan(leaf, f, slots[..(known - 1)], missing, ref best);
            Scan(leaf, f, slots[..known], default, ref best);
        }
        // Where none was missing, one that is later goes with the greater part.
        if (best.Gain > 0 && Count(leaf.Histogram![2 * (best.Feature * FeatureBins.Slots + FeatureBins.Missing) + 1]) == 0)
            best.MissingRight = leaf.Rows - Count(best.HessianAndCount) > Count(best.HessianAndCount);
        leaf.Split = best;
    }

    /// <summary>Tries every edge with <paramref name="first"/>, the missing ones or nothing, on the left.</summary>
    private void Scan(Leaf leaf, int feature, ReadOnlySpan<Vector128<long>> slots, Vector128<long> first, ref Split best)
    {
        var sign = _options.Monotone?[feature] ?? 0;
        var bound = _options.Monotone is not null;
        var (all, penalty) = (leaf.Gradient * _gradientUnit, _options.Penalty + 1e-15);
        var allHessian = Hessian(leaf.HessianAndCount);
        var before = bound ? Gain(all, allHessian, Value(all, allHessian, leaf.Low, leaf.High)) : all * all / (allHessian + penalty);
        var (least, rows) = (_options.LeastRows, leaf.Rows);
        var left = first;
        for (var bin = 0; bin < slots.Length; bin++)
        {
            if (slots[bin] == Vector128<long>.Zero) continue;
            left += slots[bin];
            var count = Count(left[1]);
            if (count < least) continue;
            if (rows - count < least) break;
            var (gradient, hessian) = (left[0] * _gradientUnit, Hessian(left[1]));
            var (other, otherHessian) = (all - gradient, allHessian - hessian);
            if (hessian < LeastHessian || otherHessian < LeastHessian) continue;
            double gain;
            if (bound)
            {
                var (low, high) = (Value(gradient, hessian, leaf.Low, leaf.High), Value(other, otherHessian, leaf.Low, leaf.High));
                if (sign > 0 ? low > high : sign < 0 && low < high) continue;
                gain = Gain(gradient, hessian, low) + Gain(other, otherHessian, high) - before;
            }
            else
            {
                gain = gradient * gradient / (hessian + penalty) + other * other / (otherHessian + penalty) - before;
            }
            if (gain > best.Gain) best = new Split(gain, feature, bin, first == Vector128<long>.Zero, left[0], left[1]);
        }
    }

    /// <summary>Twice what a leaf of this value takes off the loss.</summary>
    private double Gain(double gradient, double hessian, double value) => -(2 * gradient * value + (hessian + _options.Penalty) * value * value);

    private record struct Split(double Gain, int Feature, int Bin, bool MissingRight, long Gradient, long HessianAndCount);

    private sealed class Leaf(int node, int from, int to, double low, double high)
    {
        public int Node { get; } = node;
        public int From { get; } = from;
        public int To { get; } = to;
        public int Rows => To - From;

        /// <summary>What monotone splits above allow as its value.</summary>
        public double Low { get; } = low;
        public double High { get; } = high;
        public long Gradient { get; set; }
        public long HessianAndCount { get; set; }
        public long[]? Histogram { get; set; }
        public Split Split;
    }
}
