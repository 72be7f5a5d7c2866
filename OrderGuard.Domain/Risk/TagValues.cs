using OrderGuard.Domain.Risk.Features;

namespace OrderGuard.Domain.Risk;

/// <summary>The tags of one order by code; a tag that has no value is missing, which is not zero.</summary>
public sealed class TagValues
{
    private readonly IReadOnlyList<TagDefinition> _tags;
    private readonly float[] _values;

    public TagValues(IReadOnlyList<TagDefinition> tags, float[] values)
    {
        if (tags.Count != values.Length) throw new ArgumentException($"There are {tags.Count} tags, not {values.Length}.", nameof(values));
        (_tags, _values) = (tags, values);
    }

    public static readonly TagValues None = new([], []);

    public IReadOnlyList<TagDefinition> Definitions => _tags;

    /// <summary>The values in the order of the definitions; NaN: missing.</summary>
    public ReadOnlySpan<float> Row => _values;

    /// <summary>The value of a tag; null: missing, or there is no such tag.</summary>
    public double? this[string code]
    {
        get
        {
            for (var i = 0; i < _values.Length; i++)
                if (string.Equals(_tags[i].Code, code, StringComparison.Ordinal)) return float.IsNaN(_values[i]) ? null : _values[i];
            return null;
        }
    }

    /// <summary>The values that are known, by code.</summary>
    public IReadOnlyDictionary<string, double> Known()
    {
        var known = new Dictionary<string, double>(_values.Length, StringComparer.Ordinal);
        for (var i = 0; i < _values.Length; i++)
            if (!float.IsNaN(_values[i])) known[_tags[i].Code] = Math.Round(_values[i], 4);
        return known;
    }

    /// <summary>The values as they were stored, for the tags that there are now.</summary>
    public static TagValues Of(IReadOnlyList<TagDefinition> tags, IReadOnlyDictionary<string, double> known) =>
        new(tags, [.. tags.Select(x => known.TryGetValue(x.Code, out var value) ? (float)value : float.NaN)]);
}
