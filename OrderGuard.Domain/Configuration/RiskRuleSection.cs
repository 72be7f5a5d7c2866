using System.Text.Json.Serialization;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;

namespace OrderGuard.Domain.Configuration;

/// <summary>How far a risk rule has come in its life.</summary>
public enum RiskRuleStage
{
    /// <summary>Written, and judged on history only.</summary>
    Draft,

    /// <summary>Notes the orders that it fits, and decides nothing.</summary>
    Shadow,

    /// <summary>Decides for a stable percentage of the orders; of the others it only notes.</summary>
    Rollout,

    /// <summary>Decides for every order.</summary>
    Live,

    /// <summary>Rests; kept for what it decided.</summary>
    Retired,
}

/// <summary>Whether all parts of a group must hold, or any one of them.</summary>
public enum RiskMatch
{
    All,
    Any,
}

/// <summary>How a condition looks at its field's value; a missing value fits <see cref="Missing"/> and nothing else.</summary>
public enum RiskOperator
{
    Equal,
    NotEqual,
    Above,
    AtLeast,
    Below,
    AtMost,

    /// <summary>From the number to the other one, both included.</summary>
    Between,
    OneOf,
    NotOneOf,
    Contains,
    StartsWith,
    Before,
    After,
    Known,
    Missing,
}

/// <summary>One condition over a field or a tag of an order.</summary>
public sealed record RiskCondition
{
    /// <summary>A fact's path as in the events interface, <c>attributes.name</c>, or <c>tag.code</c>.</summary>
    public required string Field { get; init; }
    public required RiskOperator Is { get; init; }
    public double? Number { get; init; }

    /// <summary>The upper end of <see cref="RiskOperator.Between"/>.</summary>
    public double? UpTo { get; init; }

    /// <summary>Words that are compared without regard to case.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];
    public DateTimeOffset? Moment { get; init; }
}

/// <summary>Conditions and further groups that hold together or one by one.</summary>
public sealed record RiskGroup
{
    public RiskMatch Match { get; init; } = RiskMatch.All;
    public IReadOnlyList<RiskCondition> Conditions { get; init; } = [];
    public IReadOnlyList<RiskGroup> Groups { get; init; } = [];

    /// <summary>Every condition in it, at any depth.</summary>
    [JsonIgnore]
    public IEnumerable<RiskCondition> Every => Conditions.Concat(Groups.SelectMany(x => x.Every));
}

/// <summary>A company's own rule about dishonest orders: when it fits, and what follows.</summary>
public sealed record RiskRule
{
    public required string Code { get; init; }
    public LocalizedText? Label { get; init; }
    public RiskRuleStage Stage { get; init; } = RiskRuleStage.Draft;

    /// <summary>The percentage of orders that it decides for while it is rolled out.</summary>
    public double Rollout { get; init; } = 10;
    public RiskGroup When { get; init; } = new();

    /// <summary>Added to the score, on its scale from 0 to 1; may be negative.</summary>
    public double Add { get; init; }

    /// <summary>The tier that an order is given whatever its score.</summary>
    public RiskTier? Tier { get; init; }

    /// <summary>The order is held until a person has decided.</summary>
    public bool Hold { get; init; }

    /// <summary>A word that the assessment carries.</summary>
    public string? Tag { get; init; }
}
