using System.Globalization;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Infrastructure.Common.Demo;

/// <summary>An invented order of the past, and whether it is meant to have been dishonest.</summary>
internal sealed record DemoSuspect(DemoOrder Order, bool Fraud);

/// <summary>Makes up dishonest orders of the past, and honest ones that look like them: waves by one identity number or on one device, and single ones by accounts just registered. The same seed gives the same.</summary>
internal sealed class DemoPastFrauds(int seed, Func<string, string, string> hash)
{
    private const int IdWave = 15, DeviceWave = 12, Canteen = 9;
    private readonly Random _random = new(seed ^ 0x0F4A0D);
    private int _number;

    /// <summary>Of all days before <paramref name="now"/>, the oldest first; every one is over by then.</summary>
    public IReadOnlyList<DemoSuspect> Of(DateTimeOffset now, int days)
    {
        var found = new List<DemoSuspect>();
        for (var day = days; day >= 3; day--)
        {
            var noon = now.AddDays(-day);
            if (day % 9 == 4) found.AddRange(Wave(noon.AddMinutes(_random.Next(400)), IdWave, "fresh", 90, (facts, n) => facts with { Customer = facts.Customer! with { IdNumber = hash("id-number", $"DEMO-PAST-{day}") } }));
            if (day % 10 == 8) found.AddRange(Wave(noon.AddMinutes(_random.Next(400)), DeviceWave, "drinks", 60, (facts, n) => facts with { Coupon = "NEW-CUSTOMER", Device = new DeviceFacts($"demo-device-shared-{day}", $"198.51.100.{day}", "OrderGuard demo") }));
            // Colleagues who order their lunch on the canteen's tablet: honest, and alike.
            if (day % 12 == 6) found.AddRange(Wave(noon, Canteen, "fresh", 40, (facts, _) => facts with { Device = new DeviceFacts($"demo-canteen-{day}", $"198.51.100.{day}", "OrderGuard demo") }, fraud: false));
            for (var n = _random.Next(3); n > 0; n--) found.Add(Single(noon.AddMinutes(_random.Next(600)), fraud: true));
            if (_random.NextDouble() < 0.6) found.Add(Single(noon.AddMinutes(_random.Next(600)), fraud: false));
        }
        return [.. found.OrderBy(x => x.Order.Steps[0].At)];
    }

    /// <summary>Many orders within an hour; the shop cancels dishonest ones some hours later.</summary>
    private IEnumerable<DemoSuspect> Wave(DateTimeOffset from, int orders, string category, decimal amount, Func<OrderFacts, int, OrderFacts> marked, bool fraud = true)
    {
        for (var n = 0; n < orders; n++)
        {
            var at = from.AddMinutes(n * 3 + _random.Next(3));
            yield return new DemoSuspect(Order(at, marked(Facts(at, category, amount + _random.Next(40), at.AddDays(-20 - _random.Next(200))), n), cancelled: fraud), fraud);
        }
    }

    /// <summary>One order by an account just registered: with what betrays it more or less plainly, or, if honest, with some of it by chance.</summary>
    private DemoSuspect Single(DateTimeOffset at, bool fraud)
    {
        var plain = fraud ? _random.NextDouble() < 0.75 : _random.NextDouble() < 0.4;
        var registered = at.AddSeconds(plain ? -20 - _random.Next(120) : -1_500 - _random.Next(80_000));
        var facts = Facts(at, _random.Next(2) == 0 ? "cold-chain" : "drinks", (fraud ? 900 : 400) + _random.Next(fraud ? 5_200 : 1_800), registered);
        var elsewhere = fraud ? _random.NextDouble() < 0.8 : _random.NextDouble() < 0.3;
        facts = facts with
        {
            Payment = facts.Payment! with { FailedAttempts = fraud && plain ? 3 + _random.Next(4) : _random.Next(3), BillingProvince = elsewhere ? "广东省" : "浙江省" },
            Recipient = facts.Recipient! with { Line = fraud && plain || _random.NextDouble() < 0.25 ? $"示范转运仓 {_number} 号" : facts.Recipient.Line },
        };
        return new DemoSuspect(Order(at, facts, cancelled: fraud && plain), fraud);
    }

    private OrderFacts Facts(DateTimeOffset at, string category, decimal amount, DateTimeOffset registered)
    {
        var n = ++_number;
        return new OrderFacts
        {
            Category = category, Amount = amount, Currency = "CNY", Channel = "app", PlacedAt = at, PromisedAt = at.AddHours(36), Warehouse = "HZ-1", Carrier = "SF",
            Customer = new CustomerFacts($"DEMO-P{n:0000}", registered, null, "演示 样例"),
            Recipient = new RecipientFacts("演示 样例", $"+8610098{n * 7919 % 100_000:00000}", "CN", "浙江省", "杭州市", $"示范新村 {n} 幢", "310000"),
            Payment = new PaymentFacts("unionpay", hash("payment", $"DEMO-CARD-P{n}"), null, "浙江省", 0),
            Device = new DeviceFacts($"demo-device-p{n}", $"198.51.100.{n % 250 + 1}", "OrderGuard demo"),
            Lines = [new OrderLine("SKU-001", "三文鱼", 2, amount / 2)],
        };
    }

    private DemoOrder Order(DateTimeOffset at, OrderFacts facts, bool cancelled)
    {
        List<DemoStep> steps = [DemoGrocer.Step(10, at), DemoGrocer.Step(20, at.AddMinutes(2)), DemoGrocer.Step(30, at.AddMinutes(9))];
        if (cancelled) steps.Add(DemoGrocer.Step(90, at.AddMinutes(70 + _random.Next(80))));
        else steps.AddRange([DemoGrocer.Step(40, at.AddMinutes(60)), DemoGrocer.Step(50, at.AddMinutes(120)), DemoGrocer.Step(60, at.AddHours(3)), DemoGrocer.Step(70, at.AddHours(14)), DemoGrocer.Step(80, at.AddHours(38))]);
        return new DemoOrder(string.Create(CultureInfo.InvariantCulture, $"SO-{at:yyMMdd}-D{_number:0000}"), facts, steps);
    }
}
