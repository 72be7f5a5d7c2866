using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Infrastructure.Common.Demo;

/// <summary>What the demo's grocer has configured: a shop that leads, a warehouse and a carrier that contribute, a CRM that watches.</summary>
internal static class DemoConfiguration
{
    public const string Shop = "shop";
    public const string Warehouse = "wms";
    public const string Carrier = "carrier";
    public const string Crm = "crm";
    public const string Zone = "Asia/Shanghai";

    /// <summary>Orders are assessed, and two reviewers look at large amounts.</summary>
    public static RiskSettings Risk { get; } = new() { Enabled = true, SecondOpinionAbove = 5_000 };

    public static ConfigurationDocument Grocer() => new()
    {
        Categories =
        [
            Category("cold-chain", "Cold chain", "冷链"),
            Category("fresh", "Fruit and vegetables", "果蔬"),
            Category("dairy", "Dairy and eggs", "乳品蛋类"),
            Category("pantry", "Pantry", "粮油干货"),
            Category("drinks", "Drinks", "酒水饮料"),
            Category("household", "Household", "家居日用"),
        ],
        Sources =
        [
            Source(Shop, "Web shop", "商城", SourceRole.Master, [], new()
            {
                ["待付款"] = 10, ["已付款"] = 20, ["已审核"] = 30, ["已完成"] = 80, ["已取消"] = 90, ["已退款"] = 95,
            }),
            Source(Warehouse, "Warehouse", "仓储系统", SourceRole.Contributor, [40, 50], new() { ["已打包"] = 40, ["已出库"] = 50 }),
            Source(Carrier, "Carrier", "承运商", SourceRole.Contributor, [60, 70], new() { ["运输中"] = 60, ["已签收"] = 70 }),
            Source(Crm, "CRM", "客户管理系统", SourceRole.Observer, [], new() { ["paid"] = 20, ["closed"] = 80 }),
        ],
        Timeouts =
        [
            Rule("payment", "Waiting for payment", "待付款", 10, 20, TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(30)),
            Rule("approval", "Paid, not approved", "已付款未审核", 20, 30, TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(30)),
            Rule("packing", "Approved, not packed", "已审核未打包", 30, 40, TimeSpan.FromHours(4), TimeSpan.FromMinutes(90)),
            Rule("dispatch", "Packed, not shipped", "已打包未出库", 40, 50, TimeSpan.FromHours(8), TimeSpan.FromHours(2)),
            Rule("delivery", "Shipped, not delivered", "已出库未签收", 50, 70, TimeSpan.FromHours(48), TimeSpan.FromHours(24)),
        ],
        // Switched off, and at an address that is reserved for examples: the demo tells nobody outside.
        // They name no source: a document that names other sources of its own must still fit beside them.
        Targets =
        [
            TargetPresets.New(TargetPreset.Resource, "erp") with
            {
                Label = new LocalizedText("ERP (example, off)", "ERP（示例，未启用）"), Statuses = [30, 50, 70, 90],
                Words = new Dictionary<string, string> { ["30"] = "RELEASED", ["50"] = "GOODS_ISSUED", ["70"] = "RECEIVED", ["90"] = "VOID" },
            },
            TargetPresets.New(TargetPreset.Webhook, "crm-hook") with { Label = new LocalizedText("CRM webhook (example, off)", "CRM Webhook（示例，未启用）"), Order = TargetOrder.Latest, Address = "https://crm.example/hooks/orders" },
        ],
        Calendars = [DemoCalendar.Office],
        FulfilmentRisk = new FulfilmentRiskSettings { Enabled = true, TightenAbove = 0.25 },
        ImportProfiles =
        [
            new ImportProfile
            {
                Code = "shop-export", Label = new LocalizedText("Web shop export", "商城导出"), Source = Shop, TimeZone = Zone, OrderNo = "order_no",
                Fields = new Dictionary<string, string> { ["category"] = "category", ["amount"] = "amount", ["customer.id"] = "customer_id" },
                Stages = new Dictionary<string, int> { ["placed_at"] = 10, ["paid_at"] = 20, ["approved_at"] = 30, ["shipped_at"] = 50, ["delivered_at"] = 70 },
                StatusColumn = "status", FinalStatuses = new Dictionary<string, int> { ["cancelled"] = 90, ["refunded"] = 95 },
            },
        ],
    };

    /// <summary>The same, with the three levels on what customers notice, an owner, a backup and a weekly rotation; refunds are only recorded.</summary>
    public static ConfigurationDocument WithDuties(ConfigurationDocument document, IReadOnlyList<string> people, DateOnly today) => document with
    {
        Timeouts = [.. document.Timeouts.Select(x => x.Code is "dispatch" or "delivery" ? x with { Escalation = StandardEscalation.Code } : x)],
        Rotations = [new RotationDefinition { Code = "order-desk", Label = new LocalizedText("Order desk", "订单值班"), TimeZone = Zone, Since = today, People = people }],
        Duties =
        [
            new DutyRule { Code = "all", Label = new LocalizedText("All orders", "全部订单"), Owner = new DutyHolder { Rotation = "order-desk" }, Backup = new DutyHolder { Person = people[0] } },
            new DutyRule { Code = "cold-chain", Label = new LocalizedText("Cold chain", "冷链"), Category = "cold-chain", Owner = new DutyHolder { Person = people[^1] }, Backup = new DutyHolder { Rotation = "order-desk" } },
        ],
        Channels = Channels(),
        Actions = new ActionSettings { Rehearsal = false, ApprovalAbove = 120, MostPerHour = 10, MostPerDay = 40 },
    };

    /// <summary>As a shop would have them, but switched off and without their secrets: the demo tells nobody outside, and nothing fails for it.</summary>
    private static IReadOnlyList<ChannelDefinition> Channels() =>
    [
        new ChannelDefinition
        {
            Code = "order-desk-dingtalk", Label = new LocalizedText("Order desk, DingTalk (example, off)", "订单值班群钉钉（示例，未启用）"), Kind = ChannelKind.DingTalk, Enabled = false, Language = "zh-CN", Style = ChannelStyle.ActionCard,
            Fallback = "operations-mail", Secrets = new Dictionary<string, string> { ["token"] = "dingtalk-token", ["sign"] = "dingtalk-sign" },
        },
        new ChannelDefinition
        {
            Code = "operations-mail", Label = new LocalizedText("Operations, e-mail (example, off)", "运营邮箱（示例，未启用）"), Kind = ChannelKind.Email, Enabled = false, Quiet = false, Host = "mail.demo.example", Security = MailSecurity.StartTls,
            UserName = "orderguard", Sender = "orderguard@demo.example", To = ["operations@demo.example"], Secrets = new Dictionary<string, string> { ["password"] = "mail-password" },
        },
    ];

    private static CategoryDefinition Category(string code, string en, string zh) => new() { Code = code, Label = new LocalizedText(en, zh) };

    private static SourceDefinition Source(string code, string en, string zh, SourceRole role, int[] mayEnter, Dictionary<string, int> mapping) =>
        new() { Code = code, Label = new LocalizedText(en, zh), Role = role, MayEnter = mayEnter, TimeZone = Zone, Mapping = mapping };

    private static TimeoutRule Rule(string code, string en, string zh, int from, int until, TimeSpan within, TimeSpan coldChain) => new()
    {
        Code = code, Label = new LocalizedText(en, zh), From = from, Until = until, Within = within,
        ByCategory = new Dictionary<string, TimeSpan> { ["cold-chain"] = coldChain, ["dairy"] = coldChain * 1.5 },
    };
}
