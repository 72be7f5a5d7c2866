using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrderGuard.Web.Common;

/// <summary>Instants leave in UTC with a <c>Z</c>, and come in with an offset.</summary>
public sealed class UtcInstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}
