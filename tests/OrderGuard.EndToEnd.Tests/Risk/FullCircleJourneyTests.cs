using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OrderGuard.EndToEnd.Tests.Common;

namespace OrderGuard.EndToEnd.Tests.Risk;

/// <summary>From samples to a model, from the model to a held order, from a reviewer's word to a model that has learnt from it; in a real browser, against a real master system.</summary>
public sealed class FullCircleJourneyTests(Browser browser) : IClassFixture<Browser>
{
    private const int Samples = 900;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task What_samples_teach_holds_an_order_and_what_a_reviewer_flags_lets_the_next_one_pass()
    {
        var told = new ConcurrentQueue<(string Action, string OrderNo)>();
        await using var master = new ReceivingServer(request =>
        {
            if (request.Method == "POST" && JsonDocument.Parse(request.Text).RootElement is var body) told.Enqueue((body.GetProperty("action").GetString()!, body.GetProperty("orderNo").GetString()!));
            return new ReceiverAnswer(200, """{"state":"done"}""");
        });
        await using var portal = await PortalProcess.StartAsync(Options(master));
        using var shop = portal.Gateway();
        await shop.ConfigureAsync(Settings(master));
        await using var admin = await browser.OpenAsync(portal.Address, height: 1_400);
        await admin.SignInAsync("admin@demo.example");
        await UploadAsync(admin);
        await TrainAsync(admin, version: 1);

        await using var wall = await browser.OpenAsync(portal.Address);
        await wall.SignInAsync("operator@demo.example");
        await wall.GoAsync("/wall");
        await PlaceAsync(shop, "CIRCLE-1", billing: "浙江省");

        var card = wall.Page.GetByText("CIRCLE-1").First;
        await card.WaitForAsync(new() { Timeout = 30_000 });
        (await AssessedAsync(shop, "CIRCLE-1")).ShouldBe(("high", true, 1));
        await using var reviewer = await browser.OpenAsync(portal.Address, locale: "zh-CN", height: 1_400, colors: ColorScheme.Dark);
        await reviewer.SignInAsync("reviewer@demo.example");
        await reviewer.GoAsync("/review");
        await reviewer.Page.Locator("tr", new() { HasTextString = "CIRCLE-1" }).First.WaitForAsync(new() { Timeout = 30_000 });
        await FlagAsync(reviewer, "CIRCLE-1");
        await card.WaitForAsync(new() { State = WaitForSelectorState.Detached, Timeout = 30_000 });
        await UntilAsync(() => told.Contains(("release", "CIRCLE-1")), "the master is told of the release");
        told.Where(x => x.OrderNo == "CIRCLE-1").Select(x => x.Action).ShouldBe(["hold", "release"]);
        (await AssessedAsync(shop, "CIRCLE-1")).Held.ShouldBeFalse();

        await TrainAsync(admin, version: 2);
        await PlaceAsync(shop, "CIRCLE-2", billing: "浙江省");
        await PlaceAsync(shop, "CIRCLE-3", billing: "四川省");

        (await AssessedAsync(shop, "CIRCLE-2")).ShouldBe(("low", false, 2));
        // What the samples teach besides is not forgotten.
        (await AssessedAsync(shop, "CIRCLE-3")).ShouldBe(("high", true, 2));
        await reviewer.GoAsync("/analytics/risk");
        // One honest order was stopped: none of what was stopped and judged was dishonest.
        await Assertions.Expect(reviewer.Page.Locator(".og-figures .og-card").Nth(2).Locator(".og-figure-value")).ToHaveTextAsync("1");
        await reviewer.PictureAsync("risk-analytics");
        portal.LoggedErrors.ShouldBeEmpty();
    }

    private static PortalOptions Options(ReceivingServer master) => new()
    {
        Settings = new Dictionary<string, string>
        {
            ["Demo__Days"] = "0", ["Demo__OrdersPerDay"] = "1", ["Outgoing__AllowedHosts__0"] = master.Host, ["Demo__MasterSecret"] = "a-secret-of-the-test",
        },
    };

    private static JsonObject Settings(ReceivingServer master) => new()
    {
        ["risk"] = new JsonObject { ["enabled"] = true },
        ["actions"] = new JsonObject { ["rehearsal"] = false, ["connector"] = new JsonObject { ["kind"] = "http", ["url"] = $"http://{master.Host}/master", ["secret"] = "master" } },
    };

    /// <summary>Half a year in which whoever ordered within two minutes of registering, billed elsewhere, was dishonest; a quarter of the honest ones is billed elsewhere too.</summary>
    private static byte[] File()
    {
        var file = new StringBuilder("order_no,placed_at,registered_at,customer_id,device_id,amount,province,billing_province,label\n");
        for (var i = 0; i < Samples; i++)
        {
            var (placed, fraud) = (Now.AddDays(-180 + i * 178.0 / Samples), i % 10 == 3);
            var registered = fraud ? placed.AddSeconds(-5 - i % 60) : placed.AddDays(-30 - i * 37 % 770);
            file.Append(CultureInfo.InvariantCulture, $"PAST-{i},{placed:yyyy-MM-ddTHH:mm:ssZ},{registered:yyyy-MM-ddTHH:mm:ssZ},C-{i},D-{i},{20 + i * 7919 % 200},浙江省,{(fraud || i % 4 == 0 ? "四川省" : "浙江省")},{(fraud ? 1 : 0)}\n");
        }
        return Encoding.UTF8.GetBytes(file.ToString());
    }

    private static async Task UploadAsync(Tab admin)
    {
        await admin.GoAsync("/risk/samples");
        await admin.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "past.csv", MimeType = "text/csv", Buffer = File() });
        await admin.Page.Locator("button:not([disabled])", new() { HasTextString = "Save as a new version" }).ClickAsync(new() { Timeout = 30_000 });
        await admin.Page.Locator(".og-notice", new() { HasTextString = "Saved as history, version 1" }).WaitForAsync(new() { Timeout = 30_000 });
    }

    /// <summary>Trains on the samples, waits for the version, and lets it decide where it does not by itself.</summary>
    private static async Task TrainAsync(Tab admin, int version)
    {
        await admin.GoAsync("/risk/models");
        await admin.Page.Locator(".cfg-form select").First.SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await admin.Page.Locator("button", new() { HasTextString = "Train now" }).ClickAsync();
        var row = admin.Page.Locator("section.rr-rule", new() { HasTextString = $"Classifier, version {version}" });
        await row.WaitForAsync(new() { Timeout = 60_000 });
        await admin.GoAsync("/risk/models");
        await row.WaitForAsync(new() { Timeout = 30_000 });
        var decides = row.Locator(".rr-head .cfg-tag").First;
        if (await decides.IsVisibleAsync()) return;
        var promote = row.Locator("button", new() { HasTextString = "Let this version decide" });
        if (!await promote.IsVisibleAsync()) await row.Locator("button.rr-head").ClickAsync();
        await promote.ClickAsync();
        await decides.WaitForAsync(new() { Timeout = 30_000 });
    }

    private static async Task FlagAsync(Tab reviewer, string orderNo)
    {
        await reviewer.GoAsync($"/orders/{orderNo}");
        await reviewer.Page.Locator("button", new() { HasTextRegex = new Regex("误杀") }).ClickAsync(new() { Timeout = 30_000 });
        await reviewer.Page.Locator(".cfg-form input").FillAsync("新开的企业账户，已电话确认");
        await reviewer.Page.Locator(".cfg-form button.og-button-primary").ClickAsync();
        await reviewer.Page.Locator(".og-notice", new() { HasTextString = "误杀" }).WaitForAsync(new() { Timeout = 30_000 });
    }

    /// <summary>An account of half a minute places an order to Zhejiang.</summary>
    private static async Task PlaceAsync(HttpClient shop, string orderNo, string billing)
    {
        var at = TimeProvider.System.GetUtcNow();
        var results = await shop.PostEventsAsync([Gateway.Event(orderNo, orderNo, "20", at, new
        {
            amount = 120, currency = "CNY", placedAt = at, customer = new { id = $"C-{orderNo}", registeredAt = at.AddSeconds(-30) }, device = new { id = $"D-{orderNo}" },
            recipient = new { province = "浙江省" }, payment = new { billingProvince = billing },
        })]);
        results[0].GetProperty("outcome").GetString().ShouldBe("applied");
    }

    private static async Task<(string Tier, bool Held, int Model)> AssessedAsync(HttpClient shop, string orderNo)
    {
        JsonElement order = default;
        await UntilAsync(async () =>
        {
            order = await shop.GetJsonAsync($"/api/v1/orders/{orderNo}");
            return order.GetProperty("risk").ValueKind is JsonValueKind.Object;
        }, $"{orderNo} is assessed");
        var risk = order.GetProperty("risk");
        return (risk.GetProperty("tier").GetString()!, order.GetProperty("holds").GetArrayLength() > 0, risk.GetProperty("versions").GetProperty("classifier").GetInt32());
    }

    private static Task UntilAsync(Func<bool> there, string what) => UntilAsync(() => Task.FromResult(there()), what);

    private static async Task UntilAsync(Func<Task<bool>> there, string what)
    {
        for (var end = TimeProvider.System.GetUtcNow().AddSeconds(60); !await there();)
        {
            TimeProvider.System.GetUtcNow().ShouldBeLessThan(end, what);
            await Task.Delay(100);
        }
    }
}
