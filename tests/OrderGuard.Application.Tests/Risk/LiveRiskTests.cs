using OrderGuard.Application.Risk;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk.Features;

namespace OrderGuard.Application.Tests.Risk;

public sealed class LiveRiskTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly LiveRisk _live = new(new FeatureEngine(), [], TimeZoneInfo.Utc, (_, value) => value);

    [Fact]
    public void What_became_of_an_order_stirs_the_watched_orders_of_its_device_once_however_often_it_is_read_again()
    {
        var (watched, cancelled) = (Of("device"), Of("device"));
        _live.Add([watched, cancelled, Of("another device")]);
        _live.Watch(watched, Noon.AddDays(1));

        _live.Learn(cancelled.Order, OrderOutcome.Cancelled, Noon.AddMinutes(1));
        TakeStirred().ShouldBe([watched.Order]);

        _live.Learn(cancelled.Order, OrderOutcome.Cancelled, Noon.AddMinutes(1));
        TakeStirred().ShouldBeEmpty();

        _live.Learn(cancelled.Order, OrderOutcome.ChargedBack, Noon.AddMinutes(2));
        TakeStirred().ShouldBe([watched.Order]);
    }

    private IReadOnlyList<OrderId> TakeStirred() => _live.TakeStirred([], 10, Noon.AddMinutes(5));

    private static OrderSignals Of(string device) => new() { Order = OrderId.New(), At = Noon, Device = device };
}
