using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Common;
using ConfigurationSection = OrderGuard.Domain.Configuration.ConfigurationSection;

namespace OrderGuard.Web.Configuration;

/// <summary>Where in the portal a part of the configuration document is edited, and what people call it.</summary>
internal static class ConfigurationPlaces
{
    /// <summary>The section that a pointer leads into; null: there is no such section.</summary>
    public static ConfigurationSection? SectionOf(string pointer) =>
        pointer.Split('/').ElementAtOrDefault(1) is { } name && Enum.TryParse<ConfigurationSection>(name, ignoreCase: true, out var section) && Enum.IsDefined(section) ? section : null;

    /// <summary>The page where what a pointer leads to is edited; what belongs to none is with the versions, where a document is brought in.</summary>
    public static string PageOf(string pointer) => SectionOf(pointer) switch
    {
        ConfigurationSection.Statuses => "/configuration/statuses",
        ConfigurationSection.Categories or ConfigurationSection.Timeouts or ConfigurationSection.Alerts or ConfigurationSection.Retention => "/configuration/timeouts",
        ConfigurationSection.Sources => "/configuration/sources",
        ConfigurationSection.ImportProfiles => "/configuration/import-profiles",
        ConfigurationSection.Risk => "/configuration/risk",
        ConfigurationSection.FulfilmentRisk => "/configuration/fulfilment-risk",
        ConfigurationSection.Calendars => "/configuration/calendars",
        ConfigurationSection.Maintenance => "/configuration/maintenance",
        ConfigurationSection.Clock => "/configuration/clocks",
        ConfigurationSection.Escalations => "/configuration/escalation",
        ConfigurationSection.Duties or ConfigurationSection.Rotations => "/configuration/duties",
        ConfigurationSection.Actions => "/configuration/actions",
        ConfigurationSection.Notifications when pointer.StartsWith("/notifications/templates", StringComparison.Ordinal) => "/configuration/templates",
        ConfigurationSection.Channels or ConfigurationSection.Notifications => "/configuration/channels",
        ConfigurationSection.Targets => "/configuration/targets",
        ConfigurationSection.Gateway => "/configuration/gateway",
        ConfigurationSection.Truth => "/configuration/truth",
        ConfigurationSection.GoLive => "/configuration/rehearsals",
        ConfigurationSection.RiskRules => "/configuration/risk-rules",
        _ => "/configuration/versions",
    };

    /// <summary>What the tenant calls the entry that a pointer leads into; null: it leads to none, or to one without a name.</summary>
    public static string? EntryOf(ConfigurationDocument document, string pointer)
    {
        var steps = pointer.Split('/');
        if (steps.Length < 3 || !int.TryParse(steps[2], NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return null;
        if (JsonNode.Parse(ConfigurationJson.Write(document))?[steps[1]] is not JsonArray entries || at >= entries.Count || entries[at] is not JsonObject entry) return null;
        return entry["label"].Deserialize<LocalizedText>().Or((entry["name"] ?? entry["code"])?.ToString() ?? "") is { Length: > 0 } name ? name : null;
    }
}
