using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Risk;

public readonly record struct RiskAssessmentId(Guid Value) : IIdentifier<RiskAssessmentId>
{
    public static RiskAssessmentId New() => new(Guid.CreateVersion7());

    public static RiskAssessmentId From(Guid value) => new(value);
}

/// <summary>The versions of what an assessment was made by; 0: there was none.</summary>
public sealed record RiskVersions(int Configuration, int Anomaly, int Classifier);

/// <summary>The risk that an order is dishonest, as it was judged at one moment, with all that made it.</summary>
public sealed class RiskAssessment : ITenantOwned
{
    public const int CodeMaxLength = 80;

    private RiskAssessment() { } // EF Core

    public RiskAssessmentId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public OrderId OrderId { get; private set; }
    public string OrderNo { get; private set; } = "";
    public DateTimeOffset PlacedAt { get; private set; }
    public DateTimeOffset AssessedAt { get; private set; }
    public double Score { get; private set; }

    /// <summary>The score in whole hundredths, rounded down, to be counted by.</summary>
    public int Percent { get; private set; }
    public RiskTier Tier { get; private set; }
    public ForcedBy Forced { get; private set; }

    /// <summary>The list entry or the rule that forced the tier.</summary>
    public string? ForcedCode { get; private set; }
    public double? AnomalyScore { get; private set; }
    public double? Probability { get; private set; }
    public int ConfigurationVersion { get; private set; }
    public int AnomalyVersion { get; private set; }
    public int ClassifierVersion { get; private set; }

    /// <summary>What could not be asked, by code: the score was made without it.</summary>
    public IReadOnlyList<string> Degraded { get; private set; } = [];

    /// <summary>The tags that had a value, by code.</summary>
    public IReadOnlyDictionary<string, double> Tags { get; private set; } = new Dictionary<string, double>();
    public IReadOnlyList<RiskReason> Reasons { get; private set; } = [];

    /// <summary>The rules that the order fitted; those only tried out begin with a question mark.</summary>
    public IReadOnlyList<string> Rules { get; private set; } = [];

    /// <summary>Whether the order had been assessed before.</summary>
    public bool Again { get; private set; }

    /// <summary>Whether it is the order's latest.</summary>
    public bool IsCurrent { get; private set; }

    public static RiskAssessment Of(
        Order order, RiskScore score, TagValues tags, AnomalyOpinion? anomaly, ClassifierOpinion? classifier, IReadOnlyList<RiskRuleHit> hits,
        IReadOnlyList<string> degraded, int configurationVersion, bool again, DateTimeOffset now) => new()
        {
            Id = RiskAssessmentId.New(), TenantId = order.TenantId, OrderId = order.Id, OrderNo = order.OrderNo, PlacedAt = order.PlacedAt, AssessedAt = now,
            Score = score.Score, Percent = (int)Math.Floor(score.Score * 100), Tier = score.Tier, Forced = score.Forced, ForcedCode = score.ForcedCode,
            AnomalyScore = anomaly?.Score, Probability = classifier?.Probability, ConfigurationVersion = configurationVersion,
            AnomalyVersion = anomaly?.Version ?? 0, ClassifierVersion = classifier?.Version ?? 0, Degraded = degraded, Tags = tags.Known(), Reasons = score.Reasons,
            Rules = [.. hits.Select(x => x.Shadow ? "?" + x.Rule : x.Rule)], Again = again, IsCurrent = true,
        };

    /// <summary>A newer one stands for the order.</summary>
    public void Replace() => IsCurrent = false;
}

/// <summary>What an assessment had to do without, by code.</summary>
public static class RiskLacks
{
    public const string ClassifierFailed = "classifier-failed";
    public const string ClassifierStale = "classifier-stale";
    public const string AnomalyFailed = "anomaly-failed";
    public const string RulesFailed = "rules-failed";

    public static readonly IReadOnlyList<string> All = [ClassifierFailed, ClassifierStale, AnomalyFailed, RulesFailed];
}
