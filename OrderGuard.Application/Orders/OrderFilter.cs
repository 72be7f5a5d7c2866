using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Orders;

/// <summary>Which orders are meant: what is left out does not matter; all that is given must hold.</summary>
public sealed record OrderFilter
{
    /// <summary>The whole number or how it begins.</summary>
    public string? Number { get; init; }

    /// <summary>A phone in any spelling, or its last digits, four at least.</summary>
    public string? Phone { get; init; }
    public string? Customer { get; init; }
    public IReadOnlyList<int> Statuses { get; init; } = [];
    public string? Category { get; init; }

    /// <summary>The source that reported the order first.</summary>
    public string? Source { get; init; }
    public string? Channel { get; init; }
    public string? Warehouse { get; init; }

    /// <summary>Not at rest, and longer than this in its status.</summary>
    public TimeSpan? WaitingLongerThan { get; init; }

    /// <summary>True: still on its way; false: at rest for good.</summary>
    public bool? Unfinished { get; init; }
    public bool? Held { get; init; }
    public bool? OpenAlerts { get; init; }

    /// <summary>Judged, when it was placed, to come late with at least this likelihood.</summary>
    public double? RiskFrom { get; init; }
    public DateTimeOffset? PlacedFrom { get; init; }
    public DateTimeOffset? PlacedBefore { get; init; }

    [JsonIgnore]
    public bool IsEmpty => this == new OrderFilter { Statuses = Statuses } && Statuses.Count == 0;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads a filter that was saved; null where a later release no longer understands it.</summary>
    public static OrderFilter? FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<OrderFilter>(json, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

public sealed class OrderFilterValidator : AbstractValidator<OrderFilter>
{
    private const int MostStatuses = 100;

    public OrderFilterValidator()
    {
        RuleFor(x => x.Number).MaximumLength(Order.OrderNoMaxLength);
        RuleFor(x => x.Phone).MaximumLength(Order.ShortTextMaxLength);
        RuleFor(x => x.Customer).MaximumLength(Order.ShortTextMaxLength);
        RuleFor(x => x.Category).MaximumLength(Order.ShortTextMaxLength);
        RuleFor(x => x.Source).MaximumLength(Order.ShortTextMaxLength);
        RuleFor(x => x.Channel).MaximumLength(Order.ShortTextMaxLength);
        RuleFor(x => x.Warehouse).MaximumLength(Order.ShortTextMaxLength);
        RuleFor(x => x.Statuses).NotNull().Must(x => x is null || x.Count <= MostStatuses);
        RuleFor(x => x.WaitingLongerThan).InclusiveBetween(TimeSpan.Zero, TimeSpan.FromDays(3650));
        RuleFor(x => x.RiskFrom).InclusiveBetween(0, 1);
    }
}
