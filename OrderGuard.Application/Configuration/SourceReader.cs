using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Configuration;

/// <summary>Reads how a source's status is found and asked for, and whose word counts.</summary>
internal static class SourceReader
{
    public static SourceExtract? Extract(JsonPart source) => source.Inner("extract", ["path", "pattern", "as"]) is { } x ? new SourceExtract
    {
        Path = x.OptionalText("path", ConfigurationLimits.PathLength), Pattern = x.OptionalText("pattern", ConfigurationLimits.PatternLength), As = x.Choice<ExtractAs>("as") ?? ExtractAs.Text,
    } : null;

    public static IReadOnlyList<StatusRule> Rules(JsonPart source) => source.List("rules", ConfigurationLimits.StatusRules, (element, at) =>
    {
        var rule = source.Inner(element, at, ["word", "when", "status"]);
        return new StatusRule { Word = rule.Text("word", ConfigurationLimits.WordLength), Status = rule.Whole("status"), When = rule.List("when", ConfigurationLimits.Conditions, (e, place) => Condition(rule.Inner(e, place, ["path", "is", "value"]))) };
    });

    public static SourceQuery? Query(JsonPart source) => source.Inner("query", ["url", "list", "items", "orderNo", "status", "occurredAt", "header", "secret", "every"]) is { } x ? new SourceQuery
    {
        Url = x.OptionalText("url", ConfigurationLimits.AddressLength), List = x.OptionalText("list", ConfigurationLimits.AddressLength), Items = x.OptionalText("items", ConfigurationLimits.PathLength),
        OrderNo = x.OptionalText("orderNo", ConfigurationLimits.PathLength), Status = x.OptionalText("status", ConfigurationLimits.PathLength), OccurredAt = x.OptionalText("occurredAt", ConfigurationLimits.PathLength),
        Header = x.OptionalText("header", ConfigurationLimits.CodeLength), Secret = x.OptionalText("secret", ConfigurationLimits.CodeLength), Every = x.Duration("every", TimeSpan.MinValue) is var every && every == TimeSpan.MinValue ? null : every,
    } : null;

    public static TruthSettings Truth(JsonPart root) => root.Inner("truth", ["master", "alert", "floor", "quantile", "bySource", "except"]) is { } x ? new TruthSettings
    {
        Master = x.OptionalText("master", ConfigurationLimits.CodeLength), Alert = x.Flag("alert") ?? true, Floor = x.Duration("floor", new TruthSettings().Floor),
        Quantile = x.Number("quantile", new TruthSettings().Quantile), BySource = x.Map("bySource", ConfigurationLimits.Sources, ConfigurationLimits.CodeLength, x.ReadDuration),
        Except = x.Texts("except", ConfigurationLimits.Sources, ConfigurationLimits.CodeLength),
    } : new TruthSettings();

    public static GoLiveSettings GoLive(JsonPart root) => root.Inner("goLive", ["freshFor", "reasonFromSystems"]) is { } x ? new GoLiveSettings
    {
        FreshFor = x.Duration("freshFor", new GoLiveSettings().FreshFor), ReasonFromSystems = x.Flag("reasonFromSystems") ?? false,
    } : new GoLiveSettings();

    private static FieldCondition Condition(JsonPart x) => new()
    {
        Path = x.Text("path", ConfigurationLimits.PathLength), Is = x.Choice<FieldTest>("is") ?? FieldTest.Equals, Value = x.OptionalText("value", ConfigurationLimits.ValueLength),
    };
}
