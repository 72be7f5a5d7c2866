using OrderGuard.Domain.Orders;

namespace OrderGuard.Infrastructure.Common.Demo;

/// <summary>One step that a demo order will take: which system reports it, in its own word, and when.</summary>
internal sealed record DemoStep(string Source, string Word, int Status, DateTimeOffset At);

/// <summary>A demo order with all the steps of its life, those still to come included.</summary>
internal sealed record DemoOrder(string OrderNo, OrderFacts Facts, IReadOnlyList<DemoStep> Steps);

/// <summary>
/// Makes up the orders of a grocer: the hours people shop at, promotion days, categories with their prices, and a few orders
/// that stand still. The same seed gives the same orders. Nobody in them exists: names say so, phones begin with a prefix
/// that is not given out, addresses of the net are those reserved for documentation (RFC 5737).
/// </summary>
internal sealed class DemoGrocer(int seed, int firstNumber = 0)
{
    private static readonly (string Code, double Share, double Price)[] Categories =
        [("fresh", 0.30, 62), ("cold-chain", 0.22, 138), ("dairy", 0.14, 54), ("pantry", 0.16, 96), ("drinks", 0.10, 118), ("household", 0.08, 75)];

    // Orders by hour of day, 0 to 23, in the shop's zone: noon and after work.
    private static readonly double[] ByHour =
        [0.6, 0.3, 0.2, 0.1, 0.1, 0.3, 1.2, 2.6, 4.4, 5.8, 7.0, 7.6, 6.4, 4.8, 4.4, 4.6, 5.4, 7.2, 8.8, 9.4, 8.2, 5.6, 3.2, 1.8];

    private static readonly string[] Surnames = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈"];
    private static readonly string[] GivenNames = ["演示", "样例", "示范", "虚构", "试用"];
    private static readonly (string Province, string City, string Warehouse)[] Places =
        [("浙江省", "杭州市", "HZ-1"), ("浙江省", "宁波市", "HZ-1"), ("上海市", "上海市", "SH-2"), ("江苏省", "苏州市", "SH-2"), ("江苏省", "南京市", "NJ-1")];
    private static readonly string[] Carriers = ["SF", "JD", "ZTO"];
    private static readonly string[] Channels = ["app", "app", "tmall", "wechat", "store"];
    private static readonly string[] Payments = ["alipay", "wechat-pay", "unionpay"];
    private static readonly string[] Goods = ["三文鱼", "草莓", "鲜牛奶", "东北大米", "气泡水", "厨房纸", "牛排", "番茄", "鸡蛋", "橄榄油"];
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(DemoConfiguration.Zone);

    private readonly Random _random = new(seed);
    private int _number = firstNumber;

    /// <summary>The orders of <paramref name="days"/> days before <paramref name="now"/>, oldest first, about <paramref name="perDay"/> a day.</summary>
    public IEnumerable<DemoOrder> Past(DateTimeOffset now, int days, int perDay)
    {
        var today = TimeZoneInfo.ConvertTime(now, Zone).Date;
        for (var day = -days; day <= 0; day++)
        {
            var date = today.AddDays(day);
            // Every tenth day there is a promotion; weekends sell a fifth more.
            var factor = (date.Day % 10 == 8 ? 1.9 : 1.0) * (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1.2 : 1.0);
            var times = Enumerable.Range(0, (int)(perDay * factor)).Select(_ => Moment(date)).Where(x => x <= now).Order().ToList();
            // The shop has learnt in these days: 1.5 % of steps were late a month ago, a third of that now.
            var late = 0.015 - 0.010 * (days + day) / Math.Max(1, days);
            foreach (var placedAt in times) yield return Make(placedAt, late);
        }
    }

    /// <summary>An order placed now, with its life before it. In a share <paramref name="late"/> of its steps it stands still, so that there is something to see.</summary>
    public DemoOrder Next(DateTimeOffset now, double late = 0.12) => Make(now, late);

    /// <summary>An order that waits in its first statuses and whose deadline comes at <paramref name="dueAt"/>; it goes on a while after.</summary>
    public DemoOrder StandingStill(DateTimeOffset dueAt, TimeSpan within)
    {
        var order = Make(dueAt - within, 0);
        var paid = _random.NextDouble() < 0.5;
        var start = dueAt - within;
        var goesOn = dueAt + TimeSpan.FromSeconds(40 + _random.Next(600));
        var steps = paid
            ? new[] { Step(10, start - TimeSpan.FromMinutes(3)), Step(20, start), Step(30, goesOn) }
            : [Step(10, start), Step(20, goesOn)];
        return order with { Facts = order.Facts with { Category = "cold-chain", PlacedAt = steps[0].At }, Steps = steps };
    }

    /// <summary>The steps still to come of an order that stands in <paramref name="status"/>; most go on soon, so that a restart leaves no heap.</summary>
    public IReadOnlyList<DemoStep> Rest(int status, string? category, DateTimeOffset since, DateTimeOffset now)
    {
        var steps = Steps(since, category ?? "", 0.02).Where(x => x.Status > status).ToList();
        if (steps.Count == 0) return [];
        var shift = now.AddSeconds(5 + _random.Next(900)) - steps[0].At;
        return shift <= TimeSpan.Zero ? steps : [.. steps.Select(x => x with { At = x.At + shift })];
    }

    private DemoOrder Make(DateTimeOffset placedAt, double late)
    {
        var category = Pick();
        var (province, city, warehouse) = Places[_random.Next(Places.Length)];
        var customer = _random.Next(1, 1_800);
        var lines = Enumerable.Range(0, 1 + _random.Next(4)).Select(_ =>
        {
            var good = _random.Next(Goods.Length);
            var price = Math.Round((decimal)(category.Price * (0.4 + _random.NextDouble()) / 3), 2);
            return new OrderLine($"SKU-{good + 1:000}", Goods[good], 1 + _random.Next(3), price);
        }).ToList();
        var facts = new OrderFacts
        {
            Category = category.Code, Amount = lines.Sum(x => x.Quantity * x.UnitPrice), Currency = "CNY", Channel = Channels[_random.Next(Channels.Length)],
            PlacedAt = placedAt, PromisedAt = placedAt + (category.Code == "cold-chain" ? TimeSpan.FromHours(24) : TimeSpan.FromHours(48)),
            Warehouse = warehouse, Carrier = Carriers[_random.Next(Carriers.Length)],
            Customer = new CustomerFacts($"C-{customer:00000}", placedAt.AddDays(-30 - customer % 700), null, Name(customer)),
            Recipient = new RecipientFacts(Name(customer), $"+86100{customer:00000000}", "CN", province, city, $"示范路 {customer % 200 + 1} 号", "310000"),
            Payment = new PaymentFacts(Payments[customer % Payments.Length], null, null, province, 0),
            Device = new DeviceFacts($"demo-device-{customer}", $"203.0.113.{customer % 250 + 1}", "OrderGuard demo"),
            Lines = lines,
        };
        return new DemoOrder($"SO-{placedAt:yyMMdd}-{++_number:000000}", facts, Steps(placedAt, category.Code, late));
    }

    private List<DemoStep> Steps(DateTimeOffset placedAt, string category, double late)
    {
        var cold = category is "cold-chain" or "dairy" ? 0.5 : 1.0;
        (int Status, double TypicalMinutes, double LimitMinutes)[] plan =
            [(20, 4, 60 * cold), (30, 9, 60 * cold), (40, 70 * cold, 240 * cold * 0.7), (50, 90 * cold, 480 * cold * 0.5), (60, 60, 900), (70, 700 * cold, 1800 * cold), (80, 1400, 6000)];
        var steps = new List<DemoStep> { Step(10, placedAt) };
        var at = placedAt;
        foreach (var (status, typical, limit) in plan)
        {
            if (status == 20 && _random.NextDouble() < 0.03)
            {
                steps.Add(Step(90, at.AddMinutes(5 + _random.Next(20))));
                return steps;
            }
            var minutes = status < 80 && _random.NextDouble() < late
                ? limit * (1.05 + _random.NextDouble())
                : Math.Min(limit * 0.9, typical * Math.Exp(0.5 * Gaussian()));
            at = at.AddMinutes(minutes);
            steps.Add(Step(status, at));
        }
        return steps;
    }

    public static DemoStep Step(int status, DateTimeOffset at) => status switch
    {
        10 => new(DemoConfiguration.Shop, "待付款", 10, at),
        20 => new(DemoConfiguration.Shop, "已付款", 20, at),
        30 => new(DemoConfiguration.Shop, "已审核", 30, at),
        40 => new(DemoConfiguration.Warehouse, "已打包", 40, at),
        50 => new(DemoConfiguration.Warehouse, "已出库", 50, at),
        60 => new(DemoConfiguration.Carrier, "运输中", 60, at),
        70 => new(DemoConfiguration.Carrier, "已签收", 70, at),
        80 => new(DemoConfiguration.Shop, "已完成", 80, at),
        90 => new(DemoConfiguration.Shop, "已取消", 90, at),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    private (string Code, double Share, double Price) Pick()
    {
        var at = _random.NextDouble();
        foreach (var category in Categories)
        {
            at -= category.Share;
            if (at <= 0) return category;
        }
        return Categories[0];
    }

    private DateTimeOffset Moment(DateTime date)
    {
        var at = _random.NextDouble() * ByHour.Sum();
        var hour = 0;
        while (hour < 23 && (at -= ByHour[hour]) > 0) hour++;
        var local = date.AddHours(hour).AddSeconds(_random.Next(3600));
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private static string Name(int customer) => Surnames[customer % Surnames.Length] + GivenNames[customer / Surnames.Length % GivenNames.Length];

    // Box and Muller, 1958.
    private double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
