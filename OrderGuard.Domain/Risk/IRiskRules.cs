using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Domain.Risk;

/// <summary>An order as rules see it: its facts and its tags as of one moment.</summary>
/// <param name="OrderId">Decides by which side of a percentage the order falls, the same at every look.</param>
public sealed record RiskSubject(OrderId OrderId, string OrderNo, DateTimeOffset PlacedAt, OrderFacts Facts, TagValues Tags);

/// <summary>What a rule does that an order fits.</summary>
public sealed record RiskRuleHit
{
    public required string Rule { get; init; }
    public required LocalizedText Label { get; init; }

    /// <summary>Added to the score, on its scale from 0 to 1; may be negative.</summary>
    public double Add { get; init; }

    /// <summary>The tier that the order is given whatever its score.</summary>
    public RiskTier? Force { get; init; }

    /// <summary>The order is held until a person has decided.</summary>
    public bool Hold { get; init; }

    /// <summary>A word that the assessment carries.</summary>
    public string? Tag { get; init; }

    /// <summary>Only noted: the rule is tried out, and decides nothing.</summary>
    public bool Shadow { get; init; }
}

/// <summary>A company's rules, compiled for one version of its configuration. Safe to be asked from many threads at once.</summary>
public interface IRiskRules
{
    /// <summary>The rules that the order fits, each once.</summary>
    IReadOnlyList<RiskRuleHit> Judge(RiskSubject order);
}

/// <summary>No rules.</summary>
public sealed class NoRiskRules : IRiskRules
{
    public static readonly NoRiskRules Instance = new();

    public IReadOnlyList<RiskRuleHit> Judge(RiskSubject order) => [];
}
