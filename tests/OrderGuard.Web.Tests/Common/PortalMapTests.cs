using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tests.Common;

public sealed class PortalMapTests : PortalContext
{
    public PortalMapTests()
    {
        SignedInAs(UserId.New(), "Anna", Permission.ViewOrders, Permission.ViewAlerts);
        Services.AddScoped<PortalAccess>();
        Services.AddScoped<IGlobalSearch, PageSearch>();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public void Every_place_has_a_name(string language)
    {
        InLanguage(language);
        var texts = Services.GetRequiredService<IStringLocalizer<CommonText>>();

        PortalMap.Pages.Select(page => page.TitleKey).Concat(PortalMap.Groups.Select(group => group.TitleKey))
            .Where(key => texts[key].ResourceNotFound).ShouldBeEmpty();
    }

    [Fact]
    public void Keys_addresses_and_shortcuts_are_each_used_once()
    {
        PortalMap.Pages.Select(page => page.Key).ShouldBeUnique();
        PortalMap.Pages.Select(page => page.Href).ShouldBeUnique();
        PortalMap.Pages.Select(page => page.Shortcut).OfType<string>().ShouldBeUnique();
    }

    [Fact]
    public async Task A_person_sees_only_what_their_policies_allow()
    {
        var groups = await Services.GetRequiredService<PortalAccess>().GroupsAsync();

        groups.Select(group => group.Key).ShouldBe(["watch", "work", "understand"]);
        groups[0].Pages.Select(page => page.Key).ShouldBe(["overview", "wall", "alerts", "orders", "notifications"]);
        groups[1].Pages.Select(page => page.Key).ShouldBe(["mismatches", "reconciliation", "intake", "sync-reviews", "sync-targets"]);
        groups[2].Pages.Select(page => page.Key).ShouldBe(["timeout-analytics", "status-analytics"]);
    }

    [Theory]
    [InlineData("en", "ale", "/alerts")]
    [InlineData("zh-CN", "预警", "/alerts")]
    [InlineData("zh-CN", "orders", "/orders")]
    public async Task A_page_is_found_by_its_name_in_the_viewers_language_or_by_its_key(string language, string text, string href)
    {
        InLanguage(language);

        var hits = await Services.GetRequiredService<IGlobalSearch>().FindAsync(text, CancellationToken.None);

        hits[0].Href.ShouldBe(href);
    }

    [Fact]
    public async Task A_page_that_the_person_may_not_open_is_not_found() =>
        (await Services.GetRequiredService<IGlobalSearch>().FindAsync("audit", CancellationToken.None)).ShouldBeEmpty();

    [Fact]
    public void The_search_box_answers_after_a_pause_and_enter_opens_the_chosen_hit()
    {
        var box = Render<SearchBox>();
        box.Find("input").Input("order");
        box.FindAll("[role=option]").ShouldBeEmpty();

        Clock.Advance(TimeSpan.FromMilliseconds(150));
        box.WaitForElement("[role=option][aria-selected=true]");
        box.Find("input").KeyDown("Enter");

        Services.GetRequiredService<BunitNavigationManager>().Uri.ShouldEndWith("/orders");
    }

    [Fact]
    public void Navigation_counts_what_waits()
    {
        var menu = Render<NavMenu>(p => p.Add(x => x.Groups, PortalMap.Groups).Add(x => x.CountFor, key => key == "alerts" ? 37 : 0));

        menu.FindAll(".og-nav-count").Single().TextContent.ShouldBe("37");
        menu.Find("a[href='/wall']").GetAttribute("target").ShouldBe("_top");
    }
}
