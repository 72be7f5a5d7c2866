using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Common;
using OrderGuard.Application.Dashboard;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;
using OrderGuard.Web.Dashboard;
using OrderGuard.Web.Tests.Common;
using Radzen.Blazor.Rendering;

namespace OrderGuard.Web.Tests.Dashboard;

public sealed class OverviewPageTests : PortalContext
{
    private readonly IUseCase<GetOverview, Overview> _getOverview = Substitute.For<IUseCase<GetOverview, Overview>>();

    public OverviewPageTests()
    {
        var callers = Substitute.For<ICallerSource>();
        callers.GetAsync(default).ReturnsForAnyArgs(_ => ValueTask.FromResult(TestApp.Person(TenantId.New(), Role.Viewer)));
        Services.AddSingleton(_getOverview).AddSingleton(callers).AddSingleton(Substitute.For<ILiveFeed>());
        JSInterop.Setup<Rect>("Radzen.createChart", _ => true).SetResult(new Rect { Width = 600, Height = 300 });
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public void Every_chart_has_its_table()
    {
        _getOverview.RunAsync(default!).ReturnsForAnyArgs(Day());

        var page = Render<OverviewPage>();

        page.FindAll(".og-behind table").Count.ShouldBe(2);
        page.FindAll(".og-behind table")[0].TextContent.ShouldContain("50.00");
        page.Find(".og-card-late").TextContent.ShouldContain("Above the target");
    }

    [Fact]
    public void A_company_without_orders_is_told_how_they_come()
    {
        _getOverview.RunAsync(default!).ReturnsForAnyArgs(Day() with { AnyOrders = false });

        Render<OverviewPage>().Find(".og-state-text").TextContent.ShouldBe("No orders yet");
    }

    [Fact]
    public void A_failure_is_told_and_can_be_repeated()
    {
        var away = true;
        _getOverview.RunAsync(default!).ReturnsForAnyArgs<Task<Result<Overview>>>(_ => away ? throw new InvalidOperationException("the database is away") : Task.FromResult<Result<Overview>>(Day()));
        var page = Render<OverviewPage>();
        page.Find("[role=alert]").TextContent.ShouldContain("could not be read");

        away = false;
        page.Find("[role=alert] button").Click();

        page.FindAll("[role=alert]").ShouldBeEmpty();
        page.FindAll(".og-figures").ShouldNotBeEmpty();
    }

    private static Overview Day() => new()
    {
        AsOf = Noon, DayStart = Noon.AddHours(-2), TimeZone = "UTC", AnyOrders = true, ByStatus = [new StatusCount(new StatusView(10, "WAITING_PAYMENT", null), 4)],
        ByHour = [new HourCount(Noon.AddHours(-2), 4, 2), new HourCount(Noon.AddHours(-1), 0, 0)], PlacedYesterdayByNow = 3, TimeoutsYesterdayByNow = 0,
        TargetRate = 0.003, OpenCritical = 1, OpenWarning = 0, OpenInfo = 0, OnTheirWay = 4, OldestWaiting = [],
    };
}
