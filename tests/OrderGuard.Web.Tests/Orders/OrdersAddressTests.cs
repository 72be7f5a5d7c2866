using OrderGuard.Application.Orders;
using OrderGuard.Web.Orders;

namespace OrderGuard.Web.Tests.Orders;

public sealed class OrdersAddressTests
{
    [Fact]
    public void A_link_reproduces_the_filter()
    {
        var filter = new OrderFilter
        {
            Number = "SO 1&2", Phone = "+8613800000000", Customer = "C=1", Statuses = [10, 20], Category = "冷链", Source = "shop", Channel = "tmall", Warehouse = "HZ-1",
            WaitingLongerThan = TimeSpan.FromMinutes(90), Unfinished = true, Held = false, OpenAlerts = true,
            PlacedFrom = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), PlacedBefore = new(2026, 11, 2, 16, 0, 0, TimeSpan.Zero),
        };

        var read = OrdersAddress.Read("http://localhost" + OrdersAddress.Of(filter));

        read.Statuses.ShouldBe(filter.Statuses);
        (read with { Statuses = filter.Statuses }).ShouldBe(filter);
    }

    [Theory]
    [InlineData("http://localhost/orders")]
    [InlineData("http://localhost/orders?status=x,-1&waiting=soon&held=perhaps&from=yesterday&unknown=1")]
    public void What_it_does_not_understand_does_not_matter(string address) => OrdersAddress.Read(address).IsEmpty.ShouldBeTrue();

    [Fact]
    public void A_number_with_a_slash_stays_one_part_of_the_address() => OrdersAddress.OfOrder("SO/1?#").ShouldBe("/orders/SO%2F1%3F%23");
}
