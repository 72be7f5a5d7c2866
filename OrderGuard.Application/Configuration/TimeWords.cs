using System.Globalization;
using System.Text.Json.Nodes;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Configuration;

/// <summary>Says hours, days and overrides of a configuration in words, in both languages.</summary>
internal static class TimeWords
{
    private static readonly LocalizedText None = new("none", "无");
    private static readonly string[] Chinese = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

    public static LocalizedText Day(string name) =>
        Enum.TryParse<DayOfWeek>(name, ignoreCase: true, out var day) ? new(day.ToString(), Chinese[(int)day]) : new(name, name);

    public static string Instant(JsonNode value) =>
        DateTimeOffset.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var at) ? at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : value.ToString();

    /// <summary>Null where the value is of another kind.</summary>
    public static LocalizedText? Of(string name, JsonNode value) => (name, value) switch
    {
        ("weekly" or "sources" or "categories" or "rules" or "except" or "channels", JsonArray list) => list.Count == 0 ? None : new(Joined(list, ", "), Joined(list, "、")),
        ("holidays", JsonObject holiday) => Same($"{holiday["from"]}{(holiday["to"] is { } to ? " – " + to : "")}{(holiday["name"] is { } label ? " " + label : "")}"),
        ("makeUpDays", JsonObject day) => Same($"{day["date"]}{(day["name"] is { } label ? " " + label : "")}{(day["hours"] is JsonArray { Count: > 0 } hours ? " " + Joined(hours, ", ") : "")}"),
        ("overrides", JsonObject own) => WithCalendar(DurationWords.Of(IsoDurations.TryRead(own["within"]!.ToString(), out var span) ? span : default), own["calendar"]?.ToString()),
        _ => null,
    };

    private static LocalizedText WithCalendar(LocalizedText within, string? calendar) =>
        calendar is null ? within : new($"{within.En} of working time ({calendar})", $"工作时间 {within.Zh}（{calendar}）");

    private static string Joined(JsonArray list, string between) => string.Join(between, list.Select(x => x!.ToString()));

    private static LocalizedText Same(string text) => new(text, text);
}
