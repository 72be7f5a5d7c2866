using OrderGuard.Domain.Risk.Models;

namespace OrderGuard.Application.Risk;

/// <summary>Classifiers as boosted trees: up to 200, both classes weighing the same while they are learnt.</summary>
internal sealed class BoostedClassifiers : IClassifierModels
{
    public IClassifierModel Fit(LabelledRows rows, LabelledRows? later, IReadOnlyList<int>? monotone, IProgress<double>? progress, CancellationToken ct) =>
        new Model(BoostedTrees.Fit(rows, later, new BoostingOptions { Iterations = 200, PositiveWeight = later is null ? 1 : 0, Monotone = monotone }, progress, ct));

    public IClassifierModel Read(ReadOnlySpan<byte> blob) => new Model(BoostedTrees.Read(blob));

    private sealed class Model(BoostedTrees trees) : IClassifierModel
    {
        public int Features => trees.Features;
        public double Base => trees.Base;

        public double Probability(ReadOnlySpan<float> row) => trees.Probability(row);

        public double Explain(ReadOnlySpan<float> row, Span<double> contributions) => trees.Explain(row, contributions);

        public byte[] Write() => trees.Write();
    }
}
