using System.Globalization;
using System.Text.Json;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Domain.Risk.Features;

/// <summary>What the feature engine knows of one order. Whatever could name a person is a keyed hash by the time it stands here.</summary>
public sealed record OrderSignals
{
    public required OrderId Order { get; init; }

    /// <summary>When it was placed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The hour of the day in the company's zone, 0 to 23.</summary>
    public int LocalHour { get; init; }
    public string? Account { get; init; }
    public string? Phone { get; init; }
    public string? IdNumber { get; init; }
    public string? Device { get; init; }
    public string? Address { get; init; }
    public string? Payment { get; init; }
    public string? Ip { get; init; }
    public string? Name { get; init; }

    /// <summary>The name without case, digits and what separates words.</summary>
    public string? NameShape { get; init; }
    public string? Category { get; init; }
    public string? Sku { get; init; }
    public string? Province { get; init; }
    public string? BillingProvince { get; init; }

    /// <summary>Where the IP address is, where somebody knows.</summary>
    public string? IpProvince { get; init; }
    public double? Amount { get; init; }

    /// <summary>Of the article that most was ordered of.</summary>
    public double? Quantity { get; init; }
    public DateTimeOffset? RegisteredAt { get; init; }
    public int? FailedPayments { get; init; }
    public bool Coupon { get; init; }

    /// <summary>The longest run of equal or counting digits in the phone.</summary>
    public int? PhoneRun { get; init; }

    /// <summary>Whether the address is incomplete or names a freight forwarder.</summary>
    public bool? OddAddress { get; init; }

    /// <summary>The numbers and the hashed words of the order's attributes that the company has tags for.</summary>
    public IReadOnlyDictionary<string, double>? Numbers { get; init; }
    public IReadOnlyDictionary<string, string>? Words { get; init; }

    /// <summary>The moment of an order among the others: when it was placed, no later than it came in, and a part of a millisecond by its own number, so that orders of one instant count for each other.</summary>
    public static DateTimeOffset MomentOf(Order order) => MomentOf(order.Id, order.PlacedAt, order.CreatedAt);

    public static DateTimeOffset MomentOf(OrderId order, DateTimeOffset placedAt, DateTimeOffset createdAt)
    {
        Span<byte> id = stackalloc byte[16];
        order.Value.TryWriteBytes(id);
        return (placedAt <= createdAt ? placedAt : createdAt).AddTicks(System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(id[12..]) % TimeSpan.TicksPerMillisecond);
    }

    private static readonly string[] Forwarders = ["转运", "集运", "货代", "代收点", "freight", "forward", "p.o. box", "po box", "consolidat"];

    /// <param name="hash">A keyed hash of a value of a kind, such as the application's hasher of personal data; equal values of different kinds differ.</param>
    public static OrderSignals Of(
        OrderId order, DateTimeOffset at, OrderFacts facts, TimeZoneInfo zone, Func<string, string, string> hash, string? ipProvince = null, IReadOnlyList<OwnTag>? own = null)
    {
        var (customer, recipient, device) = (facts.Customer, facts.Recipient, facts.Device);
        string? Key(string kind, string? value) => string.IsNullOrWhiteSpace(value) ? null : hash(kind, value.Trim().ToLowerInvariant());
        var name = recipient?.Name ?? customer?.Name;
        var line = facts.Lines?.Where(x => x.Sku is not null && x.Quantity is not null).MaxBy(x => x.Quantity);
        var address = recipient?.Line is null ? null : string.Join('|', recipient.Country, recipient.Province, recipient.City, recipient.Line);
        var attributes = own?.Select(x => x.Attribute).Distinct().Where(x => facts.Attributes?.ContainsKey(x) is true).ToDictionary(x => x, x => facts.Attributes![x]);
        return new OrderSignals
        {
            Order = order, At = at, LocalHour = TimeZoneInfo.ConvertTime(at, zone).Hour,
            Account = Key("account", customer?.Id), Phone = Key("phone", Digits(recipient?.Phone)), IdNumber = Key("id-number", customer?.IdNumber), Device = Key("device", device?.Id),
            Address = Key("address", address), Payment = Key("payment", facts.Payment?.Fingerprint), Ip = Key("ip", device?.Ip),
            Name = Key("name", name), NameShape = Key("name-shape", name is null ? null : string.Concat(name.Where(char.IsLetter))),
            Category = facts.Category, Sku = line?.Sku, Quantity = (double?)line?.Quantity, Amount = (double?)facts.Amount,
            Province = recipient?.Province, BillingProvince = facts.Payment?.BillingProvince, IpProvince = ipProvince,
            RegisteredAt = customer?.RegisteredAt, FailedPayments = facts.Payment?.FailedAttempts, Coupon = !string.IsNullOrWhiteSpace(facts.Coupon),
            PhoneRun = LongestRun(recipient?.Phone),
            OddAddress = recipient?.Line is { } text ? text.Trim().Length < 5 || recipient.City is null || Forwarders.Any(x => text.Contains(x, StringComparison.OrdinalIgnoreCase)) : null,
            Numbers = attributes?.Select(x => (x.Key, Value: Number(x.Value))).Where(x => x.Value is not null).ToDictionary(x => x.Key, x => x.Value!.Value),
            Words = attributes?.Select(x => (x.Key, Value: Key($"attribute:{x.Key}", x.Value.ToString()))).Where(x => x.Value is not null).ToDictionary(x => x.Key, x => x.Value!),
        };
    }

    /// <summary>Whether any tag could come out differently since more has come to be known of an order.</summary>
    public static bool Differ(OrderFacts before, OrderFacts after, IReadOnlyList<OwnTag> own)
    {
        return !ReferenceEquals(before, after) && !Unhashed(before).SaysAs(Unhashed(after));

        OrderSignals Unhashed(OrderFacts facts) => Of(default, facts.PlacedAt ?? DateTimeOffset.UnixEpoch, facts, TimeZoneInfo.Utc, static (_, value) => value, own: own);
    }

    /// <summary>Whether both say the same of their order.</summary>
    public bool SaysAs(OrderSignals other)
    {
        return (this with { Numbers = null, Words = null }) == (other with { Numbers = null, Words = null }) && Same(Numbers, other.Numbers) && Same(Words, other.Words);

        static bool Same<T>(IReadOnlyDictionary<string, T>? one, IReadOnlyDictionary<string, T>? two) where T : notnull =>
            (one?.Count ?? 0) == (two?.Count ?? 0) && (one is null || one.All(x => two!.TryGetValue(x.Key, out var value) && value.Equals(x.Value)));
    }

    /// <summary>The longest run of digits that are equal (8888) or count up or down by one (3456); null without a phone of at least five digits.</summary>
    public static int? LongestRun(string? phone)
    {
        if (Digits(phone) is not { Length: >= 5 } digits) return null;
        var longest = 1;
        for (var step = -1; step <= 1; step++)
        {
            for (int i = 1, run = 1; i < digits.Length; i++)
            {
                run = digits[i] - digits[i - 1] == step ? run + 1 : 1;
                longest = Math.Max(longest, run);
            }
        }
        return longest;
    }

    private static string? Digits(string? phone) => phone is null ? null : string.Concat(phone.Where(char.IsAsciiDigit));

    private static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };
}

/// <summary>What became of an order, as it came to be known.</summary>
public enum OrderOutcome
{
    Cancelled,
    Refunded,
    ChargedBack,
}
