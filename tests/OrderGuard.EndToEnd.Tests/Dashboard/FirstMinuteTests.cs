using OrderGuard.EndToEnd.Tests.Common;
using OrderGuard.Web.Common;

namespace OrderGuard.EndToEnd.Tests.Dashboard;

/// <summary>What a newcomer sees: an empty folder, one command, the demo's people.</summary>
public sealed class FirstMinuteTests(Browser browser) : IClassFixture<Browser>
{
    /// <summary>Whether the current page's place in the navigation can be seen, where there is a navigation.</summary>
    private const string PlaceInSight = """
        () => {
          const [nav, current] = [document.querySelector(".og-nav"), document.querySelector(".og-nav-link.active")];
          if (!nav || !current) return true;
          const [frame, box] = [nav.getBoundingClientRect(), current.getBoundingClientRect()];
          return box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1;
        }
        """;

    [Fact]
    public async Task A_newcomer_signs_in_and_sees_the_wall_move_within_a_minute()
    {
        await using var portal = await PortalProcess.StartAsync(new PortalOptions { Traffic = true });
        await using var tab = await browser.OpenAsync(portal.Address);
        await tab.SignInAsync("operator@demo.example");
        await tab.GoAsync("/wall");
        await tab.Page.WaitForFunctionAsync("() => document.querySelector('[data-state]')?.dataset.state === 'live'", null, new() { Timeout = 60_000 });

        var before = await tab.Page.InnerTextAsync("main, body");
        var seen = TimeProvider.System.GetUtcNow();
        await using var node = await NodeClient.ConnectAsync(portal.Address, PortalOptions.ApiKey);
        await node.NextAsync(x => x.Message is "alertRaised", TimeSpan.FromSeconds(60));

        (TimeProvider.System.GetUtcNow() - seen).ShouldBeLessThan(TimeSpan.FromSeconds(60));
        await Task.Delay(1_500);
        (await tab.Page.InnerTextAsync("main, body")).ShouldNotBe(before);
        await tab.PictureAsync("wall");
        portal.LoggedErrors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_page_opens_without_a_complaint_and_without_scrolling_sideways_in_both_languages()
    {
        await using var portal = await PortalProcess.StartAsync(new PortalOptions { Settings = new Dictionary<string, string> { ["Demo__Days"] = "1" } });
        foreach (var (locale, width) in new[] { ("en-US", 1440), ("zh-CN", 390) })
        {
            await using var tab = await browser.OpenAsync(portal.Address, locale, width: width);
            await tab.SignInAsync("admin@demo.example");
            foreach (var page in PortalMap.Pages.Where(x => x.Policy != "ManageTenants"))
            {
                await tab.GoAsync(page.Href);
                // What a page does on its own just after it stands, a late script or a second load, is looked at too.
                await Task.Delay(250);
                (await tab.Page.TitleAsync()).ShouldNotBeNullOrWhiteSpace(page.Href);
                (await tab.Page.Locator(".og-failure").CountAsync()).ShouldBe(0, page.Href);
                (await tab.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(1, page.Href);
                (await tab.Page.EvaluateAsync<bool>(PlaceInSight)).ShouldBeTrue($"the place of {page.Href} in the navigation");
                await tab.PictureAsync($"{page.Key}-{locale}-{width}");
            }
        }
        portal.LoggedErrors.ShouldBeEmpty();
    }
}
