using System.Text.Json;

namespace OrderGuard.Domain.Orders;

/// <summary>What sources have told about an order beside its status. What a later report gives replaces what was known.</summary>
/// <remarks>Identity numbers and payment fingerprints arrive here already hashed under the tenant's key.</remarks>
public sealed record OrderFacts
{
    public string? Category { get; init; }
    public decimal? Amount { get; init; }
    public string? Currency { get; init; }
    public string? Channel { get; init; }
    public DateTimeOffset? PlacedAt { get; init; }
    public DateTimeOffset? PromisedAt { get; init; }
    public string? Warehouse { get; init; }
    public string? Carrier { get; init; }
    public string? Coupon { get; init; }
    public CustomerFacts? Customer { get; init; }
    public RecipientFacts? Recipient { get; init; }
    public PaymentFacts? Payment { get; init; }
    public DeviceFacts? Device { get; init; }
    public IReadOnlyList<OrderLine>? Lines { get; init; }
    public IReadOnlyDictionary<string, JsonElement>? Attributes { get; init; }

    public static readonly OrderFacts None = new();

    /// <summary>These facts with those of a later report laid over them, field by field; lines are replaced as a whole.</summary>
    public OrderFacts With(OrderFacts? later) => later is null ? this : new()
    {
        Category = later.Category ?? Category,
        Amount = later.Amount ?? Amount,
        Currency = later.Currency ?? Currency,
        Channel = later.Channel ?? Channel,
        PlacedAt = later.PlacedAt ?? PlacedAt,
        PromisedAt = later.PromisedAt ?? PromisedAt,
        Warehouse = later.Warehouse ?? Warehouse,
        Carrier = later.Carrier ?? Carrier,
        Coupon = later.Coupon ?? Coupon,
        Customer = Customer is null ? later.Customer : Customer.With(later.Customer),
        Recipient = Recipient is null ? later.Recipient : Recipient.With(later.Recipient),
        Payment = Payment is null ? later.Payment : Payment.With(later.Payment),
        Device = Device is null ? later.Device : Device.With(later.Device),
        Lines = later.Lines ?? Lines,
        Attributes = Merge(Attributes, later.Attributes),
    };

    private static IReadOnlyDictionary<string, JsonElement>? Merge(IReadOnlyDictionary<string, JsonElement>? known, IReadOnlyDictionary<string, JsonElement>? later)
    {
        if (known is null || later is null) return later ?? known;
        var merged = new Dictionary<string, JsonElement>(known);
        foreach (var (key, value) in later) merged[key] = value;
        return merged;
    }
}

/// <summary>Who ordered. <see cref="IdNumber"/> is a keyed hash; <see cref="Class"/> is what the shop sorts its customers into, e.g. <c>vip</c>.</summary>
public sealed record CustomerFacts(string? Id = null, DateTimeOffset? RegisteredAt = null, string? IdNumber = null, string? Name = null, string? Class = null)
{
    public CustomerFacts With(CustomerFacts? later) => later is null ? this
        : new(later.Id ?? Id, later.RegisteredAt ?? RegisteredAt, later.IdNumber ?? IdNumber, later.Name ?? Name, later.Class ?? Class);
}

/// <summary>Who receives, and where.</summary>
public sealed record RecipientFacts(
    string? Name = null, string? Phone = null, string? Country = null, string? Province = null, string? City = null, string? Line = null, string? PostalCode = null)
{
    public RecipientFacts With(RecipientFacts? later) => later is null ? this
        : new(later.Name ?? Name, later.Phone ?? Phone, later.Country ?? Country, later.Province ?? Province, later.City ?? City, later.Line ?? Line, later.PostalCode ?? PostalCode);
}

/// <summary>How it was paid. <see cref="Fingerprint"/> is a keyed hash.</summary>
public sealed record PaymentFacts(
    string? Method = null, string? Fingerprint = null, DateTimeOffset? PaidAt = null, string? BillingProvince = null, int? FailedAttempts = null)
{
    public PaymentFacts With(PaymentFacts? later) => later is null ? this
        : new(later.Method ?? Method, later.Fingerprint ?? Fingerprint, later.PaidAt ?? PaidAt, later.BillingProvince ?? BillingProvince, later.FailedAttempts ?? FailedAttempts);
}

/// <summary>The device that it was ordered from.</summary>
public sealed record DeviceFacts(string? Id = null, string? Ip = null, string? UserAgent = null)
{
    public DeviceFacts With(DeviceFacts? later) => later is null ? this : new(later.Id ?? Id, later.Ip ?? Ip, later.UserAgent ?? UserAgent);
}

/// <summary>One line of an order.</summary>
public sealed record OrderLine(string? Sku = null, string? Name = null, decimal? Quantity = null, decimal? UnitPrice = null);
