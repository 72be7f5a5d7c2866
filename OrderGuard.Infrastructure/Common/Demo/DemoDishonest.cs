using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Infrastructure.Common.Demo;

/// <summary>A few plainly invented dishonest orders, so that the demo's reviewers have something to decide: one identity number ordering again and again, one device with many accounts, accounts registered in the moment they buy.</summary>
internal static class DemoDishonest
{
    /// <summary>The simulator leaves these alone: they wait for a reviewer.</summary>
    public const string Prefix = "SO-DEMO-";

    public static async Task PlaceAsync(IServiceProvider services, TenantId tenant, DateTimeOffset now, CancellationToken ct)
    {
        if (await services.GetRequiredService<IOrderGuardDb>().Orders.AnyAsync(x => x.OrderNo.StartsWith(Prefix), ct)) return;
        var hasher = services.GetRequiredService<IPersonalDataHasher>();
        var one = hasher.Hash(tenant, "id-number", "DEMO-ID-0001");
        List<(string No, DateTimeOffset At, OrderFacts Facts)> orders =
        [
            .. Enumerable.Range(1, 16).Select(n => ($"{Prefix}A{n:00}", now.AddMinutes(-26 + n), Facts(n, "fresh", 88 + n, now.AddDays(-200)) with
            {
                Customer = new CustomerFacts($"DEMO-A{n:00}", now.AddDays(-200), one, "演示 样例甲"),
            })),
            .. Enumerable.Range(1, 7).Select(n => ($"{Prefix}B{n:00}", now.AddMinutes(-20 + n), Facts(100 + n, "drinks", 60, now.AddDays(-30)) with
            {
                Coupon = "NEW-CUSTOMER", Device = new DeviceFacts("demo-device-shared", "198.51.100.7", "OrderGuard demo"),
            })),
            .. Enumerable.Range(1, 3).Select(n => ($"{Prefix}C{n:00}", now.AddMinutes(-12 + n), Facts(200 + n, "cold-chain", 6_800 + 100 * n, now.AddMinutes(-12 + n).AddSeconds(-40)) with
            {
                Payment = new PaymentFacts("unionpay", hasher.Hash(tenant, "payment", $"DEMO-CARD-{n}"), null, "广东省", 5),
                Recipient = new RecipientFacts("演示 样例丙", $"+8610099{n}13579", "CN", "浙江省", "杭州市", "示范转运仓 8 号", "310000"),
            })),
        ];
        await services.GetRequiredService<OrderBook>().ApplyAsync([.. orders.Select(x => new IncomingReport(
            Caller.System(tenant), DemoConfiguration.Shop, new IncomingEvent($"{x.No}-20", x.No, "已付款", x.At, x.Facts with { PlacedAt = x.At }), Historical: false, ArmFrom: DateTimeOffset.MinValue))], ct);
    }

    private static OrderFacts Facts(int n, string category, decimal amount, DateTimeOffset registered) => new()
    {
        Category = category, Amount = amount, Currency = "CNY", Channel = "app", Warehouse = "HZ-1", Carrier = "SF",
        Customer = new CustomerFacts($"DEMO-{n:000}", registered, null, "演示 样例"),
        Recipient = new RecipientFacts("演示 样例", $"+861009{n:000}2468", "CN", "浙江省", "杭州市", $"示范新村 {n} 幢", "310000"),
        Payment = new PaymentFacts("alipay", null, null, "浙江省", 0),
        Device = new DeviceFacts($"demo-device-x{n}", $"198.51.100.{n % 250 + 1}", "OrderGuard demo"),
        Lines = [new OrderLine("SKU-001", "三文鱼", 2, amount / 2)],
    };
}
