using System.Text.Json;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

/// <summary>One order as a source's answer tells of it.</summary>
internal sealed record SaidOfOrder(string? OrderNo, string Word, DateTimeOffset At, string? Payload);

/// <summary>Reads what source systems answer.</summary>
internal static class SourceAnswers
{
    private const int MostPayload = 64 * 1024;

    public static Refusal Unusable(string said) => new(RefusalKind.Conflict, "source-answer", $"The source gave no usable answer: {said}");

    public static SaidOfOrder? Read(string json, SourceQuery query, DateTimeOffset now)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            return Read(parsed.RootElement, query, now);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public static SaidOfOrder? Read(JsonElement order, SourceQuery query, DateTimeOffset now)
    {
        if (JsonPath.TryParse(query.Status ?? "$.status", out var path) && path.Find(order) is { } found && StatusReading.TextOf(found)?.Trim() is { Length: > 0 and <= Order.WordMaxLength } word)
            return new SaidOfOrder(Text(query.OrderNo ?? "$.orderNo", order), word, At(query, order, now), null);
        // Where the status is nested, the source's own extraction finds it.
        var raw = order.GetRawText();
        return order.ValueKind is JsonValueKind.Object && raw.Length <= MostPayload ? new SaidOfOrder(Text(query.OrderNo ?? "$.orderNo", order), "", At(query, order, now), raw) : null;
    }

    private static DateTimeOffset At(SourceQuery query, JsonElement order, DateTimeOffset now) =>
        Text(query.OccurredAt ?? "$.occurredAt", order) is { } text && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at) && at <= now ? at.ToUniversalTime() : now;

    private static string? Text(string path, JsonElement order) => JsonPath.TryParse(path, out var parsed) && parsed.Find(order) is { } found ? StatusReading.TextOf(found) : null;
}
