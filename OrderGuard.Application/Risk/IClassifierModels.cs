using OrderGuard.Domain.Risk.Models;

namespace OrderGuard.Application.Risk;

/// <summary>Learns, and reads back from storage, models that tell from labelled samples how likely an order is dishonest.</summary>
public interface IClassifierModels
{
    /// <summary>Learns from rows of both outcomes; rows of a later time window decide when to stop, and calibrate.</summary>
    /// <param name="monotone">By feature 1, −1 or 0, as <see cref="BoostingOptions.Monotone"/>; null: all free.</param>
    /// <param name="progress">Told while it learns how far it is, 0 to 1; learning may end early. Where <paramref name="ct"/> is cancelled, learning is broken off in between.</param>
    IClassifierModel Fit(LabelledRows rows, LabelledRows? later, IReadOnlyList<int>? monotone, IProgress<double>? progress, CancellationToken ct);

    /// <summary>A stored model; an <see cref="InvalidDataException"/> says what is wrong with one that cannot be read.</summary>
    IClassifierModel Read(ReadOnlySpan<byte> blob);
}

/// <summary>One learnt classifier; safe to be asked from many threads at once.</summary>
public interface IClassifierModel
{
    int Features { get; }

    /// <summary>The log-odds that contributions start from.</summary>
    double Base { get; }

    /// <summary>0 to 1; a value that is not finite is missing.</summary>
    double Probability(ReadOnlySpan<float> row);

    /// <summary>The probability, and what each feature did to its log-odds, which are <see cref="Base"/> + the sum of the contributions.</summary>
    double Explain(ReadOnlySpan<float> row, Span<double> contributions);

    byte[] Write();
}
