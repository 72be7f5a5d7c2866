using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Domain.Risk.Rules;

/// <summary>A company's rules of one version of its configuration, compiled. An order that no rule fits costs no allocation.</summary>
public sealed class CompiledRiskRules : IRiskRules
{
    private readonly CompiledRule[] _rules;

    private CompiledRiskRules(CompiledRule[] rules) => _rules = rules;

    /// <summary>Compiles the rules that look at orders as they come: those in shadow, rolled out or live.</summary>
    public static IRiskRules Compile(IReadOnlyList<RiskRule> rules)
    {
        CompiledRule[] working = [.. rules.Where(x => x.Stage is RiskRuleStage.Shadow or RiskRuleStage.Rollout or RiskRuleStage.Live).Select(x => new CompiledRule(x))];
        return working.Length == 0 ? NoRiskRules.Instance : new CompiledRiskRules(working);
    }

    public IReadOnlyList<RiskRuleHit> Judge(RiskSubject order)
    {
        List<RiskRuleHit>? hits = null;
        foreach (var rule in _rules) if (rule.Fits(order)) (hits ??= []).Add(rule.HitOn(order.OrderId));
        return hits ?? (IReadOnlyList<RiskRuleHit>)[];
    }
}

/// <summary>One rule, compiled.</summary>
public sealed class CompiledRule
{
    private readonly Func<RiskSubject, bool> _fits;
    private readonly RiskRuleHit _deciding, _noted;

    public CompiledRule(RiskRule rule)
    {
        Rule = rule;
        _fits = CompiledCondition.Of(rule.When);
        _deciding = new RiskRuleHit { Rule = rule.Code, Label = rule.Label ?? new LocalizedText(rule.Code, rule.Code), Add = rule.Add, Force = rule.Tier, Hold = rule.Hold, Tag = rule.Tag };
        _noted = _deciding with { Shadow = true };
    }

    public RiskRule Rule { get; }

    public bool Fits(RiskSubject order) => _fits(order);

    /// <summary>What the rule does to an order that it fits, by its stage.</summary>
    public RiskRuleHit HitOn(OrderId order) => Rule.Stage switch
    {
        RiskRuleStage.Live => _deciding,
        RiskRuleStage.Rollout when RiskRollout.Includes(Rule.Code, order, Rule.Rollout) => _deciding,
        _ => _noted,
    };

    /// <summary>Each condition of the rule with whether the order fits it: why a rule found an order, or missed it.</summary>
    public IReadOnlyList<ConditionAnswer> Explain(RiskSubject order) => [.. Rule.When.Every.Select(x => new ConditionAnswer(x, CompiledCondition.Of(x)(order), RiskValue.Of(x.Field, order)))];
}

/// <summary>A condition, whether an order fits it, and the order's value as text; null: missing.</summary>
public sealed record ConditionAnswer(RiskCondition Condition, bool Fits, string? Value);
