using System.Text.Json;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>Reads the events of a request, each by itself: what is wrong with one leaves the others untouched.</summary>
public sealed class EventReader(TenantId tenant, IPersonalDataHasher hasher, DateTimeOffset now, SourceShape? shape)
{
    private const decimal MostMoney = 99_999_999_999_999m;
    private const int NameMaxLength = 200;
    private const int LineMaxLength = 500;
    private const int MostLines = 500;
    private const int MostAttributeCharacters = 16_384;
    private static readonly TimeSpan MostAhead = TimeSpan.FromHours(24);
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private bool _needsReading;
    private readonly EventReading _reading = new(shape?.Zone);

    /// <summary>Whether a time came without an offset, or a status that is no text, so that the source's settings are needed.</summary>
    public bool NeedsShape => _reading.NeedsZone || _needsReading;

    /// <summary>The event, or the result that tells why it is none.</summary>
    /// <param name="pointer">Where it stands, to tell what is wrong by.</param>
    /// <param name="otherwiseId">Its id where it names none itself: that of its envelope.</param>
    public (IncomingEvent? Event, EventResult? Invalid) Read(JsonElement element, string pointer, string? otherwiseId = null)
    {
        _reading.Begin();
        var id = "";
        try
        {
            if (element.ValueKind is not JsonValueKind.Object)
            {
                _reading.Note(pointer, "must be an object.");
                return (null, Invalid(id));
            }
            var fields = new JsonFields(element, pointer, _reading);
            id = otherwiseId is { Length: > 0 and <= OrderEvent.EventIdMaxLength } && !element.TryGetProperty("id", out _) ? otherwiseId : fields.Required("id", OrderEvent.EventIdMaxLength);
            var orderNo = fields.Required("orderNo", Order.OrderNoMaxLength);
            var (status, payload) = Status(fields);
            var at = fields.Time("occurredAt");
            if (at is null) fields.Wrong("occurredAt", "must be a time.");
            else if (at < Earliest) fields.Wrong("occurredAt", "lies before the year 2000.");
            else if (at > now + MostAhead) fields.Wrong("occurredAt", "lies more than 24 hours ahead.");
            var facts = fields.Object("order") is { } order ? Facts(order) : null;
            return _reading.HasProblems ? (null, Invalid(id)) : (new IncomingEvent(id, orderNo, status, at!.Value, facts) { Payload = payload }, null);
        }
        catch (InvalidOperationException)
        {
            // The reader's word for an escape that is half of a surrogate pair, wherever it stands.
            _reading.Note(pointer, "holds an unpaired surrogate.");
            return (null, Invalid(id));
        }
    }

    /// <summary>The status as a text; or, of a source whose settings find it in its JSON, that JSON.</summary>
    private (string Word, string? Payload) Status(JsonFields fields)
    {
        var nested = fields.IsNested("status");
        var given = fields.Has("payload");
        if (!nested && !given) return (fields.Required("status", Order.WordMaxLength), null);
        if (shape is null) _needsReading = true;
        // Who is not known to nest its status is held to the plain form.
        if (shape is not { Reads: true }) return (fields.Required("status", Order.WordMaxLength), null);
        var payload = fields.Raw(given ? "payload" : "status", IncomingEvent.PayloadMaxLength);
        var kept = payload is null ? null : PayloadMask.Of(payload);
        if (payload is not null && kept is null) fields.Wrong(given ? "payload" : "status", "names a member twice.");
        return (nested ? "" : fields.Text("status", Order.WordMaxLength)?.Trim() ?? "", kept);
    }

    private EventResult Invalid(string id) => new(id.Length <= OrderEvent.EventIdMaxLength ? id : "", EventOutcome.Invalid, null, _reading.Detail);

    private OrderFacts Facts(JsonFields order) => new()
    {
        Category = order.Text("category", Order.ShortTextMaxLength),
        Amount = order.Number("amount", 0, MostMoney),
        Currency = Currency(order),
        Channel = order.Text("channel", Order.ShortTextMaxLength),
        PlacedAt = order.Time("placedAt"),
        PromisedAt = order.Time("promisedAt"),
        Warehouse = order.Text("warehouse", Order.ShortTextMaxLength),
        Carrier = order.Text("carrier", Order.ShortTextMaxLength),
        Coupon = order.Text("coupon", Order.ShortTextMaxLength),
        Customer = order.Object("customer") is { } c
            ? new(c.Text("id", Order.ShortTextMaxLength), c.Time("registeredAt"), Hashed("id-number", c.Text("idNumber", NameMaxLength)), c.Text("name", NameMaxLength), c.Text("class", Order.ShortTextMaxLength)) : null,
        Recipient = order.Object("recipient") is { } r
            ? new(r.Text("name", NameMaxLength), r.Text("phone", Order.ShortTextMaxLength), r.Text("country", NameMaxLength), r.Text("province", NameMaxLength),
                r.Text("city", NameMaxLength), r.Text("line", LineMaxLength), r.Text("postalCode", Order.ShortTextMaxLength)) : null,
        Payment = order.Object("payment") is { } p
            ? new(p.Text("method", Order.ShortTextMaxLength), Hashed("payment", p.Text("fingerprint", LineMaxLength)), p.Time("paidAt"),
                p.Text("billingProvince", NameMaxLength), p.Count("failedAttempts", 1_000_000)) : null,
        Device = order.Object("device") is { } d ? new(d.Text("id", NameMaxLength), d.Text("ip", Order.ShortTextMaxLength), d.Text("userAgent", LineMaxLength)) : null,
        Lines = order.List("lines", MostLines, x => new OrderLine(
            x.Text("sku", NameMaxLength), x.Text("name", LineMaxLength), x.Number("quantity", -MostMoney, MostMoney), x.Number("unitPrice", -MostMoney, MostMoney))),
        Attributes = order.Anything("attributes", MostAttributeCharacters),
    };

    private static string? Currency(JsonFields order)
    {
        var currency = order.Text("currency", 3);
        if (currency is not null && (currency.Length != 3 || !currency.All(char.IsAsciiLetter))) order.Wrong("currency", "must be the three letters of ISO 4217, such as CNY.");
        return currency?.ToUpperInvariant();
    }

    private string? Hashed(string kind, string? value) => value is null || _reading.HasProblems ? null : hasher.Hash(tenant, kind, value);
}
