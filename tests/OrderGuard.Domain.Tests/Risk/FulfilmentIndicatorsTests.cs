using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;

namespace OrderGuard.Domain.Tests.Risk;

public sealed class FulfilmentIndicatorsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 20, 0, TimeSpan.Zero);
    private static readonly TenantConfiguration Configuration = TenantConfiguration.Compile(1, new ConfigurationDocument
    {
        Categories = [new CategoryDefinition { Code = "cold" }],
        Timeouts = [new TimeoutRule { Code = "payment", From = 10, Until = 20, Within = TimeSpan.FromHours(2), ByCategory = new Dictionary<string, TimeSpan> { ["cold"] = TimeSpan.FromHours(1) } }],
    });

    [Fact]
    public void All_twelve_are_told_in_their_order_with_a_sentence_in_both_languages()
    {
        var signals = Of(Order(Now), Past());

        signals.Select(x => x.Indicator).ShouldBe(Enum.GetValues<FulfilmentIndicator>());
        signals.ShouldAllBe(x => x.Value != null);
        signals.ShouldAllBe(x => x.Sentence.En.Length > 10 && x.Sentence.Zh.Length > 5);
    }

    [Fact]
    public void Without_any_history_nothing_is_made_up()
    {
        var signals = Of(Order(Now), []);

        signals.ShouldAllBe(x => x.Value == null);
        var (score, facts) = FulfilmentWeights.Preset.Score(signals);
        score.ShouldBe(0.06, 1e-9);
        facts.ShouldAllBe(x => x.Contribution == 0);
    }

    [Fact]
    public void What_happens_from_the_orders_hour_on_changes_nothing()
    {
        var past = Past();
        // The same past, in which from the hour on everything is different: undelivered, cancelled, with many more orders.
        var hour = FulfilmentHistory.HourOf(Now);
        var otherwise = past.Select(x => x with
        {
            ConfirmedAt = x.ConfirmedAt < hour ? x.ConfirmedAt : null,
            ShippedAt = x.ShippedAt < hour ? x.ShippedAt : hour.AddDays(3),
            DeliveredAt = x.DeliveredAt < hour ? x.DeliveredAt : null,
            CancelledAt = x.DeliveredAt < hour ? null : hour.AddHours(1),
        })
            .Concat(Enumerable.Range(0, 300).Select(x => Order(hour.AddMinutes(x)) with { DeliveredAt = hour.AddDays(9) })).ToList();

        // One record's outcome may only become known later: leave those out whose promise passed before the hour while undelivered.
        Of(Order(Now), otherwise).Select(x => (x.Indicator, x.Value, x.Sentence)).ShouldBe(Of(Order(Now), past).Select(x => (x.Indicator, x.Value, x.Sentence)));
    }

    [Fact]
    public void The_orders_own_later_stages_are_not_looked_at()
    {
        var order = Order(Now);
        var grown = order with { ConfirmedAt = Now.AddHours(1), ShippedAt = Now.AddDays(1), DeliveredAt = Now.AddDays(9), CancelledAt = Now.AddDays(10) };

        Of(grown.AsPlaced(), [.. Past(), grown]).Select(x => x.Value).ShouldBe(Of(order, Past()).Select(x => x.Value));
    }

    [Fact]
    public void A_customer_whose_orders_were_cancelled_weighs_more_than_one_whose_orders_went_well()
    {
        var well = Enumerable.Range(1, 4).Select(x => Order(Now.AddDays(-x * 5)) with { ConfirmedAt = Now.AddDays(-x * 5).AddMinutes(5) }).ToList();
        var badly = well.ConvertAll(x => x with { CancelledAt = x.PlacedAt.AddHours(2), ConfirmedAt = null });
        var later = Order(Now.AddHours(1)) with { CancelledAt = Now.AddHours(2) };

        double Value(List<FulfilmentRecord> earlier) => new FulfilmentIndicators(FulfilmentHistory.Of([], TimeZoneInfo.Utc), Configuration).Of(Order(Now), earlier)[0].Value!.Value;

        Value(badly).ShouldBeGreaterThan(Value(well));
        Value([.. well, later]).ShouldBe(Value(well));
    }

    [Fact]
    public void A_category_with_half_the_time_counts_double()
    {
        var rules = TenantConfiguration.Compile(1, new ConfigurationDocument());
        var history = FulfilmentHistory.Of(Past(), TimeZoneInfo.Utc);

        var (strict, mild) = (new FulfilmentIndicators(history, Configuration).Of(Order(Now), []), new FulfilmentIndicators(history, rules).Of(Order(Now), []));

        strict[6].Value!.Value.ShouldBe(2 * mild[6].Value!.Value, 1e-9);
    }

    [Fact]
    public void A_warehouse_that_takes_in_more_than_it_sends_out_grows_a_backlog()
    {
        var steady = Of(Order(Now), Past())[1].Value!.Value;
        var rush = Enumerable.Range(0, 60).Select(x => Order(Now.AddHours(-2).AddSeconds(x)) with { ConfirmedAt = null, ShippedAt = null, DeliveredAt = null });

        Of(Order(Now), [.. Past(), .. rush])[1].Value!.Value.ShouldBeGreaterThan(steady + 5);
    }

    /// <summary>Ten orders a day for 40 days, delivered after two days; every tenth a day too late.</summary>
    private static List<FulfilmentRecord> Past() =>
    [
        .. from day in Enumerable.Range(1, 40)
           from n in Enumerable.Range(0, 10)
           let placed = Now.AddDays(-day).AddMinutes(n)
           select Order(placed) with { CustomerId = $"C-{n}", ConfirmedAt = placed.AddMinutes(5), ShippedAt = placed.AddHours(20), DeliveredAt = placed.AddDays(n == 0 ? 4 : 2) },
    ];

    private static FulfilmentRecord Order(DateTimeOffset placed) => new()
    {
        Order = OrderId.New(), PlacedAt = placed, Source = "shop", Category = "cold", Warehouse = "HZ", Carrier = "SF", Province = "Z", PaymentMethod = "card", CustomerId = "C-1",
        Amount = 100, PromisedAt = placed.AddDays(3), Lines = [new OrderLine("A", "a", placed.Day % 3, 10)],
    };

    private static IReadOnlyList<FulfilmentSignal> Of(FulfilmentRecord order, IReadOnlyList<FulfilmentRecord> past) =>
        new FulfilmentIndicators(FulfilmentHistory.Of(past, TimeZoneInfo.Utc), Configuration).Of(order, [.. past.Where(x => x.CustomerId == order.CustomerId)]);
}
