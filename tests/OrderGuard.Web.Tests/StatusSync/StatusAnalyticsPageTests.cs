using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Web.StatusSync;
using OrderGuard.Web.Tests.Common;
using Radzen.Blazor.Rendering;

namespace OrderGuard.Web.Tests.StatusSync;

public sealed class StatusAnalyticsPageTests : PortalContext
{
    private static readonly StatusAnalytics Figures = new()
    {
        From = new DateOnly(2026, 11, 1), To = new DateOnly(2026, 11, 7), TimeZone = "UTC", Hours = [new EventHour(new DateTime(2026, 11, 1), 60)],
        Sources = [new SourceTally("shop", null, 60, 40, 0, 0, 2, 1)], Paths = [new StatusPath(10, 20, 40, false), new StatusPath(30, 10, 2, true)], Steps = [], StepsOf = 40, Targets = [],
    };

    private readonly IUseCase<GetStatusAnalytics, StatusAnalytics> _get = Substitute.For<IUseCase<GetStatusAnalytics, StatusAnalytics>>();

    public StatusAnalyticsPageTests()
    {
        Services.AddSingleton(_get);
        JSInterop.Setup<Rect>(_ => true).SetResult(new Rect { Width = 600, Height = 300 });
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public void What_cannot_be_read_is_said_and_read_again_on_demand()
    {
        _get.RunAsync(default!).ThrowsAsyncForAnyArgs(new TimeoutException("The database did not answer."));
        var page = Render<StatusAnalyticsPage>();
        page.Find("[role=alert]").TextContent.ShouldContain("The figures could not be read just now.");

        _get.RunAsync(default!).ReturnsForAnyArgs((Result<StatusAnalytics>)Figures);
        page.Find("[role=alert] button").Click();

        page.FindAll("[role=alert]").ShouldBeEmpty();
        page.Find("[aria-busy]").GetAttribute("aria-busy").ShouldBe("false");
        page.Markup.ShouldContain("shop");
    }

    [Fact]
    public void Old_figures_are_marked_while_new_ones_are_read()
    {
        _get.RunAsync(default!).ReturnsForAnyArgs((Result<StatusAnalytics>)Figures);
        var page = Render<StatusAnalyticsPage>();
        var reading = new TaskCompletionSource<Result<StatusAnalytics>>();
        _get.RunAsync(default!).ReturnsForAnyArgs(reading.Task);

        Services.GetRequiredService<NavigationManager>().NavigateTo("/analytics/status?from=2026-11-01&to=2026-11-02");
        page.WaitForAssertion(() => page.Find("[aria-busy]").GetAttribute("aria-busy").ShouldBe("true"));
        reading.SetResult(Figures);

        page.WaitForAssertion(() => page.Find("[aria-busy]").GetAttribute("aria-busy").ShouldBe("false"));
    }
}
