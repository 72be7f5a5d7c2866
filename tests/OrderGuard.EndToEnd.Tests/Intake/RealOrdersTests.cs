using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OrderGuard.EndToEnd.Tests.Common;

namespace OrderGuard.EndToEnd.Tests.Intake;

/// <summary>The figures of a real marketplace's half year, through the portal's own doors.</summary>
public sealed class RealOrdersTests(Browser browser) : IClassFixture<Browser>
{
    private const string File = "olist/orders_flat.csv";

    // The configuration document of the machine interface's description, with the stages of the file.
    private static JsonObject Document => JsonNode.Parse("""
        { "statuses": [ { "code": 10, "name": "WAITING_PAYMENT", "next": [20, 90] } ],
          "categories": [ { "code": "cold-chain", "label": { "en": "Cold chain", "zh-CN": "冷链" } } ],
          "sources": [ { "code": "wms", "role": "contributor", "mayEnter": [40, 50], "timeZone": "Asia/Shanghai", "mapping": { "已出库": 50, "packed": 40 } } ],
          "timeouts": [ { "code": "payment", "from": 10, "until": 20, "within": "PT60M", "byCategory": { "cold-chain": "PT30M" }, "clock": "elapsed", "escalation": "standard" } ],
          "importProfiles": [ { "code": "olist", "source": "shop", "timeZone": "America/Sao_Paulo", "orderNo": "order_id",
            "fields": { "category": "category", "amount": "amount", "customer.id": "customer_unique_id" },
            "stages": { "order_purchase_timestamp": 10, "order_approved_at": 20, "order_delivered_carrier_date": 50, "order_delivered_customer_date": 70 },
            "statusColumn": "order_status", "finalStatuses": { "canceled": 90, "unavailable": 90 } } ],
          "risk": { "tiers": { "medium": 0.6, "high": 0.85 } } }
        """)!.AsObject();

    private static JsonArray Rules => JsonNode.Parse("""
        [ { "code": "hour", "from": 10, "until": 20, "within": "PT60M" }, { "code": "day", "from": 10, "until": 20, "within": "PT24H" },
          { "code": "handover", "from": 20, "until": 50, "within": "PT72H" }, { "code": "delivery", "from": 50, "until": 70, "within": "P10D" } ]
        """)!.AsArray();

    [RealDataTheory(File)]
    [InlineData("Sqlite", "HTTP")]
    [InlineData("PostgreSql", "browser")]
    public async Task A_half_year_of_orders_comes_in_whole_twice_without_a_change_and_its_breaches_are_counted_exactly(string provider, string door)
    {
        var settings = new Dictionary<string, string> { ["Demo__Days"] = "0", ["Demo__OrdersPerDay"] = "1", ["Database__Provider"] = provider };
        if (provider == "PostgreSql") settings["ConnectionStrings__OrderGuard"] = await PostgreSqlServer.CreateDatabaseAsync();
        await using var portal = await PortalProcess.StartAsync(new PortalOptions { Settings = settings });
        using var shop = portal.Gateway();
        await shop.ConfigureAsync(Document);
        // What the demo left is no part of the figures.
        var before = (await shop.BacktestAsync(Rules)).GetProperty("orders").GetInt32();
        var file = Repository.DataFile(File)!;

        if (door == "browser") await ImportInBrowserAsync(portal, file, "5,103 rows read: 5,103 orders created, 20,131 events applied, 0 rows rejected.");
        else Counts(await shop.ImportAsync(file, "olist", TimeSpan.FromMinutes(3))).ShouldBe(("completed", 5_103, 5_103, 20_131, 0));
        var second = await shop.ImportAsync(file, "olist", TimeSpan.FromMinutes(3));
        var (exitCode, output, errors) = await portal.RunCommandAsync("import-orders", "--tenant", "demo", "--profile", "olist", file);

        Counts(second).ShouldBe(("completed", 5_103, 0, 0, 0));
        exitCode.ShouldBe(0, output + errors);

        var backtest = await shop.BacktestAsync(Rules);
        backtest.GetProperty("orders").GetInt32().ShouldBe(before + 5_103);
        Breaches(backtest, "hour").ShouldBe((1_661, 67));
        Breaches(backtest, "day").All.ShouldBe(932);
        Breaches(backtest, "handover").ShouldBe((1_647, 47));
        Breaches(backtest, "delivery").All.ShouldBe(1_564);
        portal.LoggedErrors.ShouldBeEmpty();
    }

    private async Task ImportInBrowserAsync(PortalProcess portal, string file, string says)
    {
        await using var tab = await browser.OpenAsync(portal.Address);
        await tab.SignInAsync("admin@demo.example");
        await tab.GoAsync("/imports/new");
        // Until the circuit stands, a choice is the browser's alone.
        await tab.Page.Locator(".og-connection[data-live='true']").WaitForAsync();
        var profile = tab.Page.Locator("select").First;
        await profile.SelectOptionAsync("olist");
        await tab.Page.SetInputFilesAsync("input[type=file]", file);
        await tab.Page.GetByText("All of the first 20 rows can be read").WaitForAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await tab.Page.GetByText(says).WaitForAsync(new() { Timeout = 180_000 });
    }

    private static (string?, int, int, int, int) Counts(JsonElement job) => (job.GetProperty("state").GetString(), job.GetProperty("rows").GetInt32(),
        job.GetProperty("ordersCreated").GetInt32(), job.GetProperty("eventsApplied").GetInt32(), job.GetProperty("rejected").GetInt32());

    private static (int All, int Toys) Breaches(JsonElement backtest, string rule)
    {
        var found = backtest.GetProperty("rules").EnumerateArray().Single(x => x.GetProperty("code").GetString() == rule);
        return (found.GetProperty("breaches").GetInt32(), found.GetProperty("byCategory").TryGetProperty("toys", out var toys) ? toys.GetProperty("breaches").GetInt32() : -1);
    }
}
