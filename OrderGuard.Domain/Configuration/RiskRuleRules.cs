using OrderGuard.Domain.Risk.Features;
using OrderGuard.Domain.Risk.Rules;

namespace OrderGuard.Domain.Configuration;

/// <summary>What the section of risk rules must hold to.</summary>
internal static class RiskRuleRules
{
    public static IEnumerable<ConfigurationProblem> Check(ConfigurationDocument document) =>
        ConfigurationRules.Twice("/riskRules", document.RiskRules, x => x.Code, "code")
            .Concat(document.RiskRules.SelectMany((x, i) => Check(x, ConfigurationProblem.At("/riskRules", i), document.Risk.OwnTags)));

    /// <summary>What is wrong with one rule. A draft may still lack what it does.</summary>
    public static IEnumerable<ConfigurationProblem> Check(RiskRule rule, string at, IReadOnlyList<OwnTag> own)
    {
        if (!ConfigurationLimits.IsCode(rule.Code)) yield return new($"{at}/code", "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
        if (rule.Rollout is not (> 0 and <= 100)) yield return new($"{at}/rollout", "number-range", "0", "100");
        if (rule.Add is not (>= -1 and <= 1)) yield return new($"{at}/add", "number-range", "-1", "1");
        if (rule.Tag is { } tag && !ConfigurationLimits.IsCode(tag)) yield return new($"{at}/tag", "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
        if (rule.Stage is not (RiskRuleStage.Draft or RiskRuleStage.Retired) && rule is { Add: 0, Tier: null, Hold: false, Tag: null }) yield return new($"{at}/add", "risk-rule-does-nothing");
        if (rule.When.Every.Count() > ConfigurationLimits.RiskConditions) yield return new($"{at}/when/conditions", "too-many", ConfigurationRules.Text(ConfigurationLimits.RiskConditions));
        foreach (var problem in Check(rule.When, $"{at}/when", 1, own)) yield return problem;
    }

    private static IEnumerable<ConfigurationProblem> Check(RiskGroup group, string at, int depth, IReadOnlyList<OwnTag> own)
    {
        if (group.Conditions.Count == 0 && group.Groups.Count == 0) yield return new($"{at}/conditions", "risk-condition-needed");
        if (depth == ConfigurationLimits.RiskGroupDepth && group.Groups.Count > 0) yield return new($"{at}/groups", "risk-group-depth", ConfigurationRules.Text(ConfigurationLimits.RiskGroupDepth));
        var here = group.Conditions.SelectMany((x, i) => Check(x, ConfigurationProblem.At($"{at}/conditions", i), own));
        var inner = depth == ConfigurationLimits.RiskGroupDepth ? [] : group.Groups.SelectMany((x, i) => Check(x, ConfigurationProblem.At($"{at}/groups", i), depth + 1, own));
        foreach (var problem in here.Concat(inner)) yield return problem;
    }

    private static IEnumerable<ConfigurationProblem> Check(RiskCondition x, string at, IReadOnlyList<OwnTag> own)
    {
        if (!RiskField.IsKnown(x.Field, own) || RiskField.Find(x.Field) is not { } field)
        {
            yield return new($"{at}/field", x.Field.StartsWith(RiskField.TagPrefix, StringComparison.Ordinal) ? "unknown-tag" : "unknown-field", x.Field);
            yield break;
        }
        if (!field.Operators.Contains(x.Is)) yield return new($"{at}/is", "risk-operator", field.Code);
        var needs = RiskField.NeedsOf(x.Is);
        if (needs is RiskNeed.Number or RiskNeed.Range && (x.Number is not { } number || !double.IsFinite(number))) yield return new($"{at}/number", "missing");
        if (needs is RiskNeed.Range && (x.UpTo is not { } upTo || !(upTo >= x.Number))) yield return new($"{at}/upTo", "risk-range");
        if (needs is RiskNeed.Texts && x.Texts.Count == 0) yield return new($"{at}/texts", "missing");
        if (needs is RiskNeed.Moment && x.Moment is null) yield return new($"{at}/moment", "missing");
    }
}
