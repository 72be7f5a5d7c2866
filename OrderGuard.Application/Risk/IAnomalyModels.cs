using OrderGuard.Domain.Risk.Models;

namespace OrderGuard.Application.Risk;

/// <summary>Grows, and reads back from storage, models that tell without labels how unusual an order's features are.</summary>
public interface IAnomalyModels
{
    /// <summary>A model of what is usual among the rows, the same from the same seed; at least two rows.</summary>
    IAnomalyModel Grow(FeatureMatrix rows, long seed, CancellationToken ct);

    /// <summary>A stored model; an <see cref="InvalidDataException"/> says what is wrong with one that cannot be read.</summary>
    IAnomalyModel Read(ReadOnlySpan<byte> blob);
}

/// <summary>One anomaly model; safe to be asked from many threads at once.</summary>
public interface IAnomalyModel
{
    int Features { get; }

    /// <summary>The binary logarithm of the score that contributions start from.</summary>
    double Base { get; }

    /// <summary>0 to 1, about 0.5 is usual; a value that is not finite is missing.</summary>
    float Score(ReadOnlySpan<float> row);

    /// <summary>The scores of rows that stand one after the other.</summary>
    void Score(ReadOnlySpan<float> rows, Span<float> scores);

    /// <summary>The score, and what each feature did to it: the score is 2^(<see cref="Base"/> + the sum of the contributions).</summary>
    float Explain(ReadOnlySpan<float> row, Span<float> contributions);

    byte[] Write();
}
