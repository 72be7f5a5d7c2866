using System.Text.Json;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk;

namespace OrderGuard.Application.Configuration;

/// <summary>Reads the rules about dishonest orders.</summary>
internal static class RiskRuleReader
{
    private static readonly string[] RuleNames = ["code", "label", "stage", "rollout", "when", "add", "tier", "hold", "tag"];
    private static readonly string[] GroupNames = ["match", "conditions", "groups"];
    private static readonly string[] ConditionNames = ["field", "is", "number", "upTo", "texts", "moment"];

    public static IReadOnlyList<RiskRule> Rules(JsonPart root) => root.List("riskRules", ConfigurationLimits.RiskRules, (x, at) => Rule(root.Inner(x, at, RuleNames)));

    private static RiskRule Rule(JsonPart x)
    {
        var preset = new RiskRule { Code = "" };
        return new RiskRule
        {
            Code = x.Text("code", ConfigurationLimits.CodeLength), Label = x.Label("label"), Stage = x.Choice<RiskRuleStage>("stage") ?? preset.Stage,
            Rollout = x.Number("rollout", preset.Rollout), When = x.Inner("when", GroupNames) is { } when ? Group(when, 1) : preset.When,
            Add = x.Number("add", 0), Tier = x.Choice<RiskTier>("tier"), Hold = x.Flag("hold") ?? false, Tag = x.OptionalText("tag", ConfigurationLimits.CodeLength),
        };
    }

    /// <summary>What stands deeper than groups may is noted as a group too many by the rules of the section, and read no further.</summary>
    private static RiskGroup Group(JsonPart x, int depth) => new()
    {
        Match = x.Choice<RiskMatch>("match") ?? RiskMatch.All,
        Conditions = x.List("conditions", ConfigurationLimits.RiskConditions, (c, at) => Condition(x.Inner(c, at, ConditionNames))),
        Groups = x.List("groups", ConfigurationLimits.RiskConditions, (g, at) => depth == ConfigurationLimits.RiskGroupDepth ? new RiskGroup() : Group(x.Inner(g, at, GroupNames), depth + 1)),
    };

    private static RiskCondition Condition(JsonPart x) => new()
    {
        Field = x.Text("field", ConfigurationLimits.ColumnLength), Is = x.Choice<RiskOperator>("is") ?? Missing(x),
        Number = Optional(x, "number"), UpTo = Optional(x, "upTo"), Texts = x.Texts("texts", ConfigurationLimits.Words, ConfigurationLimits.ValueLength),
        Moment = x.Members.Any(m => m.Key == "moment" && m.Value.ValueKind is not JsonValueKind.Null) ? x.Instant("moment") : null,
    };

    private static double? Optional(JsonPart x, string name) => x.Number(name, double.NaN) is var number && double.IsNaN(number) ? null : number;

    private static RiskOperator Missing(JsonPart x)
    {
        if (x.Members.All(m => m.Key != "is")) x.Note(x.At("is"), "missing");
        return RiskOperator.Known;
    }
}
