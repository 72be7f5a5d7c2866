using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using OrderGuard.Application.Common;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Tests.Configuration;
using OrderGuard.Web.Timeouts;
using Radzen.Blazor.Rendering;

namespace OrderGuard.Web.Tests.Timeouts;

public sealed class TuningPageTests : DraftContext
{
    private static readonly ConfigurationDocument Document = new()
    {
        Categories = [new CategoryDefinition { Code = "cold-chain", Label = new LocalizedText("Cold chain", "冷链") }],
        Timeouts =
        [
            new TimeoutRule { Code = "payment", From = 10, Until = 20, Within = TimeSpan.FromMinutes(60), ByCategory = new Dictionary<string, TimeSpan> { ["cold-chain"] = TimeSpan.FromMinutes(30) } },
            new TimeoutRule { Code = "packing", From = 30, Until = 40, Within = TimeSpan.FromHours(4) },
        ],
    };

    private readonly IUseCase<TryThreshold, ThresholdTrial> _try = Substitute.For<IUseCase<TryThreshold, ThresholdTrial>>();
    private readonly ICallerSource _callers = Substitute.For<ICallerSource>();

    public TuningPageTests()
    {
        Holds(Document);
        MayEdit(true);
        _try.RunAsync(default!).ReturnsForAnyArgs(x => (Result<ThresholdTrial>)Trial(x.Arg<TryThreshold>()));
        Services.AddSingleton(_try).AddSingleton(_callers);
        JSInterop.Setup<Rect>("Radzen.createChart", _ => true).SetResult(new Rect { Width = 600, Height = 300 });
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public void It_begins_with_the_point_of_its_address_and_the_threshold_in_force()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/tuning?Rule=packing");

        var page = Render<TuningPage>();

        _try.Received(1).RunAsync(new TryThreshold("packing"), Arg.Any<CancellationToken>());
        page.FindAll("button").ShouldNotContain(x => x.TextContent.EndsWith("Use this threshold", StringComparison.Ordinal));
    }

    [Fact]
    public void A_threshold_that_was_tried_is_put_into_the_draft_for_its_category_alone()
    {
        var page = Render<TuningPage>();
        page.FindAll(".tune-ask select")[1].Change("cold-chain");
        _try.Received(1).RunAsync(new TryThreshold("payment", "cold-chain"), Arg.Any<CancellationToken>());

        page.Find(".tune-ask input").Change("45m");
        page.Find(".og-figures").TextContent.ShouldContain("2 fewer");
        page.FindAll("button").Single(x => x.TextContent.EndsWith("Use this threshold", StringComparison.Ordinal)).Click();

        Edited!.Timeouts[0].ByCategory["cold-chain"].ShouldBe(TimeSpan.FromMinutes(45));
        Edited.Timeouts[0].Within.ShouldBe(TimeSpan.FromMinutes(60));
    }

    [Fact]
    public void Each_level_names_whom_it_would_tell_and_what_it_would_close()
    {
        var levels = Render<TuningPage>().FindAll("section").Single(x => x.GetAttribute("aria-label") == "By level of the response");

        levels.TextContent.ShouldContain("nobody on duty 3");
        levels.TextContent.ShouldContain("1,280.00");
    }

    [Fact]
    public void Who_may_not_edit_tries_but_does_not_use()
    {
        MayEdit(false);
        var page = Render<TuningPage>();

        page.Find(".tune-ask input").Change("45m");

        page.FindAll("button").ShouldNotContain(x => x.TextContent.EndsWith("Use this threshold", StringComparison.Ordinal));
    }

    [Fact]
    public void A_trial_that_fails_is_told_and_can_be_repeated()
    {
        _try.RunAsync(default!).ThrowsAsyncForAnyArgs(new InvalidOperationException("broken"));
        var page = Render<TuningPage>();
        page.Find("[role=alert]").TextContent.ShouldContain("The trial could not be run.");

        _try.RunAsync(default!).ReturnsForAnyArgs(x => (Result<ThresholdTrial>)Trial(x.Arg<TryThreshold>()));
        page.Find("[role=alert] button").Click();

        page.FindAll(".og-figures").ShouldHaveSingleItem();
    }

    private void MayEdit(bool may) => _callers.GetAsync(default).ReturnsForAnyArgs(new Caller(new Actor(ActorKind.Person, "u", "Lin", ""))
    {
        TenantId = TenantId.New(), Permissions = may ? new HashSet<Permission> { Permission.ViewConfiguration, Permission.EditConfiguration } : [Permission.ViewConfiguration],
    });

    private static ThresholdTrial Trial(TryThreshold? request) => new()
    {
        From = new DateOnly(2026, 11, 1), To = new DateOnly(2026, 11, 2), TimeZone = "Asia/Shanghai", Now = TimeSpan.FromMinutes(30), Then = request?.Within ?? TimeSpan.FromMinutes(30), Orders = 10, Armed = 9,
        AlertsNow = 5, AlertsThen = request?.Within is null ? 5 : 3, Curve = new DurationCurve([new CurvePoint(TimeSpan.FromMinutes(30), 2.5), new CurvePoint(TimeSpan.FromMinutes(45), 1.5)], TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(50), 9),
        Days = [new TrialDay(new DateOnly(2026, 11, 1), 5, 3)], ByCategory = [new TrialShare("cold-chain", 9, 5, 3)],
        Levels = [new TrialLevel(1, EscalationDeed.CloseAndRefund, 5, 3, new Dictionary<string, long> { [""] = 3 }, new Dictionary<string, decimal> { ["CNY"] = 1280 })],
    };
}
