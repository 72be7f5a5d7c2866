using System.Text.Json;
using System.Text.Unicode;

namespace OrderGuard.Application.Intake;

/// <summary>Reads a message of a queue: the body of <c>POST /api/v1/events</c>, a single event, or a CloudEvent that carries either.</summary>
public static class EventMessage
{
    /// <summary>The events of the message and what is wrong with others, or why it cannot be read at all.</summary>
    public static (IReadOnlyList<IncomingEvent> Events, IReadOnlyList<string> Invalid, string? Malformed) Read(ReadOnlyMemory<byte> body, EventReader reader)
    {
        if (!Utf8.IsValid(body.Span)) return Not("The message is not UTF-8.");
        if (body.Span.StartsWith("\uFEFF"u8)) body = body[3..];
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement, reader);
        }
        catch (JsonException e)
        {
            return Not($"The message is not JSON: line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            return Not("The message holds an unpaired surrogate.");
        }
    }

    private static (IReadOnlyList<IncomingEvent>, IReadOnlyList<string>, string?) Read(JsonElement root, EventReader reader)
    {
        if (root.ValueKind is not JsonValueKind.Object) return Not("The message is not a JSON object.");
        string? envelopeId = null;
        if (root.TryGetProperty("specversion", out _))
        {
            if (!root.TryGetProperty("data", out var data) || data.ValueKind is not JsonValueKind.Object) return Not("The CloudEvent carries no JSON object as data.");
            envelopeId = root.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String ? id.GetString() : null;
            root = data;
        }
        if (!root.TryGetProperty("events", out var events)) return ReadAll([root], "", envelopeId, reader);
        if (events.ValueKind is not JsonValueKind.Array) return Not("/events: a list of events is needed.");
        if (events.GetArrayLength() > ReportEvents.MostEvents) return Not("/events: at most 1,000 events fit into one message.");
        return ReadAll([.. events.EnumerateArray()], "/events", null, reader);
    }

    private static (IReadOnlyList<IncomingEvent>, IReadOnlyList<string>, string?) ReadAll(JsonElement[] elements, string pointer, string? envelopeId, EventReader reader)
    {
        var (events, invalid) = (new List<IncomingEvent>(elements.Length), new List<string>());
        for (var i = 0; i < elements.Length; i++)
        {
            var (read, wrong) = reader.Read(elements[i], pointer.Length == 0 ? "" : $"{pointer}/{i}", envelopeId);
            if (read is not null) events.Add(read);
            else invalid.Add(wrong!.Detail ?? "");
        }
        return (events, invalid, null);
    }

    private static (IReadOnlyList<IncomingEvent>, IReadOnlyList<string>, string?) Not(string why) => ([], [], why);
}
