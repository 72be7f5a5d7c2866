using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Risk.Features;

/// <summary>A named signal of an order: what it says, over which window, and from what.</summary>
public sealed class TagDefinition
{
    public required string Code { get; init; }
    public required LocalizedText Name { get; init; }
    public required LocalizedText Explanation { get; init; }

    /// <summary>What its value counts: orders, accounts, seconds, a share from 0 to 1 …</summary>
    public required LocalizedText Unit { get; init; }

    /// <summary>How far back it looks; null: at the order alone.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>The fields of an order that it is computed from.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>What it says where an input is missing: then it has no value, which is not zero.</summary>
    public required LocalizedText WhenMissing { get; init; }

    /// <summary>Whether later orders with the same keys add to what it says of an order.</summary>
    internal bool Grows { get; init; }
    internal Func<TagMoment, double?> Compute { get; init; } = _ => null;
}

/// <summary>What a company's own tag says of an attribute of its orders.</summary>
public enum OwnTagKind
{
    /// <summary>The number itself; true is 1 and false 0.</summary>
    Number,

    /// <summary>How many other orders of the last 24 hours carry the same value.</summary>
    CountIn24Hours,
}

/// <summary>A company's own tag, from an attribute that its sources send.</summary>
public sealed record OwnTag(string Code, string Attribute, OwnTagKind Kind, LocalizedText Name)
{
    internal TagDefinition Definition() => new()
    {
        Code = Code, Name = Name, Inputs = [$"attributes.{Attribute}"],
        Unit = Kind is OwnTagKind.Number ? new("value", "数值") : TagCatalogue.Orders,
        Window = Kind is OwnTagKind.Number ? null : TimeSpan.FromHours(24),
        Explanation = Kind is OwnTagKind.Number
            ? new($"The order's attribute “{Attribute}” as a number.", $"订单属性“{Attribute}”的数值。")
            : new($"How many orders of the 24 hours before carry the same “{Attribute}”.", $"此前 24 小时内“{Attribute}”相同的订单数。"),
        WhenMissing = new($"The order carries no “{Attribute}” that can be used.", $"订单未提供可用的“{Attribute}”。"),
        Compute = Kind is OwnTagKind.Number
            ? x => x.Order.Numbers?.TryGetValue(Attribute, out var number) is true ? number : null
            : x => x.Order.Words?.TryGetValue(Attribute, out var word) is true ? x.Count(SignalKey.Own, FeatureWindows.Own(Attribute, word), TimeSpan.FromHours(24)) : null,
    };
}
