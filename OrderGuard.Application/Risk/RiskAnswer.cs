using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;

namespace OrderGuard.Application.Risk;

/// <summary>A reason as people and systems read it.</summary>
public sealed record RiskReasonView(string Code, double? Value, double Contribution, LocalizedText Sentence)
{
    public static RiskReasonView Of(RiskReason x) => new(x.Code, x.Value, x.Contribution, x.Sentence());
}

/// <summary>An assessment as people and systems read it. <paramref name="Degraded"/> names what it had to do without; <paramref name="Forced"/> what decided instead of the score.</summary>
public sealed record RiskAnswer(
    double Score, RiskTier Tier, ForcedBy Forced, IReadOnlyList<RiskReasonView> Reasons, IReadOnlyList<string> Degraded, IReadOnlyDictionary<string, double> Tags, RiskVersions Versions)
{
    public Guid? Id { get; init; }
    public DateTimeOffset? AssessedAt { get; init; }
    public double? AnomalyScore { get; init; }
    public double? Probability { get; init; }

    /// <summary>The rules that the order fitted; those only tried out begin with a question mark.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    public static RiskAnswer Of(RiskAssessment x) => new(x.Score, x.Tier, x.Forced, [.. x.Reasons.Select(RiskReasonView.Of)], x.Degraded, x.Tags, new RiskVersions(x.ConfigurationVersion, x.AnomalyVersion, x.ClassifierVersion))
    {
        Id = x.Id.Value, AssessedAt = x.AssessedAt, AnomalyScore = x.AnomalyScore, Probability = x.Probability, Rules = x.Rules,
    };

    internal static RiskAnswer Of(Assessed x, int configurationVersion) => new(
        x.Score.Score, x.Score.Tier, x.Score.Forced, [.. x.Score.Reasons.Select(RiskReasonView.Of)], x.Lacks, x.Tags.Known(), new RiskVersions(configurationVersion, x.Anomaly?.Version ?? 0, x.Classifier?.Version ?? 0))
    {
        AnomalyScore = x.Anomaly?.Score, Probability = x.Classifier?.Probability, Rules = [.. x.Hits.Select(h => h.Shadow ? "?" + h.Rule : h.Rule)],
    };
}
