using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OrderGuard.EndToEnd.Tests.Common;

namespace OrderGuard.EndToEnd.Tests.Alerts;

public sealed class WallJourneyTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);

    private static JsonObject TwoSeconds => new()
    {
        ["timeouts"] = new JsonArray(new JsonObject { ["code"] = "quick", ["from"] = 10, ["until"] = 20, ["within"] = "PT2S" }),
    };

    [Fact]
    public async Task A_standing_order_is_on_the_wall_and_at_the_hub_within_two_seconds_of_its_deadline_and_gone_as_soon_when_it_moves()
    {
        await using var portal = await PortalProcess.StartAsync(new PortalOptions { Settings = new Dictionary<string, string> { ["Demo__Days"] = "1" } });
        using var shop = portal.Gateway();
        await shop.ConfigureAsync(TwoSeconds);
        await using var node = await NodeClient.ConnectAsync(portal.Address, PortalOptions.ApiKey);
        await node.NextAsync("snapshot");
        await using var tab = await browser.OpenAsync(portal.Address);
        await tab.SignInAsync("operator@demo.example");
        await tab.GoAsync("/wall");
        await WallIsAsync(tab, "live");

        var placed = TimeProvider.System.GetUtcNow();
        await shop.PostEventsAsync([Gateway.Event("wall-1", "WALL-1", "待付款", placed, new { category = "fresh", amount = 20, currency = "CNY" })]);
        var card = tab.Page.GetByText("WALL-1").First;
        await card.WaitForAsync(new() { Timeout = 10_000 });
        var shown = TimeProvider.System.GetUtcNow();
        var raised = await node.NextAsync(x => x.Message == "alertRaised" && x.Body.GetProperty("orderNo").GetString() == "WALL-1");

        (shown - (placed + TimeSpan.FromSeconds(2))).ShouldBeLessThan(Promised);
        (raised.At - (placed + TimeSpan.FromSeconds(2))).ShouldBeLessThan(Promised);
        raised.Body.GetProperty("rule").GetString().ShouldBe("quick");
        raised.Body.GetProperty("state").GetString().ShouldBe("open");

        var moved = TimeProvider.System.GetUtcNow();
        await shop.PostEventsAsync([Gateway.Event("wall-2", "WALL-1", "已付款", moved)]);
        await card.WaitForAsync(new() { State = WaitForSelectorState.Detached, Timeout = 10_000 });
        (TimeProvider.System.GetUtcNow() - moved).ShouldBeLessThan(Promised);
        var resolved = await node.NextAsync(x => x.Message == "alertResolved" && x.Body.GetProperty("orderNo").GetString() == "WALL-1");
        (resolved.At - moved).ShouldBeLessThan(Promised);
        resolved.Body.GetProperty("sequence").GetInt64().ShouldBeGreaterThan(raised.Body.GetProperty("sequence").GetInt64());
    }

    [Fact]
    public async Task The_wall_says_that_the_server_is_gone_and_is_alive_again_when_it_is_back()
    {
        await using var portal = await PortalProcess.StartAsync(new PortalOptions { Settings = new Dictionary<string, string> { ["Demo__Days"] = "1" } });
        using var shop = portal.Gateway();
        await shop.ConfigureAsync(TwoSeconds);
        await using var tab = await browser.OpenAsync(portal.Address);
        tab.Expect("ERR_CONNECTION|WebSocket|Failed to (load|fetch|complete)|disconnected|negotiat|Connection|blazor");
        await tab.SignInAsync("operator@demo.example");
        await tab.GoAsync("/wall");
        await WallIsAsync(tab, "live");

        portal.Kill();
        await WallIsAsync(tab, "lost");
        await portal.RestartAsync();
        await WallIsAsync(tab, "live");

        await shop.PostEventsAsync([Gateway.Event("back-1", "BACK-1", "待付款", TimeProvider.System.GetUtcNow(), new { category = "fresh" })]);
        await tab.Page.GetByText("BACK-1").First.WaitForAsync(new() { Timeout = 10_000 });
    }

    private static Task WallIsAsync(Tab tab, string state) =>
        tab.Page.WaitForFunctionAsync("wanted => document.querySelector('[data-state]')?.dataset.state === wanted", state, new() { Timeout = 60_000 });
}
