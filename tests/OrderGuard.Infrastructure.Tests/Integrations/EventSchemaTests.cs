using System.Globalization;
using System.Text.Json;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Infrastructure.Tests.Integrations;

/// <summary>What is told outside holds what its schema promises.</summary>
public sealed class EventSchemaTests
{
    private static readonly JsonElement Schemas = JsonDocument.Parse(EventSchemas.Json).RootElement;

    [Fact]
    public void Every_kind_of_event_has_a_schema_and_is_documented()
    {
        Schemas.EnumerateObject().Select(x => x.Name).Order().ShouldBe(OutboxTypes.All.Order());
        var document = File.ReadAllText(Path.Combine(OrderGuard.Testing.Repository.Root, "docs", "events.md"));
        foreach (var schema in Schemas.EnumerateObject())
        {
            document.ShouldContain($"### {schema.Name}\n");
            foreach (var field in schema.Value.GetProperty("properties").EnumerateObject()) document.ShouldContain($"| `{field.Name}`", customMessage: schema.Name);
        }
    }

    [Fact]
    public void What_breaks_its_promise_is_found()
    {
        Violations(OutboxTypes.OrderHeld, JsonDocument.Parse("""{"orderNo":"SO-1","kind":"manual","held":"yes","note":"x"}""").RootElement)
            .ShouldBe(["held is no boolean", "note is not in the schema", "status is missing"], ignoreOrder: true);
    }

    [Fact]
    public void Every_event_as_it_is_worded_keeps_its_promise()
    {
        var (tenant, now) = (TenantId.New(), new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        var configuration = TenantConfiguration.Compile(1, new ConfigurationDocument { Sources = [new SourceDefinition { Code = "shop", Role = SourceRole.Master }] });
        var (order, placed) = Order.Place(tenant, "SO-1", new StatusReport("shop", "10", 10, now, new OrderFacts { Amount = 3, Currency = "CNY", Category = "x", Channel = "y", Warehouse = "z" }, DateTimeOffset.MinValue), configuration, now);
        var created = DomainEvents.Moved(order, placed, "shop", 1);
        var moved = DomainEvents.Moved(order, order.Take(new StatusReport("shop", "20", 20, now, null, DateTimeOffset.MinValue), configuration, now), "shop", 1);
        order.Hold(HoldKinds.Manual, "why", "who", now);
        var alert = Alert.Raise(tenant, new AlertCause(AlertKind.Timeout, AlertSeverity.Critical, "cause", new LocalizedText("a", "b"), now, now, 1) { OrderNo = "SO-1", Category = "x", Rule = "r" }, now);
        var raised = DomainEvents.Alert(OutboxTypes.AlertRaised, alert);
        alert.Resolve(new LocalizedText("a", "b"), now);
        DomainEvent[] all =
        [
            created, moved, .. DomainEvents.Holds(order, []), raised, DomainEvents.Alert(OutboxTypes.AlertChanged, alert), DomainEvents.Alert(OutboxTypes.AlertResolved, alert),
            DomainEvents.Published(ConfigurationVersion.Publish(tenant, 2, "{}", "", "x", now)),
        ];

        foreach (var told in all) Violations(told.Type, JsonDocument.Parse(told.Data).RootElement).ShouldBeEmpty(told.Data);
        all.Select(x => x.Type).Distinct().Count().ShouldBe(OutboxTypes.All.Count - 1);
    }

    /// <summary>As much of JSON Schema as the schemas use.</summary>
    internal static IReadOnlyList<string> Violations(string type, JsonElement data)
    {
        var schema = Schemas.GetProperty(type);
        var wrong = new List<string>();
        foreach (var name in schema.GetProperty("required").EnumerateArray().Select(x => x.GetString()!).Where(x => !data.TryGetProperty(x, out _))) wrong.Add($"{name} is missing");
        foreach (var field in data.EnumerateObject())
        {
            if (!schema.GetProperty("properties").TryGetProperty(field.Name, out var promised)) wrong.Add($"{field.Name} is not in the schema");
            else if (promised.TryGetProperty("enum", out var values)) wrong.AddRange(values.EnumerateArray().Any(x => x.GetString() == field.Value.GetString()) ? [] : [$"{field.Name} is no listed value"]);
            else if (!Is(field.Value, promised)) wrong.Add($"{field.Name} is no {promised.GetProperty("type").GetString()}");
        }
        return wrong;
    }

    private static bool Is(JsonElement value, JsonElement promised) => (promised.GetProperty("type").GetString(), promised.TryGetProperty("format", out var format) ? format.GetString() : null) switch
    {
        ("string", "date-time") => value.ValueKind is JsonValueKind.String && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _) && value.GetString()!.EndsWith('Z'),
        ("string", "uuid") => value.ValueKind is JsonValueKind.String && Guid.TryParse(value.GetString(), out _),
        ("string", _) => value.ValueKind is JsonValueKind.String,
        ("integer", _) => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
        ("number", _) => value.ValueKind is JsonValueKind.Number,
        ("boolean", _) => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        var other => throw new InvalidOperationException($"{other} is not known to this test."),
    };
}
