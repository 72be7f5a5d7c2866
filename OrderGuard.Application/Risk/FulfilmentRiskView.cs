using OrderGuard.Domain.Risk;

namespace OrderGuard.Application.Risk;

/// <summary>The fulfilment risk of an order as it is shown.</summary>
public sealed record FulfilmentRiskView(double Score, DateTimeOffset AssessedAt, int ModelVersion, int ConfigurationVersion, IReadOnlyList<FulfilmentFact> Facts)
{
    public static FulfilmentRiskView Of(FulfilmentAssessment x) =>
        new(x.Score, x.AssessedAt, x.ModelVersion, x.ConfigurationVersion, [.. x.Facts.OrderByDescending(f => Math.Abs(f.Contribution))]);
}
