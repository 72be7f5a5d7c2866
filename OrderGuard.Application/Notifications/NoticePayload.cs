using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrderGuard.Application.Notifications;

/// <summary>A notice as systems read it: <c>type</c>, <c>timestamp</c>, <c>data</c>, as the Standard Webhooks specification advises.</summary>
internal static class NoticePayload
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Of(Notice notice, string title, string text, string? link, DateTimeOffset at)
    {
        var values = notice.Values;
        return JsonSerializer.Serialize(new
        {
            type = $"notice.{notice.Event}",
            timestamp = at.UtcDateTime,
            data = new
            {
                notice.Key, notice.Event, severity = JsonNamingPolicy.CamelCase.ConvertName(notice.Severity.ToString()), notice.Level, values.AlertId, values.OrderNo, values.Category, values.Warehouse,
                values.Amount, values.Currency, since = values.Since?.UtcDateTime, dueAt = values.DueAt?.UtcDateTime, title, text, link,
            },
        }, Json);
    }
}
