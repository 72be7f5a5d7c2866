using OrderGuard.Domain.Risk.Models;

namespace OrderGuard.Application.Risk;

/// <summary>Anomaly models as isolation forests with the settings of the paper: 100 trees of 256 rows.</summary>
internal sealed class IsolationForests : IAnomalyModels
{
    public IAnomalyModel Grow(FeatureMatrix rows, long seed, CancellationToken ct) => new Model(IsolationForest.Grow(rows, new IsolationForestOptions { Seed = seed }, ct));

    public IAnomalyModel Read(ReadOnlySpan<byte> blob) => new Model(IsolationForest.Read(blob));

    private sealed class Model(IsolationForest forest) : IAnomalyModel
    {
        public int Features => forest.Features;
        public double Base => forest.Base;

        public float Score(ReadOnlySpan<float> row) => forest.Score(row);

        public void Score(ReadOnlySpan<float> rows, Span<float> scores) => forest.Score(rows, scores);

        public float Explain(ReadOnlySpan<float> row, Span<float> contributions) => forest.Explain(row, contributions);

        public byte[] Write() => forest.Write();
    }
}
