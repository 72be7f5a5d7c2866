using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Configuration;

/// <summary>The configuration document as JSON: camelCase, durations in ISO 8601, enums as words.</summary>
public static class ConfigurationJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new IsoDurationConverter(), new OpeningHoursConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static string Write(ConfigurationDocument document) => JsonSerializer.Serialize(document, Options);

    /// <summary>Reads a document that was validated when it was published.</summary>
    public static ConfigurationDocument Read(string json)
    {
        var reading = ConfigurationReader.Read(json, null, checkRules: false);
        return reading.Problems is [{ } problem, ..] ? throw new JsonException($"{problem.Pointer}: {problem.Message}") : reading.Document;
    }

    /// <summary>The section's name in the document.</summary>
    public static string NameOf(ConfigurationSection section) => JsonNamingPolicy.CamelCase.ConvertName(section.ToString());
}

/// <summary>Reads and writes <c>PT60M</c>.</summary>
internal sealed class IsoDurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && IsoDurations.TryRead(reader.GetString() ?? "", out var duration)
            ? duration
            : throw new JsonException("A duration is written as in ISO 8601, e.g. PT30M.");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(IsoDurations.Write(value));
}

/// <summary>Reads and writes <c>09:00-18:00</c>.</summary>
internal sealed class OpeningHoursConverter : JsonConverter<OpeningHours>
{
    public override OpeningHours Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && OpeningHours.TryParse(reader.GetString() ?? "", out var hours)
            ? hours
            : throw new JsonException("Hours are written as 09:00-18:00.");

    public override void Write(Utf8JsonWriter writer, OpeningHours value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
