using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk.Features;

namespace OrderGuard.Application.Configuration;

/// <summary>Reads the section <c>risk</c>.</summary>
internal static class RiskReader
{
    private static readonly RiskSettings Preset = new();

    public static readonly string[] Names =
        ["tiers", "enabled", "waitForAssessment", "watchFor", "reviewWithin", "secondOpinionAbove", "tellMaster", "cancelFraud", "channels", "learnAfterLabels",
         "promoteByRule", "promoteMargin", "reviewsADay", "ownTags"];

    /// <remarks>Whoever gives the section means it: assessment is on there unless it says otherwise.</remarks>
    public static RiskSettings Read(JsonPart x) => new()
    {
        Tiers = x.Inner("tiers", ["medium", "high"]) is { } t ? new RiskTiers { Medium = t.Number("medium", Preset.Tiers.Medium), High = t.Number("high", Preset.Tiers.High) } : Preset.Tiers,
        Enabled = x.Flag("enabled") ?? true,
        WaitForAssessment = x.Flag("waitForAssessment") ?? false,
        WatchFor = x.Duration("watchFor", Preset.WatchFor),
        ReviewWithin = x.Duration("reviewWithin", Preset.ReviewWithin),
        SecondOpinionAbove = x.Amount("secondOpinionAbove", -1) is >= 0 and var amount ? amount : null,
        TellMaster = x.Flag("tellMaster") ?? true,
        CancelFraud = x.Flag("cancelFraud") ?? false,
        Channels = x.Texts("channels", ConfigurationLimits.Channels, ConfigurationLimits.CodeLength),
        LearnAfterLabels = x.Whole("learnAfterLabels", Preset.LearnAfterLabels),
        PromoteByRule = x.Flag("promoteByRule") ?? true,
        PromoteMargin = x.Number("promoteMargin", Preset.PromoteMargin),
        ReviewsADay = x.OptionalWhole("reviewsADay"),
        OwnTags = x.List("ownTags", RiskSettings.MostOwnTags, (e, at) => Tag(x.Inner(e, at, ["code", "attribute", "kind", "name"]))),
    };

    private static OwnTag Tag(JsonPart x)
    {
        var code = x.Text("code", ConfigurationLimits.CodeLength);
        return new OwnTag(code, x.Text("attribute", ConfigurationLimits.ValueLength), x.Choice<OwnTagKind>("kind") ?? OwnTagKind.Number, x.Label("name") ?? new LocalizedText(code, code));
    }
}
