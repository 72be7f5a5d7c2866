using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk.Analytics;
using OrderGuard.Domain.Common;
using OrderGuard.Web.Risk.Analytics;
using OrderGuard.Web.Tests.Common;
using Radzen.Blazor.Rendering;

namespace OrderGuard.Web.Tests.Risk;

public sealed class RiskAnalyticsPageTests : PortalContext
{
    private static readonly DateOnly Day = new(2026, 11, 1);
    private readonly IUseCase<GetRiskAnalytics, RiskAnalytics> _get = Substitute.For<IUseCase<GetRiskAnalytics, RiskAnalytics>>();

    public RiskAnalyticsPageTests()
    {
        Services.AddSingleton(_get);
        JSInterop.Setup<Rect>("Radzen.createChart", _ => true).SetResult(new Rect { Width = 600, Height = 300 });
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public void The_period_of_the_address_is_asked_for_exported_and_held_against_the_yardstick()
    {
        _get.RunAsync(default!).ReturnsForAnyArgs(Analytics());
        Services.GetRequiredService<NavigationManager>().NavigateTo("/analytics/risk?from=2026-11-01&to=2026-11-02");

        var page = Render<RiskAnalyticsPage>();

        _get.Received(1).RunAsync(new GetRiskAnalytics(Day, Day.AddDays(1)), Arg.Any<CancellationToken>());
        page.Find("a[download]").GetAttribute("href").ShouldBe("/downloads/risk.csv?from=2026-11-01&to=2026-11-02");
        var cards = page.FindAll(".og-figures .og-card");
        cards[0].TextContent.ShouldContain("2 of 8 known frauds");
        cards[0].TextContent.ShouldContain("89");
        // A quarter recognised is less than what the mission started from.
        cards[0].ClassList.ShouldContain("og-card-late");
        cards[1].TextContent.ShouldContain("2 of 3");
        cards[4].TextContent.ShouldContain("20 orders stood out, 5 needed a person");
        page.FindAll("section.og-card").Count.ShouldBe(6);
        page.Find("[aria-label='Loss prevented and missed'] tbody tr").TextContent.ShouldContain("1,234.50");
        page.Find("[aria-label='Rule'] tbody tr").TextContent.ShouldContain("1 of them in trial only");
    }

    [Fact]
    public void What_is_not_all_known_yet_is_said()
    {
        _get.RunAsync(default!).ReturnsForAnyArgs(Analytics());
        var page = Render<RiskAnalyticsPage>();

        page.Find(".og-figures + .og-muted").TextContent.ShouldContain("1 of 2");
        page.FindAll("[aria-label='Recognition over time'] tbody tr")[1].TextContent.ShouldContain("not all known yet");
    }

    [Fact]
    public void A_period_without_assessments_leads_to_the_settings()
    {
        _get.RunAsync(default!).ReturnsForAnyArgs(Analytics() with { Now = RiskFigures.None });

        Render<RiskAnalyticsPage>().Find(".og-state a").GetAttribute("href").ShouldBe("/configuration/risk");
    }

    [Fact]
    public void What_failed_is_told_in_the_viewers_language_and_tried_again()
    {
        InLanguage("zh-CN");
        _get.RunAsync(default!).ReturnsForAnyArgs(_ => Task.FromException<Result<RiskAnalytics>>(new TimeoutException()), _ => Task.FromResult<Result<RiskAnalytics>>(Analytics()));
        var page = Render<RiskAnalyticsPage>();
        page.Find("[role=alert]").TextContent.ShouldContain("暂时无法读取数据");

        page.Find("[role=alert] button").Click();

        page.FindAll(".og-figures .og-card").Count.ShouldBe(5);
    }

    private static RiskAnalytics Analytics()
    {
        var figures = new RiskFigures { Orders = 400, StoodOut = 20, Cases = 5, Open = 1, Caught = 2, Missed = 6, FalseAlarms = 1 };
        return new RiskAnalytics
        {
            From = Day, To = Day.AddDays(1), TimeZone = "UTC", CompleteUntil = Day, Now = figures, Before = figures, Complete = new RiskFigures { Caught = 1, Missed = 1 },
            Work = new ReviewWork(4, 1, TimeSpan.FromMinutes(40), null), Steps = [new RiskStep(Day, Day, figures, true), new RiskStep(Day.AddDays(1), Day.AddDays(1), figures, false)],
            Losses = [new RiskLoss("CNY", 1234.5m, 10, 0)], ByCategory = [new RiskCategoryShare(null, null, figures, [new RiskLoss("CNY", 0, 10, 0)])],
            ByModel = [new RiskModelShare(0, figures)], ByRule = [new RiskRuleShare("twice", new LocalizedText("Twice", "两次"), 2, 1, 1, 0.25)],
        };
    }
}
