using System.Text.Json;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Domain.Configuration;

/// <summary>Who answers for which orders: an owner, and a backup for when the owner does not act.</summary>
public sealed record DutyRule
{
    public required string Code { get; init; }
    public LocalizedText? Label { get; init; }

    /// <summary>Only orders of this category; null: any.</summary>
    public string? Category { get; init; }

    /// <summary>Only orders of this warehouse; null: any.</summary>
    public string? Warehouse { get; init; }

    /// <summary>Only orders that carry each of these further facts with this value.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
    public DutyHolder? Owner { get; init; }
    public DutyHolder? Backup { get; init; }

    /// <summary>How narrow the rule is: the narrowest that fits an order decides, of equals the first.</summary>
    public int Narrowness() => Attributes.Count * 4 + (Warehouse is null ? 0 : 2) + (Category is null ? 0 : 1);

    public DutyHolder? Holder(DutySide side) => side is DutySide.Owner ? Owner : Backup;

    public bool Fits(string? category, string? warehouse, IReadOnlyDictionary<string, string>? attributes) =>
        (Category is null || Category == category) && (Warehouse is null || Warehouse == warehouse)
        && Attributes.All(x => attributes is not null && attributes.TryGetValue(x.Key, out var value) && value == x.Value);

    public bool Fits(Order order) => Fits(order.Category, order.Warehouse, Texts(order));

    private Dictionary<string, string>? Texts(Order order) => Attributes.Count == 0 ? null : order.Facts.Attributes?
        .ToDictionary(x => x.Key, x => x.Value.ValueKind is JsonValueKind.String ? x.Value.GetString()! : x.Value.GetRawText());
}

/// <summary>One person, or whoever is on duty in a rotation.</summary>
public sealed record DutyHolder
{
    /// <summary>The person's id.</summary>
    public string? Person { get; init; }

    /// <summary>The rotation's code.</summary>
    public string? Rotation { get; init; }
}

/// <summary>How often a rotation hands over.</summary>
public enum RotationPeriod
{
    Daily,
    Weekly,
    Fortnightly,
}

/// <summary>People who are on duty in turn.</summary>
public sealed record RotationDefinition
{
    public required string Code { get; init; }
    public LocalizedText? Label { get; init; }

    /// <summary>The people's ids, in their turn.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>IANA zone in which the hand-over happens.</summary>
    public string TimeZone { get; init; } = "Asia/Shanghai";
    public RotationPeriod Period { get; init; } = RotationPeriod.Weekly;

    /// <summary>The weekday of the hand-over, where the period is a week or more.</summary>
    public DayOfWeek HandOverOn { get; init; } = DayOfWeek.Monday;

    /// <summary>The local time of day of the hand-over.</summary>
    public TimeOnly HandOverAt { get; init; } = new(9, 0);

    /// <summary>A day in the first person's first turn.</summary>
    public DateOnly Since { get; init; } = new(2026, 1, 5);

    /// <summary>Spans in which somebody else is on duty, or nobody; a later one lies over an earlier one.</summary>
    public IReadOnlyList<RotationOverride> StandIns { get; init; } = [];
}

/// <summary>Somebody else is on duty for a span of time.</summary>
/// <param name="Person">The person's id; null: nobody.</param>
public sealed record RotationOverride(DateTimeOffset From, DateTimeOffset Until, string? Person);

/// <summary>A stretch of time in which one person (or nobody) is on duty.</summary>
public sealed record Shift(DateTimeOffset From, DateTimeOffset Until, string? Person, bool Overridden);
