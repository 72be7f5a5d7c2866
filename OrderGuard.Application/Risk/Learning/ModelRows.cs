using OrderGuard.Domain.Risk;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>The tags of an order as the row of numbers that a model reads.</summary>
internal static class ModelRows
{
    public static float[] Of(TagValues tags, IReadOnlyList<string> features)
    {
        // Most often the features are the tags, in their order.
        if (features.Count == tags.Definitions.Count && features.Select((x, i) => tags.Definitions[i].Code == x).All(x => x)) return tags.Row.ToArray();
        return [.. features.Select(x => (float)(tags[x] ?? double.NaN))];
    }

    /// <summary>As it would be read back from a stored assessment, which keeps four places.</summary>
    public static float[] Rounded(TagValues tags, IReadOnlyList<string> features) => Of(tags.Known(), features);

    public static float[] Of(IReadOnlyDictionary<string, double> known, IReadOnlyList<string> features) =>
        [.. features.Select(x => known.TryGetValue(x, out var value) ? (float)value : float.NaN)];
}
