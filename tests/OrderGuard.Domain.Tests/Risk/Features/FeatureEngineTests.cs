using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk.Features;

namespace OrderGuard.Domain.Tests.Risk.Features;

public sealed class FeatureEngineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly OwnTag[] Own =
    [
        new("parcels", "parcels", OwnTagKind.Number, new LocalizedText("Parcels", "包裹数")), new("campaign-24h", "campaign", OwnTagKind.CountIn24Hours, new LocalizedText("Campaign", "活动")),
    ];

    [Fact]
    public void Plain_loops_over_all_history_agree_on_every_tag_of_10_000_orders_live_and_replayed()
    {
        var random = new Random(11);
        List<OrderSignals> arrived = [.. Enumerable.Range(0, 10_000).Select(x => Made(random, x))];
        // Told in no strict order of time, outcomes in between.
        var (live, oracle) = (new FeatureEngine(Own), new FeatureOracle());
        var values = new float[live.Tags.Count];
        var outcomes = new List<(OrderSignals Order, OrderOutcome Outcome, DateTimeOffset At)>();
        for (var i = 0; i < arrived.Count; i++)
        {
            Agree(live, oracle, arrived[i], values);
            live.Add(arrived[i]);
            oracle.Add(arrived[i]);
            if (random.Next(4) != 0) continue;
            var order = arrived[random.Next(i + 1)];
            var at = arrived[i].At + TimeSpan.FromHours(random.Next(-2, 30));
            var outcome = (order, (OrderOutcome)random.Next(3), at > order.At ? at : order.At.AddTicks(1));
            outcomes.Add(outcome);
            live.Learn(outcome.Item1.Order, outcome.Item2, outcome.Item3);
            oracle.Learn(outcome.Item1.Order, outcome.Item2, outcome.Item3);
        }

        // The replay: stored orders in order of time; the oracle knows the future too, and must not look.
        var replay = new FeatureEngine(Own);
        var byTime = arrived.OrderBy(x => x.At).ToList();
        var known = outcomes.OrderBy(x => x.At).ToList();
        var told = 0;
        for (var i = 0; i < byTime.Count; i++)
        {
            for (; told < known.Count && known[told].At < byTime[i].At; told++) replay.Learn(known[told].Order.Order, known[told].Outcome, known[told].At);
            Agree(replay, oracle, byTime[i], values);
            replay.Add(byTime[i]);
        }
    }

    [Fact]
    public void Fifty_orders_by_one_identity_number_are_seen_and_the_window_ends_to_the_tick()
    {
        var engine = new FeatureEngine();
        OrderSignals At(DateTimeOffset at) => new() { Order = OrderId.New(), At = at, IdNumber = "h" };
        for (var i = 1; i <= 50; i++) engine.Add(At(Noon.AddSeconds(-i)));
        engine.Add(At(Noon));
        engine.Add(At(Noon.AddSeconds(5)));
        engine.Add(At(Noon.AddHours(-1)));
        engine.Add(At(Noon.AddHours(-1).AddTicks(-1)));

        // Fifty before, and the one that the window begins with; not those of the same instant, later, or a tick too old.
        Value(engine, At(Noon), "orders-by-id-number-1h").ShouldBe(51);
        Value(engine, At(Noon), "orders-by-id-number-24h").ShouldBe(52);
        Value(engine, At(Noon) with { IdNumber = null }, "orders-by-id-number-1h").ShouldBe(float.NaN);
    }

    [Fact]
    public void A_key_that_everybody_shares_is_counted_exactly_and_looked_into_by_its_newest_orders_alone()
    {
        var engine = new FeatureEngine();
        const int Shared = FeatureEngine.MostLookedAt + 1_000;
        for (var i = 0; i < Shared; i++) engine.Add(new OrderSignals { Order = OrderId.New(), At = Noon.AddSeconds(i - Shared), Address = "pick-up point", Account = $"a{i}" });
        var order = new OrderSignals { Order = OrderId.New(), At = Noon, Address = "pick-up point", Account = "a" };
        Value(engine, order, "orders-by-address-24h").ShouldBe(Shared);
        Value(engine, order, "accounts-per-address-7d").ShouldBe(FeatureEngine.MostLookedAt);

        engine.Add(order);
        for (var i = 1; i <= 10; i++) engine.Add(order with { Order = OrderId.New(), At = Noon.AddSeconds(i), Account = $"b{i}" });
        var values = new float[engine.Tags.Count];
        engine.Compute(order, values);
        engine.Refresh(order, Noon.AddMinutes(1), values);
        values[engine.Tags.ToList().FindIndex(x => x.Code == "orders-by-address-24h")].ShouldBe(Shared + 10, "the order itself is not among them");
    }

    [Fact]
    public void Orders_of_which_more_came_to_be_known_count_as_if_it_had_been_known_from_the_beginning()
    {
        var random = new Random(23);
        List<OrderSignals> first = [.. Enumerable.Range(0, 600).Select(x => Made(random, x))];
        var (changed, fresh) = (new FeatureEngine(Own), new FeatureEngine(Own));
        foreach (var order in first) changed.Add(order);
        List<OrderSignals> last = [.. first.Select((x, i) => i % 3 == 0 ? Made(random, i) with { Order = x.Order } : x)];
        for (var i = 0; i < first.Count; i += 5)
        {
            changed.Learn(first[i].Order, OrderOutcome.Refunded, first[i].At.AddTicks(1));
            fresh.Learn(first[i].Order, OrderOutcome.Refunded, first[i].At.AddTicks(1));
        }

        last.Count(changed.Replace).ShouldBe(200);
        last.Count(changed.Replace).ShouldBe(0);

        foreach (var order in last) fresh.Add(order);
        for (var i = 0; i < first.Count; i += 5) fresh.Learn(first[i].Order, OrderOutcome.Refunded, first[i].At.AddTicks(1));
        changed.Orders.ShouldBe(fresh.Orders);
        var (one, other) = (new float[changed.Tags.Count], new float[changed.Tags.Count]);
        foreach (var order in last)
        {
            changed.Compute(order, one);
            fresh.Compute(order, other);
            one.ShouldBe(other);
        }
    }

    [Fact]
    public void Only_what_a_tag_reads_makes_a_difference()
    {
        var known = new OrderFacts
        {
            Amount = 12, Customer = new("C-1"), Recipient = new("样例", "+8610000000001", "CN", "浙江省", "杭州市", "示范路 1 号"), Device = new("d-1", "203.0.113.9"), Lines = [new OrderLine("s", "n", 2, 6)],
            Attributes = new Dictionary<string, System.Text.Json.JsonElement> { ["parcels"] = Json("2"), ["note"] = Json("\"a\"") },
        };
        bool Matters(OrderFacts later) => OrderSignals.Differ(known, known.With(later), Own);

        Matters(new OrderFacts()).ShouldBeFalse();
        Matters(known with { Lines = [new OrderLine("s", "n", 2, 6)] }).ShouldBeFalse();
        Matters(new OrderFacts { Carrier = "SF", Warehouse = "HZ-1", Payment = new(Method: "alipay", PaidAt: Noon), PromisedAt = Noon, Attributes = new Dictionary<string, System.Text.Json.JsonElement> { ["note"] = Json("\"b\"") } }).ShouldBeFalse();

        OrderFacts[] told =
        [
            new() { Amount = 13 }, new() { Device = new("d-2") }, new() { Device = new(Ip: "203.0.113.10") }, new() { Customer = new(IdNumber: "h") }, new() { Customer = new(RegisteredAt: Noon) },
            new() { Recipient = new(Line: "示范路 2 号") }, new() { Payment = new(Fingerprint: "f") }, new() { Payment = new(FailedAttempts: 3) }, new() { Coupon = "NEW" }, new() { PlacedAt = Noon },
            new() { Lines = [new OrderLine("s", "n", 20, 6)] }, new() { Attributes = new Dictionary<string, System.Text.Json.JsonElement> { ["parcels"] = Json("3") } },
        ];
        foreach (var later in told) Matters(later).ShouldBeTrue(later.ToString());
    }

    private static System.Text.Json.JsonElement Json(string text) => System.Text.Json.JsonDocument.Parse(text).RootElement;

    [Fact]
    public void Memory_is_bounded_by_count_and_by_age()
    {
        var engine = new FeatureEngine(mostOrders: 100);
        for (var i = 0; i < 1_000; i++) engine.Add(new OrderSignals { Order = OrderId.New(), At = Noon.AddMinutes(i), Device = $"d{i % 7}" });
        engine.Orders.ShouldBe(100);
        Value(engine, new OrderSignals { Order = OrderId.New(), At = Noon.AddMinutes(1_000), Device = "d1" }, "orders-by-device-24h").ShouldBeInRange(14, 15);

        engine.Add(new OrderSignals { Order = OrderId.New(), At = Noon.AddDays(200) });
        engine.Orders.ShouldBe(1);
        engine.Add(new OrderSignals { Order = OrderId.New(), At = Noon });
        engine.Orders.ShouldBe(1);
    }

    [Fact]
    public void Every_tag_is_described_in_both_languages_under_a_code_of_its_own()
    {
        TagCatalogue.All.Count.ShouldBeGreaterThanOrEqualTo(28);
        TagCatalogue.All.Select(x => x.Code).ShouldBeUnique();
        foreach (var tag in TagCatalogue.All)
        {
            foreach (var text in new[] { tag.Name, tag.Explanation, tag.Unit, tag.WhenMissing })
            {
                text.En.ShouldNotBeNullOrWhiteSpace();
                text.Zh.Any(x => x >= 0x4E00).ShouldBeTrue($"{tag.Code}: {text.Zh}");
            }
            tag.Inputs.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Signals_keep_no_personal_value_and_read_phones_and_addresses()
    {
        var facts = new OrderFacts
        {
            Customer = new("C-1", IdNumber: "id"), Recipient = new("张 三2", "+86 138 8888 1234", "CN", "浙江省", "杭州市", "某某集运仓 A 座"), Device = new("dev", "203.0.113.9"),
        };
        var signals = OrderSignals.Of(OrderId.New(), Noon, facts, TimeZoneInfo.Utc, (kind, value) => $"#{kind.Length}{value.Length}");

        signals.ToString().ShouldNotContain("138");
        signals.ToString().ShouldNotContain("张");
        (signals.PhoneRun, signals.OddAddress, signals.LocalHour).ShouldBe((5, true, 12));
        OrderSignals.LongestRun("13812345679").ShouldBe(7);
        OrderSignals.LongestRun("123").ShouldBeNull();
    }

    private static float Value(FeatureEngine engine, OrderSignals order, string code)
    {
        var values = new float[engine.Tags.Count];
        engine.Compute(order, values);
        return values[engine.Tags.ToList().FindIndex(x => x.Code == code)];
    }

    private static void Agree(FeatureEngine engine, FeatureOracle oracle, OrderSignals order, float[] values)
    {
        engine.Compute(order, values);
        var expected = oracle.Of(order);
        expected.Count.ShouldBe(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            var other = (float)expected[engine.Tags[i].Code];
            if (!values[i].Equals(other) && !(Math.Abs(values[i] - other) <= 1e-4 * Math.Abs(other))) throw new InvalidOperationException($"{engine.Tags[i].Code}: {values[i]} instead of {other} for {order}");
        }
    }

    private static OrderSignals Made(Random random, int number)
    {
        string? Key(string kind, int among) => random.Next(8) == 0 ? null : $"{kind}{random.Next(among)}";
        // Three weeks and a tail that goes back beyond the horizon; many in the very same minute, some told late.
        var at = Noon.AddMinutes(number * 3 - random.Next(40) - (random.Next(50) == 0 ? random.Next(20_000) : 0));
        var name = random.Next(40);
        return new OrderSignals
        {
            Order = OrderId.New(), At = at, LocalHour = at.Hour, Account = Key("a", 400), Phone = Key("p", 200), IdNumber = Key("i", 200), Device = Key("d", 150), Address = Key("l", 100),
            Payment = Key("f", 60), Ip = Key("n", 80), Name = name == 0 ? null : $"n{name}", NameShape = name == 0 ? null : $"q{name / 3}", Category = Key("c", 25), Sku = Key("s", 40),
            Province = Key("v", 4), BillingProvince = Key("v", 4), IpProvince = Key("v", 4), Amount = random.Next(9) == 0 ? null : random.Next(-5, 500), Quantity = random.Next(6) == 0 ? null : random.Next(1, 9),
            RegisteredAt = random.Next(5) == 0 ? null : at.AddSeconds(-random.Next(5_000_000)), FailedPayments = random.Next(3) == 0 ? null : random.Next(5), Coupon = random.Next(3) == 0,
            PhoneRun = random.Next(4) == 0 ? null : random.Next(8), OddAddress = random.Next(4) == 0 ? null : random.Next(2) == 0,
            Numbers = random.Next(2) == 0 ? null : new Dictionary<string, double> { ["parcels"] = random.Next(5) },
            Words = random.Next(2) == 0 ? null : new Dictionary<string, string> { ["campaign"] = $"w{random.Next(6)}" },
        };
    }
}
