using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OrderGuard.EndToEnd.Tests.Common;

namespace OrderGuard.EndToEnd.Tests.StatusSync;

/// <summary>A source that nests its forty words in JSON is mapped in the browser, and what had waited for it is applied.</summary>
public sealed class MappingJourneyTests(Browser browser) : IClassFixture<Browser>
{
    private const int Words = 40;
    private static readonly int[] Statuses = [10, 20, 30, 40, 50, 60, 70, 80];

    private static int StatusOf(int word) => Statuses[word % Statuses.Length];

    [Fact]
    public async Task Forty_nested_words_are_mapped_by_dragging_and_by_keyboard_published_and_their_backlog_is_applied()
    {
        await using var portal = await PortalProcess.StartAsync(new PortalOptions { Settings = new Dictionary<string, string> { ["Demo__Days"] = "0", ["Demo__OrdersPerDay"] = "1" } });
        using var shop = portal.Gateway();
        await shop.ConfigureAsync(new JsonObject
        {
            ["sources"] = new JsonArray(new JsonObject { ["code"] = "shop", ["role"] = "master", ["extract"] = new JsonObject { ["path"] = "$.data.state.code" } }),
        });
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-5);
        var results = await shop.PostEventsAsync(Enumerable.Range(0, Words).Select(x => new
        {
            id = $"nested-{x}", orderNo = $"NEST-{x}", occurredAt = at, payload = new { data = new { state = new { code = $"W{x:00}", since = at } } },
        }));
        results.EnumerateArray().Select(x => x.GetProperty("outcome").GetString()).ShouldAllBe(x => x == "unmapped");

        await using var tab = await browser.OpenAsync(portal.Address, height: 2_600);
        await tab.SignInAsync("admin@demo.example");
        await tab.GoAsync("/configuration/sources/shop/mapping");
        await tab.Page.Locator("[data-map][data-ready]").WaitForAsync(new() { Timeout = 20_000 });
        for (var word = 0; word < Words; word++)
        {
            if (word % 2 == 0) await DragAsync(tab.Page, word);
            else await TypeAsync(tab.Page, word);
            await tab.Page.Locator($"[data-word='W{word:00}'][data-to='{StatusOf(word)}']").WaitForAsync(new() { Timeout = 10_000 });
        }
        // The lines are drawn in the frame after.
        await Assertions.Expect(tab.Page.Locator("path.map-line")).ToHaveCountAsync(Words);
        (await tab.Page.Locator("[data-said]").InnerTextAsync()).ShouldContain("W39");
        await tab.PictureAsync("mapping");

        // It was not rehearsed: publishing asks why.
        await tab.GoAsync("/configuration/review");
        await tab.Page.Locator("section[aria-labelledby=go-live] textarea").FillAsync("Tried on what it really sent");
        await tab.Page.Locator("button.og-button-primary", new() { HasTextString = "Publish" }).ClickAsync();
        await tab.Page.Locator(".og-notice", new() { HasTextString = "in force" }).First.WaitForAsync(new() { Timeout = 20_000 });

        for (var word = 0; word < Words; word++) await UntilAsync(shop, $"NEST-{word}", StatusOf(word));
    }

    private static async Task DragAsync(IPage page, int word)
    {
        var from = await BoxAsync(page, $"[data-word='W{word:00}']");
        var to = await BoxAsync(page, $"[data-status='{StatusOf(word)}']");
        await page.Mouse.MoveAsync(from.X + from.Width / 2, from.Y + from.Height / 2);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync((from.X + to.X) / 2, (from.Y + to.Y) / 2);
        await page.Mouse.MoveAsync(to.X + to.Width / 2, to.Y + to.Height / 2);
        await page.Mouse.UpAsync();
    }

    private static async Task TypeAsync(IPage page, int word)
    {
        await page.FocusAsync($"[data-word='W{word:00}']");
        await page.Keyboard.PressAsync("Enter");
        for (var step = 0; step < word % Statuses.Length; step++) await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task<LocatorBoundingBoxResult> BoxAsync(IPage page, string selector)
    {
        await page.Locator(selector).ScrollIntoViewIfNeededAsync();
        return (await page.Locator(selector).BoundingBoxAsync())!;
    }

    private static async Task UntilAsync(HttpClient shop, string orderNo, int status)
    {
        for (var end = TimeProvider.System.GetUtcNow().AddSeconds(60); ;)
        {
            using var answer = await shop.GetAsync($"/api/v1/orders/{orderNo}");
            if (answer.IsSuccessStatusCode && (await shop.GetJsonAsync($"/api/v1/orders/{orderNo}")).GetProperty("status").GetInt32() == status) return;
            TimeProvider.System.GetUtcNow().ShouldBeLessThan(end, orderNo);
            await Task.Delay(100);
        }
    }
}
