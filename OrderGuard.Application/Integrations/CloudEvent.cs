using System.Globalization;
using System.Text.Json;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>An event in the envelope of CloudEvents 1.0 (structured JSON): the same through the broker and in the change feed.</summary>
/// <param name="Id">With <paramref name="Source"/> the same for ever, so that a repeat is recognised.</param>
/// <param name="Sequence">The company's running number, without holes.</param>
public sealed record CloudEvent(
    string Specversion, string Id, string Source, string Type, string Subject, DateTimeOffset Time, string Datacontenttype, string Dataschema, string Sequence, JsonElement Data)
{
    public const string MediaType = "application/cloudevents+json";

    /// <summary>Where the schema of a kind of event is served.</summary>
    public const string SchemaPath = "/api/v1/events/schemas#/";

    public static CloudEvent Of(OutboxEvent told)
    {
        var number = told.Sequence.ToString(CultureInfo.InvariantCulture);
        using var data = JsonDocument.Parse(told.Data);
        return new("1.0", number, SourceOf(told.TenantId), told.Type, told.Subject, told.RecordedAt, "application/json", $"{SchemaPath}{told.Type}", number, data.RootElement.Clone());
    }

    public static string SourceOf(TenantId tenant) => $"urn:orderguard:tenant:{tenant.Value}";

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, DomainEvents.Json);
}
