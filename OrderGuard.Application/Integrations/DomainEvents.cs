using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Integrations;

/// <summary>An order came to be known. <paramref name="Status"/> is the standard status that it came with.</summary>
public sealed record OrderCreatedData(
    string OrderNo, int Status, DateTimeOffset OccurredAt, string Source, DateTimeOffset PlacedAt, string? Category, decimal? Amount, string? Currency,
    string? Channel, string? Warehouse, int ConfigurationVersion);

/// <summary>An order moved. <paramref name="OccurredAt"/> is when by the source's account; <paramref name="Source"/> is null where nobody outside reported it.</summary>
public sealed record OrderStatusChangedData(string OrderNo, int From, int Status, bool Finished, DateTimeOffset OccurredAt, string? Source, int ConfigurationVersion);

/// <summary>A hold was put on an order or lifted; <paramref name="Held"/> says whether any stands.</summary>
public sealed record OrderHoldData(string OrderNo, string Kind, bool Held, int Status);

/// <summary>An alert as it stands after the change; <paramref name="Sequence"/> numbers the changes of alerts.</summary>
public sealed record AlertData(
    Guid Id, AlertKind Kind, AlertSeverity Severity, AlertState State, int Level, string? OrderNo, string? Category, string? Rule, DateTimeOffset Since,
    DateTimeOffset? DueAt, DateTimeOffset RaisedAt, DateTimeOffset? ResolvedAt, long Sequence);

/// <summary>A configuration was published.</summary>
public sealed record ConfigurationPublishedData(int Version);

/// <summary>Words what happened as it is told outside: particulars only, no names, addresses, phones or free text.</summary>
public static class DomainEvents
{
    /// <summary>How the particulars of an event are written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new UtcConverter() },
    };

    public static DomainEvent Moved(Order order, OrderMove move, string? source, int configurationVersion) => move.From is { } from
        ? Of(OutboxTypes.OrderStatusChanged, order.OrderNo, new OrderStatusChangedData(order.OrderNo, from, order.Status, order.Finished, order.StatusSince, source, configurationVersion))
        : Of(OutboxTypes.OrderCreated, order.OrderNo, new OrderCreatedData(
            order.OrderNo, order.Status, order.StatusSince, source ?? order.Source, order.PlacedAt, order.Category, order.Amount, order.Currency, order.Channel, order.Warehouse, configurationVersion));

    /// <summary>The holds that came and went since <paramref name="before"/>.</summary>
    public static IEnumerable<DomainEvent> Holds(Order order, IReadOnlyList<Hold> before)
    {
        foreach (var hold in order.Holds.Where(x => before.All(b => b.Kind != x.Kind))) yield return Hold(OutboxTypes.OrderHeld, order, hold);
        foreach (var hold in before.Where(x => order.Holds.All(a => a.Kind != x.Kind))) yield return Hold(OutboxTypes.OrderReleased, order, hold);
    }

    public static DomainEvent Alert(string type, Alert alert) => Of(type, alert.Id.Value.ToString(), new AlertData(
        alert.Id.Value, alert.Kind, alert.Severity, alert.State, alert.Level, alert.OrderNo, alert.Category, alert.Rule, alert.Since, alert.DueAt, alert.RaisedAt, alert.ResolvedAt, alert.Sequence));

    public static DomainEvent Published(ConfigurationVersion version) =>
        Of(OutboxTypes.ConfigurationPublished, version.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), new ConfigurationPublishedData(version.Number));

    private static DomainEvent Hold(string type, Order order, Hold hold) =>
        Of(type, order.OrderNo, new OrderHoldData(order.OrderNo, hold.Kind, order.IsHeld, order.Status));

    private static DomainEvent Of<T>(string type, string subject, T data) => new(type, subject, JsonSerializer.Serialize(data, Json));

    private sealed class UtcConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
    }
}
