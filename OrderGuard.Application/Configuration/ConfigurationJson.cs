using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;
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
        Converters = { new IsoDurationConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static string Write(ConfigurationDocument document) => JsonSerializer.Serialize(document, Options);

    /// <summary>Reads a document that was validated when it was published.</summary>
    public static ConfigurationDocument Read(string json) =>
        JsonSerializer.Deserialize<ConfigurationDocument>(json, Options) ?? throw new JsonException("The configuration document is empty.");
}

/// <summary>Reads and writes <c>PT60M</c>.</summary>
internal sealed class IsoDurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return XmlConvert.ToTimeSpan(reader.GetString() ?? "");
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new JsonException("A duration is written as in ISO 8601, e.g. PT30M.", e);
        }
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(XmlConvert.ToString(value));
}
