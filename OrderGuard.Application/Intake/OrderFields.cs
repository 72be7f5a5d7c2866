using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Intake;

/// <summary>The facts of an order that a column can hold, by their path in the events interface.</summary>
public static class OrderFields
{
    public const string AttributePrefix = "attributes.";
    public const int LongTextMaxLength = 500;
    private const decimal LargestAmount = 1_000_000_000_000m;

    private delegate OrderFacts Setter(OrderFacts facts, object value);

    private enum Kind { Short, Long, Currency, Time, Amount, Count }

    private static readonly FrozenDictionary<string, (Kind Kind, Setter Set)> Known = new Dictionary<string, (Kind, Setter)>
    {
        ["category"] = (Kind.Short, (f, v) => f with { Category = (string)v }),
        ["amount"] = (Kind.Amount, (f, v) => f with { Amount = (decimal)v }),
        ["currency"] = (Kind.Currency, (f, v) => f with { Currency = (string)v }),
        ["channel"] = (Kind.Short, (f, v) => f with { Channel = (string)v }),
        ["placedAt"] = (Kind.Time, (f, v) => f with { PlacedAt = (DateTimeOffset)v }),
        ["promisedAt"] = (Kind.Time, (f, v) => f with { PromisedAt = (DateTimeOffset)v }),
        ["warehouse"] = (Kind.Short, (f, v) => f with { Warehouse = (string)v }),
        ["carrier"] = (Kind.Short, (f, v) => f with { Carrier = (string)v }),
        ["coupon"] = (Kind.Short, (f, v) => f with { Coupon = (string)v }),
        ["customer.id"] = (Kind.Short, (f, v) => f with { Customer = (f.Customer ?? new()) with { Id = (string)v } }),
        ["customer.registeredAt"] = (Kind.Time, (f, v) => f with { Customer = (f.Customer ?? new()) with { RegisteredAt = (DateTimeOffset)v } }),
        ["customer.idNumber"] = (Kind.Short, (f, v) => f with { Customer = (f.Customer ?? new()) with { IdNumber = (string)v } }),
        ["customer.name"] = (Kind.Short, (f, v) => f with { Customer = (f.Customer ?? new()) with { Name = (string)v } }),
        ["customer.class"] = (Kind.Short, (f, v) => f with { Customer = (f.Customer ?? new()) with { Class = (string)v } }),
        ["recipient.name"] = (Kind.Short, (f, v) => f with { Recipient = (f.Recipient ?? new()) with { Name = (string)v } }),
        ["recipient.phone"] = (Kind.Short, (f, v) => f with { Recipient = (f.Recipient ?? new()) with { Phone = (string)v } }),
        ["recipient.country"] = (Kind.Short, (f, v) => f with { Recipient = (f.Recipient ?? new()) with { Country = (string)v } }),
        ["recipient.province"] = (Kind.Short, (f, v) => f with { Recipient = (f.Recipient ?? new()) with { Province = (string)v } }),
        ["recipient.city"] = (Kind.Short, (f, v) => f with { Recipient = (f.Recipient ?? new()) with { City = (string)v } }),
        ["recipient.line"] = (Kind.Long, (f, v) => f with { Recipient = (f.Recipient ?? new()) with { Line = (string)v } }),
        ["recipient.postalCode"] = (Kind.Short, (f, v) => f with { Recipient = (f.Recipient ?? new()) with { PostalCode = (string)v } }),
        ["payment.method"] = (Kind.Short, (f, v) => f with { Payment = (f.Payment ?? new()) with { Method = (string)v } }),
        ["payment.fingerprint"] = (Kind.Long, (f, v) => f with { Payment = (f.Payment ?? new()) with { Fingerprint = (string)v } }),
        ["payment.paidAt"] = (Kind.Time, (f, v) => f with { Payment = (f.Payment ?? new()) with { PaidAt = (DateTimeOffset)v } }),
        ["payment.billingProvince"] = (Kind.Short, (f, v) => f with { Payment = (f.Payment ?? new()) with { BillingProvince = (string)v } }),
        ["payment.failedAttempts"] = (Kind.Count, (f, v) => f with { Payment = (f.Payment ?? new()) with { FailedAttempts = (int)v } }),
        ["device.id"] = (Kind.Short, (f, v) => f with { Device = (f.Device ?? new()) with { Id = (string)v } }),
        ["device.ip"] = (Kind.Short, (f, v) => f with { Device = (f.Device ?? new()) with { Ip = (string)v } }),
        ["device.userAgent"] = (Kind.Long, (f, v) => f with { Device = (f.Device ?? new()) with { UserAgent = (string)v } }),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IReadOnlyList<string> Paths { get; } = [.. Known.Keys.Order(StringComparer.Ordinal)];

    public static bool IsKnown(string path) => Known.ContainsKey(path) || (path.StartsWith(AttributePrefix, StringComparison.Ordinal) && path.Length > AttributePrefix.Length);

    /// <summary>Lays a cell's value into the facts, or says what is wrong with it.</summary>
    internal static RowProblem? Set(ref OrderFacts facts, string path, string column, string text, string? timeFormat, TimeZoneInfo zone)
    {
        if (!Known.TryGetValue(path, out var field))
        {
            if (text.Length > LongTextMaxLength) return RowProblem.TooLong(column, text);
            var attributes = new Dictionary<string, JsonElement>(facts.Attributes ?? new Dictionary<string, JsonElement>()) { [path[AttributePrefix.Length..]] = JsonSerializer.SerializeToElement(text) };
            facts = facts with { Attributes = attributes };
            return null;
        }
        object? value;
        switch (field.Kind)
        {
            case Kind.Time:
                value = CellReader.Time(text, timeFormat, zone);
                if (value is null) return RowProblem.UnreadableTime(column, text);
                break;
            case Kind.Amount:
                value = CellReader.Number(text) is { } amount && Math.Abs(amount) < LargestAmount ? amount : null;
                if (value is null) return RowProblem.BadNumber(column, text);
                break;
            case Kind.Count:
                value = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
                if (value is null) return RowProblem.BadNumber(column, text);
                break;
            case Kind.Currency:
                if (text.Length != 3 || !text.All(char.IsAsciiLetter)) return RowProblem.BadCurrency(column, text);
                value = text.ToUpperInvariant();
                break;
            default:
                if (text.Length > (field.Kind is Kind.Long ? LongTextMaxLength : Order.ShortTextMaxLength)) return RowProblem.TooLong(column, text);
                value = text;
                break;
        }
        facts = field.Set(facts, value);
        return null;
    }
}
