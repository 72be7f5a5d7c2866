using System.Runtime.InteropServices;

namespace OrderGuard.Domain.Risk.Models;

/// <summary>One node as scoring walks it: right where the value at <see cref="Offset"/> of the <see cref="PreparedRow"/> is above the threshold.</summary>
/// <remarks>A node whose missing values go right points into the row's second half. Below a leaf stand nodes with the greatest threshold, which lead everything left.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal record struct IsolationNode(int Threshold, int Offset)
{
    public static readonly IsolationNode Filler = new(int.MaxValue, 0);
}

/// <summary>A tree as it is grown and stored, in preorder.</summary>
/// <param name="Feature">The feature of the split; −1: a leaf.</param>
/// <param name="Size">Rows of the sample that came to a leaf.</param>
internal readonly record struct GrownNode(int Feature, float Threshold, bool MissingRight, int Size)
{
    public bool IsLeaf => Feature < 0;

    public static GrownNode Leaf(int size) => new(-1, 0, false, size);
}

/// <summary>Grows one isolation tree (Liu, Ting and Zhou 2008, algorithm 2) on one sample of the rows; used again for the next tree.</summary>
internal sealed class IsolationTreeGrower(FeatureMatrix rows, int sample, int depth)
{
    private readonly float[] _columns = new float[rows.Features * sample];
    private readonly int[] _members = new int[sample];
    private readonly int[] _swap = new int[sample];
    private readonly int[] _features = new int[rows.Features];
    private readonly HashSet<int> _drawn = new(sample);
    private readonly List<GrownNode> _nodes = [];
    private ModelRandom _random;

    public GrownNode[] Grow(ModelRandom random)
    {
        _random = random;
        _nodes.Clear();
        Draw();
        Split(0, sample, 0);
        return [.. _nodes];
    }

    /// <summary>Floyd's sampling without replacement (Bentley and Floyd 1987), copied column by column.</summary>
    private void Draw()
    {
        _drawn.Clear();
        var at = 0;
        for (var last = rows.Rows - sample; last < rows.Rows; last++, at++)
        {
            var row = _random.Below(last + 1);
            if (!_drawn.Add(row)) _drawn.Add(row = last);
            var values = rows.Row(row);
            for (var f = 0; f < values.Length; f++) _columns[f * sample + at] = float.IsFinite(values[f]) ? values[f] : float.NaN;
            _members[at] = at;
        }
    }

    private void Split(int from, int to, int level)
    {
        var members = _members.AsSpan(from, to - from);
        if (level == depth || members.Length < 2 || Choose(members) is not { } split)
        {
            _nodes.Add(GrownNode.Leaf(members.Length));
            return;
        }
        var at = _nodes.Count;
        _nodes.Add(default);
        var (middle, missingRight) = Partition(members, split.Feature, split.Threshold);
        _nodes[at] = new GrownNode(split.Feature, split.Threshold, missingRight, 0);
        Split(from, from + middle, level + 1);
        Split(from + middle, to, level + 1);
    }

    /// <summary>A feature drawn among those that differ within the node, and a threshold drawn between its smallest and largest value.</summary>
    private (int Feature, float Threshold)? Choose(ReadOnlySpan<int> members)
    {
        for (var f = 0; f < _features.Length; f++) _features[f] = f;
        for (var left = _features.Length; left > 0; left--)
        {
            var pick = _random.Below(left);
            var feature = _features[pick];
            _features[pick] = _features[left - 1];
            var column = _columns.AsSpan(feature * sample, sample);
            var (min, max) = (float.PositiveInfinity, float.NegativeInfinity);
            foreach (var member in members)
            {
                var value = column[member];
                // A missing value compares false and so counts for neither.
                if (value < min) min = value;
                if (value > max) max = value;
            }
            if (!(min < max)) continue;
            var threshold = (float)(min + _random.Unit() * ((double)max - min));
            return (feature, threshold < max ? threshold : min);
        }
        return null;
    }

    /// <summary>Puts the left ones first. Missing values go with the greater part of the known ones.</summary>
    private (int Middle, bool MissingRight) Partition(Span<int> members, int feature, float threshold)
    {
        var column = _columns.AsSpan(feature * sample, sample);
        int left = 0, right = 0;
        foreach (var member in members)
        {
            if (column[member] <= threshold) left++;
            else if (column[member] > threshold) right++;
        }
        var missingRight = right > left;
        var (kept, moved) = (0, 0);
        foreach (var member in members)
        {
            var value = column[member];
            if (value <= threshold || (!missingRight && float.IsNaN(value))) members[kept++] = member;
            else _swap[moved++] = member;
        }
        _swap.AsSpan(0, moved).CopyTo(members[kept..]);
        return (kept, missingRight);
    }
}
