namespace OrderGuard.Domain.Risk.Models;

public sealed partial class BoostedTrees
{
    private const string Kind = "gbdt";
    private const int FormatVersion = 1;

    public byte[] Write() => ModelBlob.Seal(Kind, FormatVersion, writer =>
    {
        writer.Write7BitEncodedInt(Features);
        writer.Write7BitEncodedInt(Trees);
        foreach (var number in (double[])[_start, Slope, Offset]) writer.Write(number);
        foreach (var tree in _trees)
        {
            writer.Write7BitEncodedInt(tree.Length);
            foreach (var node in tree)
            {
                writer.Write7BitEncodedInt(node.IsLeaf ? 0 : 2 * node.Feature + (node.MissingRight ? 2 : 1));
                writer.Write(node.IsLeaf ? node.Value : node.Threshold);
                writer.Write7BitEncodedInt(node.IsLeaf ? node.Cover : node.Left);
            }
        }
    });

    /// <summary>The model that <see cref="Write"/> wrote; an <see cref="InvalidDataException"/> says what is wrong with anything else.</summary>
    public static BoostedTrees Read(ReadOnlySpan<byte> blob) => ModelBlob.Open(blob, Kind, FormatVersion, reader =>
    {
        var (features, trees) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        if (features is < 1 or > FeatureMatrix.MostFeatures || trees is < 0 or > BoostingOptions.MostIterations) throw ModelBlob.Damaged("its measures are out of range");
        var (start, slope, offset) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        if (!double.IsFinite(start) || !double.IsFinite(slope) || !double.IsFinite(offset)) throw ModelBlob.Damaged("its calibration is no number");
        return new BoostedTrees([.. Enumerable.Range(0, trees).Select(_ => ReadTree(reader, features))], features, start, slope, offset);
    });

    private static BoostedNode[] ReadTree(BinaryReader reader, int features)
    {
        var nodes = new BoostedNode[reader.Read7BitEncodedInt()];
        if (nodes.Length is < 1 or > 2 * BoostingOptions.MostLeaves - 1) throw ModelBlob.Damaged("a tree has an impossible size");
        var free = 1;
        for (var at = 0; at < nodes.Length; at++)
        {
            var (word, number, last) = (reader.Read7BitEncodedInt(), reader.ReadSingle(), reader.Read7BitEncodedInt());
            var impossible = !float.IsFinite(number) || word < 0 || word > 2 * features || (word == 0 ? last < 1 : last <= at || last % 2 == 0 || last + 1 >= nodes.Length);
            if (impossible) throw ModelBlob.Damaged("a node is impossible");
            nodes[at] = word == 0 ? new BoostedNode(-1, 0, false, 0, number, last) : new BoostedNode((word - 1) / 2, number, word % 2 == 0, last, 0, 0);
            if (word != 0) free += 2;
        }
        var parents = nodes.Where(x => !x.IsLeaf).Select(x => x.Left).Distinct().Count();
        if (free != nodes.Length || 2 * parents + 1 != nodes.Length) throw ModelBlob.Damaged("a tree does not hang together");
        for (var at = nodes.Length - 1; at >= 0; at--)
            if (!nodes[at].IsLeaf) nodes[at] = nodes[at] with { Cover = checked(nodes[nodes[at].Left].Cover + nodes[nodes[at].Left + 1].Cover) };
        return nodes;
    }
}
