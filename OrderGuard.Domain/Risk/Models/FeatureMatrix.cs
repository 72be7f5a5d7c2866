namespace OrderGuard.Domain.Risk.Models;

/// <summary>Rows of features as a model takes them: one flat array, row after row; a value that is not a finite number is missing.</summary>
public sealed class FeatureMatrix
{
    public const int MostFeatures = 4_096;

    /// <param name="values">Row-major: feature <c>f</c> of row <c>r</c> stands at <c>r × features + f</c>. Not copied.</param>
    public FeatureMatrix(float[] values, int features)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(features, MostFeatures);
        if (values.Length % features != 0) throw new ArgumentException($"{values.Length} values are not whole rows of {features} features.", nameof(values));
        (Values, Features, Rows) = (values, features, values.Length / features);
    }

    public float[] Values { get; }
    public int Features { get; }
    public int Rows { get; }

    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Features, Features);

    /// <summary>The rows from <paramref name="from"/> to before <paramref name="to"/>, copied.</summary>
    public FeatureMatrix Slice(int from, int to) => new(Values[(from * Features)..(to * Features)], Features);
}
