using System.Numerics;
using OrderGuard.Domain.Risk.Models;

namespace OrderGuard.Domain.Tests.Risk.Models;

/// <summary>Shapley values by their definition: every coalition's expectation, by walking both ways where a feature is not in it.</summary>
internal static class ShapleyByHand
{
    public static double[] Of(BoostedTrees model, float[] row)
    {
        var trees = Trees(model);
        var features = model.Features;
        var values = Enumerable.Range(0, 1 << features).Select(coalition => model.Slope * trees.Sum(x => Expected(x, 0, row, (uint)coalition))).ToArray();
        var found = new double[features];
        for (var f = 0; f < features; f++)
        {
            for (var coalition = 0; coalition < values.Length; coalition++)
            {
                if ((coalition & (1 << f)) != 0) continue;
                var size = BitOperations.PopCount((uint)coalition);
                found[f] += Factorial(size) * Factorial(features - size - 1) / Factorial(features) * (values[coalition | (1 << f)] - values[coalition]);
            }
        }
        return found;
    }

    private sealed record Node(int Feature, float Number, bool MissingRight, int Left, int Cover);

    private static double Expected(Node[] tree, int at, float[] row, uint coalition)
    {
        var node = tree[at];
        if (node.Feature < 0) return node.Number;
        var value = row[node.Feature];
        if ((coalition & (1u << node.Feature)) != 0)
            return Expected(tree, node.Left + ((float.IsFinite(value) ? value > node.Number : node.MissingRight) ? 1 : 0), row, coalition);
        return (Cover(tree, node.Left) * Expected(tree, node.Left, row, coalition) + Cover(tree, node.Left + 1) * Expected(tree, node.Left + 1, row, coalition)) / Cover(tree, at);
    }

    private static double Cover(Node[] tree, int at) => tree[at].Feature < 0 ? tree[at].Cover : Cover(tree, tree[at].Left) + Cover(tree, tree[at].Left + 1);

    /// <summary>The trees as they are stored, read without the product's reader.</summary>
    private static List<Node[]> Trees(BoostedTrees model)
    {
        using var reader = new BinaryReader(new MemoryStream(model.Write()[12..]));
        reader.Read7BitEncodedInt();
        var count = reader.Read7BitEncodedInt();
        reader.ReadBytes(24);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, reader.Read7BitEncodedInt()).Select(_ =>
        {
            var (word, number, last) = (reader.Read7BitEncodedInt(), reader.ReadSingle(), reader.Read7BitEncodedInt());
            return word == 0 ? new Node(-1, number, false, 0, last) : new Node((word - 1) / 2, number, word % 2 == 0, last, 0);
        }).ToArray())];
    }

    private static double Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);
}
