using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Risk;

/// <summary>Why an order has its score: what said so, with its value, and how much that weighed (in log-odds).</summary>
/// <param name="Code">A tag's code, <c>rule:code</c>, <c>anomaly</c> or <c>list:block</c>.</param>
/// <param name="Label">The name of what the company defined itself, as it was then.</param>
public sealed record RiskReason(string Code, double? Value, double Contribution, LocalizedText? Label = null)
{
    public const string Anomaly = "anomaly";
    public const string RulePrefix = "rule:";
    public const string ListPrefix = "list:";

    /// <summary>The reason as a sentence.</summary>
    public LocalizedText Sentence() => RiskSentences.Of(this);
}

/// <summary>What an anomaly model says: how unusual the order is, and what each feature did to it.</summary>
public sealed record AnomalyOpinion(int Version, float Score, IReadOnlyList<string> Features, float[] Contributions);

/// <summary>What a classifier says: how likely the order is dishonest, and what each feature did to the log-odds.</summary>
public sealed record ClassifierOpinion(int Version, double Probability, IReadOnlyList<string> Features, double[] Contributions);

/// <summary>Where an outcome came from that the score did not decide: such a one never trains a model.</summary>
public enum ForcedBy
{
    Nothing,
    AllowList,
    BlockList,
    Rule,
}

/// <summary>What all the evidence on an order came to.</summary>
public sealed record RiskScore(double Score, RiskTier Tier, ForcedBy Forced, string? ForcedCode, IReadOnlyList<RiskReason> Reasons);
