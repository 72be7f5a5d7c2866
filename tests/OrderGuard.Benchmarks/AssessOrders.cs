using OrderGuard.Domain.Orders;
using OrderGuard.Infrastructure.Common.Demo;

namespace OrderGuard.Benchmarks;

/// <summary>Orders of a town of a million people, a few of them dishonest: the grocer's own few hundred customers, ordering a thousand times a second, would all look like one ring.</summary>
internal static class AssessOrders
{
    private const int People = 1_000_000;
    private const int Ring = 20;

    /// <summary>Orders that rings place, each on one device with one identity number: one in a hundred.</summary>
    private const double OfRings = 0.01;

    public static IEnumerable<DemoOrder> Of(int seed, int count)
    {
        var grocer = new DemoGrocer(seed);
        var random = new Random(seed);
        // Just placed: what is overdue on arrival would be measured as alerts.
        var now = TimeProvider.System.GetUtcNow().AddMilliseconds(-count);
        var ring = 0;
        for (var n = 0; n < count; n++)
        {
            var order = grocer.Next(now.AddMilliseconds(n), late: 0);
            var honest = order with { Facts = By(order.Facts, random.Next(People)) };
            yield return random.NextDouble() >= OfRings ? honest : honest with
            {
                Facts = honest.Facts with
                {
                    Customer = honest.Facts.Customer! with { IdNumber = $"ring-{seed}-{ring / Ring}" },
                    Device = new DeviceFacts($"ring-device-{seed}-{ring++ / Ring}", honest.Facts.Device!.Ip, "OrderGuard benchmark"),
                },
            };
        }
    }

    private static OrderFacts By(OrderFacts facts, int person) => facts with
    {
        Customer = facts.Customer! with { Id = $"P-{person:0000000}" },
        Recipient = facts.Recipient! with { Name = Name(person), Phone = $"+861000{person:0000000}", Line = $"示范路 {person / 3 + 1} 号" },
        Device = new DeviceFacts($"device-{person:0000000}", $"10.{person >> 16}.{person >> 8 & 255}.{person & 255}", "OrderGuard benchmark"),
    };

    /// <summary>Three characters of a hundred each, so that as few people share a name as in a town.</summary>
    private static string Name(int person) => $"{Character(person / 10_000)}{Character(person / 100)}{Character(person)}";

    private static char Character(int of) => (char)('\u4e00' + of % 100 * 37);
}
