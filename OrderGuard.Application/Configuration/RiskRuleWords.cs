using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk.Rules;

namespace OrderGuard.Application.Configuration;

/// <summary>Says the conditions of a risk rule in words: <c>Accounts per device ≥ 3 and Amount &gt; 200</c>.</summary>
public static class RiskRuleWords
{
    public static LocalizedText Of(RiskGroup group) => Of(group, outer: true);

    public static LocalizedText Of(RiskCondition x)
    {
        var name = RiskField.Find(x.Field)?.Name ?? new LocalizedText(x.Field, x.Field);
        var (number, upTo) = (Text(x.Number), Text(x.UpTo));
        var moment = x.Moment?.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture) ?? "?";
        return x.Is switch
        {
            RiskOperator.Equal => new($"{name.En} = {number}", $"{name.Zh} = {number}"),
            RiskOperator.NotEqual => new($"{name.En} ≠ {number}", $"{name.Zh} ≠ {number}"),
            RiskOperator.Above => new($"{name.En} > {number}", $"{name.Zh} > {number}"),
            RiskOperator.AtLeast => new($"{name.En} ≥ {number}", $"{name.Zh} ≥ {number}"),
            RiskOperator.Below => new($"{name.En} < {number}", $"{name.Zh} < {number}"),
            RiskOperator.AtMost => new($"{name.En} ≤ {number}", $"{name.Zh} ≤ {number}"),
            RiskOperator.Between => new($"{name.En} from {number} to {upTo}", $"{name.Zh}介于 {number} 与 {upTo} 之间"),
            RiskOperator.OneOf => new($"{name.En} is {Words(x, " or ")}", $"{name.Zh}为{Words(x, "或")}"),
            RiskOperator.NotOneOf => new($"{name.En} is not {Words(x, " or ")}", $"{name.Zh}不为{Words(x, "或")}"),
            RiskOperator.Contains => new($"{name.En} contains {Words(x, " or ")}", $"{name.Zh}包含{Words(x, "或")}"),
            RiskOperator.StartsWith => new($"{name.En} begins with {Words(x, " or ")}", $"{name.Zh}以{Words(x, "或")}开头"),
            RiskOperator.Before => new($"{name.En} before {moment}", $"{name.Zh}早于 {moment}"),
            RiskOperator.After => new($"{name.En} after {moment}", $"{name.Zh}晚于 {moment}"),
            RiskOperator.Known => new($"{name.En} is known", $"{name.Zh}有值"),
            RiskOperator.Missing => new($"{name.En} is missing", $"{name.Zh}缺失"),
            _ => throw new ArgumentOutOfRangeException(nameof(x), x.Is, "An operator that is not known."),
        };
    }

    internal static LocalizedText Of(JsonNode when) => Of(when.Deserialize<RiskGroup>(ConfigurationJson.Options)!);

    private static LocalizedText Of(RiskGroup group, bool outer)
    {
        LocalizedText[] parts = [.. group.Conditions.Select(Of), .. group.Groups.Select(x => Of(x, outer: false))];
        if (parts.Length == 0) return new("no conditions", "无条件");
        var (en, zh) = group.Match is RiskMatch.All ? (" and ", "，且") : (" or ", "，或");
        var (english, chinese) = (string.Join(en, parts.Select(x => x.En)), string.Join(zh, parts.Select(x => x.Zh)));
        return outer || parts.Length == 1 ? new(english, chinese) : new($"({english})", $"（{chinese}）");
    }

    private static string Words(RiskCondition x, string or) => string.Join(or, x.Texts.Take(8).Select(t => $"“{t}”").Concat(x.Texts.Count > 8 ? ["…"] : []));

    private static string Text(double? number) => number?.ToString("0.####", CultureInfo.InvariantCulture) ?? "?";
}
