using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Common;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Timeouts;
using OrderGuard.Web.Tests.Common;
using OrderGuard.Web.Timeouts;
using Radzen.Blazor.Rendering;

namespace OrderGuard.Web.Tests.Timeouts;

public sealed class TimeoutAnalyticsPageTests : PortalContext
{
    private readonly IUseCase<GetTimeoutAnalytics, TimeoutAnalytics> _get = Substitute.For<IUseCase<GetTimeoutAnalytics, TimeoutAnalytics>>();

    public TimeoutAnalyticsPageTests()
    {
        Services.AddSingleton(_get);
        JSInterop.Setup<Rect>("Radzen.createChart", _ => true).SetResult(new Rect { Width = 600, Height = 300 });
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public void The_period_of_the_address_is_asked_for_and_exported()
    {
        _get.RunAsync(default!).ReturnsForAnyArgs(Analytics());
        Services.GetRequiredService<NavigationManager>().NavigateTo("/analytics/timeouts?from=2026-11-01&to=2026-11-02");

        var page = Render<TimeoutAnalyticsPage>();

        _get.Received(1).RunAsync(new GetTimeoutAnalytics(new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 2)), Arg.Any<CancellationToken>());
        page.Find("a[download]").GetAttribute("href").ShouldBe("/downloads/timeouts.csv?from=2026-11-01&to=2026-11-02");
        page.Find(".og-card-late").TextContent.ShouldContain("50.00");
        page.FindAll(".ana-week tbody td").Count.ShouldBe(168);
        page.FindAll("section table").Count.ShouldBe(6);
        page.Find("[title*='count against it']").ShouldNotBeNull();
    }

    [Fact]
    public void Choosing_another_length_goes_to_its_address()
    {
        _get.RunAsync(default!).ReturnsForAnyArgs(Analytics());
        var page = Render<TimeoutAnalyticsPage>();

        page.FindAll(".ana-period button")[0].Click();

        Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("/analytics/timeouts?from=2026-10-27&to=2026-11-02");
    }

    [Fact]
    public void A_period_without_orders_says_so()
    {
        _get.RunAsync(default!).ReturnsForAnyArgs(Analytics() with { Now = new TimeoutFigures(0, 0) });

        Render<TimeoutAnalyticsPage>().Find(".og-state-text").TextContent.ShouldBe("No orders in this period");
    }

    [Fact]
    public void What_is_refused_is_told_in_the_viewers_language()
    {
        InLanguage("zh-CN");
        _get.RunAsync(default!).ReturnsForAnyArgs(Refusal.Invalid("invalid", "Some fields need mending."));

        Render<TimeoutAnalyticsPage>().Find("[role=alert]").TextContent.ShouldContain("400 天");
    }

    [Fact]
    public void A_refused_period_can_be_set_right_on_the_spot()
    {
        _get.RunAsync(default!).ReturnsForAnyArgs(Refusal.Invalid("invalid", "Some fields need mending."));
        Services.GetRequiredService<NavigationManager>().NavigateTo("/analytics/timeouts?from=2026-11-20&to=2026-11-01");
        var page = Render<TimeoutAnalyticsPage>();

        page.FindAll(".ana-period input")[0].Change("2026-10-20");

        Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("/analytics/timeouts?from=2026-10-20&to=2026-11-01");
    }

    private static TimeoutAnalytics Analytics() => new()
    {
        From = new DateOnly(2026, 11, 1), To = new DateOnly(2026, 11, 2), TimeZone = "UTC", TargetRate = 0.003,
        Now = new TimeoutFigures(4, 2) { ResolveMedian = TimeSpan.FromMinutes(10) }, Before = new TimeoutFigures(3, 0), Saved = new SavedMinutes(40, 2, 1),
        Days = [new TimeoutDay(new DateOnly(2026, 11, 1), 3, 1), new TimeoutDay(new DateOnly(2026, 11, 2), 1, 1)],
        ByCategory = [new TimeoutShare("toys", new LocalizedText("Toys", "玩具"), 4, 2)], ByWarehouse = [new TimeoutShare(null, null, 4, 2)], BySource = [new TimeoutShare("shop", null, 4, 2)],
        Week = [.. from day in Enum.GetValues<DayOfWeek>() from hour in Enumerable.Range(0, 24) select new TimeoutHour(day, hour, 1, hour == 3 ? 1 : 0)],
        Levels = [new TimeoutLevel(1, 2, TimeSpan.FromMinutes(10))],
    };
}
