using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OrderGuard.Domain.Risk.Models;

public sealed partial class BoostedTrees
{
    private readonly PathNode[] _paths;
    private readonly int[] _degrees;
    private readonly int _largest;

    /// <summary>The chance of one row with what each feature did to its log-odds: log-odds = <see cref="Base"/> + Σ contributions.</summary>
    /// <remarks>
    /// The contributions are the Shapley values of TreeSHAP (Lundberg, Erion and Lee, "Consistent individualized feature attribution for tree ensembles",
    /// 2018; the path-dependent expectation). A leaf's Shapley weight of a coalition is an integral, ∫ t^|S| (1−t)^(m−1−|S|) dt, so that the sum over all
    /// coalitions becomes the integral of a product with a factor for each feature of the path: z(1−t) where the row leaves the path, z(1−t)+t where
    /// it follows, z being the share of rows that follow. Gauss and Legendre's points integrate that exactly. Products go down the tree, sums come up,
    /// so a tree costs time in proportion to its nodes, as in Yu et al., "Linear TreeShap", NeurIPS 2022.
    /// </remarks>
    public double Explain(ReadOnlySpan<float> row, Span<double> contributions)
    {
        var width = 2 * Checked(row);
        if (contributions.Length != Features) throw new ArgumentException($"The model knows {Features} features, not {contributions.Length}.", nameof(contributions));
        var rented = width > PreparedRow.StackValues ? ArrayPool<int>.Shared.Rent(width) : null;
        var prepared = rented ?? stackalloc int[PreparedRow.StackValues];
        PreparedRow.Fill(row, prepared[..width]);
        contributions.Clear();
        Span<Vector256<double>> inverses = stackalloc Vector256<double>[_largest];
        Span<Vector256<double>> products = stackalloc Vector256<double>[_largest];
        Span<bool> follows = stackalloc bool[_largest];
        for (var tree = 0; tree < Trees; tree++)
        {
            var nodes = _nodes.AsSpan(_roots[tree], _trees[tree].Length);
            var paths = _paths.AsSpan(_roots[tree], nodes.Length);
            foreach (var (points, weights) in GaussLegendre.For(_degrees[tree]))
            {
                Descend(nodes, paths, ref MemoryMarshal.GetReference(prepared), points, inverses, products, follows);
                Ascend(nodes, paths, weights, inverses, products, follows, contributions);
            }
        }
        var odds = Odds(ref MemoryMarshal.GetReference(prepared));
        if (rented is not null) ArrayPool<int>.Shared.Return(rented);
        for (var f = 0; f < contributions.Length; f++) contributions[f] *= Slope;
        return Logistic.Probability(Slope * odds + Offset);
    }

    private static void Descend(
        ReadOnlySpan<WalkedNode> nodes, ReadOnlySpan<PathNode> paths, ref int row, Vector256<double> points,
        Span<Vector256<double>> inverses, Span<Vector256<double>> products, Span<bool> follows)
    {
        products[0] = Vector256<double>.One;
        var rest = Vector256<double>.One - points;
        for (var at = 0; at < nodes.Length; at++)
        {
            ref readonly var node = ref nodes[at];
            if (node.Left == at)
            {
                products[at] *= (double)node.Value;
                continue;
            }
            var right = IsRight(in node, ref row);
            for (var side = 0; side < 2; side++)
            {
                var child = node.Left + side;
                ref readonly var path = ref paths[child];
                var same = path.Before;
                var follow = side == right && (same < 0 || follows[same]);
                var factor = follow ? rest * path.Share + points : rest * path.Share;
                (follows[child], inverses[child]) = (follow, Vector256<double>.One / factor);
                products[child] = same < 0 ? products[at] * factor : products[at] * inverses[same] * factor;
            }
        }
    }

    private static void Ascend(
        ReadOnlySpan<WalkedNode> nodes, ReadOnlySpan<PathNode> paths, Vector256<double> weights,
        Span<Vector256<double>> inverses, Span<Vector256<double>> products, Span<bool> follows, Span<double> contributions)
    {
        for (var at = nodes.Length - 1; at >= 0; at--)
        {
            ref readonly var node = ref nodes[at];
            if (node.Left != at) products[at] = products[node.Left] + products[node.Left + 1];
            if (at == 0) return;
            ref readonly var path = ref paths[at];
            var sums = weights * products[at];
            var part = Vector256.Sum(sums * inverses[at]) * ((follows[at] ? 1 : 0) - path.Share);
            // Below this split the feature counts as all its splits above and this one together.
            if (path.Before is var same and >= 0) part -= Vector256.Sum(sums * inverses[same]) * ((follows[same] ? 1 : 0) - paths[same].Share);
            contributions[path.Feature] += part;
        }
    }

    /// <summary>What is known of each node's path before any row, by tree the degree of its products, and the sum of the trees' expectations.</summary>
    private (PathNode[] Paths, int[] Degrees, double Expected) PathsOf()
    {
        var (paths, degrees, expected) = (new PathNode[_nodes.Length], new int[_trees.Length], 0.0);
        for (var tree = 0; tree < _trees.Length; tree++)
        {
            var (nodes, root) = (_trees[tree], _roots[tree]);
            var (parents, features) = (new int[nodes.Length], new int[nodes.Length]);
            for (var at = 0; at < nodes.Length; at++)
            {
                if (nodes[at].IsLeaf)
                {
                    degrees[tree] = Math.Max(degrees[tree], features[at] - 1);
                    expected += (double)nodes[at].Value * nodes[at].Cover / nodes[0].Cover;
                    continue;
                }
                var before = at;
                while (before != 0 && nodes[parents[before]].Feature != nodes[at].Feature) before = parents[before];
                for (var child = nodes[at].Left; child <= nodes[at].Left + 1; child++)
                {
                    parents[child] = at;
                    features[child] = features[at] + (before == 0 ? 1 : 0);
                    paths[root + child] = new PathNode(nodes[at].Feature, before == 0 ? -1 : before,
                        (double)nodes[child].Cover / nodes[at].Cover * (before == 0 ? 1 : paths[root + before].Share));
                }
            }
        }
        return (paths, degrees, expected);
    }

    /// <param name="Before">The nearest node above that stands below a split of the same feature; −1: none.</param>
    /// <param name="Share">The share of rows that all the path's splits of this feature, up to here, let through.</param>
    private readonly record struct PathNode(int Feature, int Before, double Share);
}
