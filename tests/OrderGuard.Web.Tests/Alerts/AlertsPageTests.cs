using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Alerts;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Alerts;
using OrderGuard.Web.Common;
using OrderGuard.Web.Tests.Common;

namespace OrderGuard.Web.Tests.Alerts;

public sealed class AlertsPageTests : PortalContext
{
    private static readonly CategoryDefinition[] Categories = [new() { Code = "cold", Label = new LocalizedText("Cold chain", "冷链") }, new() { Code = "toys" }];
    private static readonly AlertView First = Alert("SO-1"), Second = Alert("SO-2");
    private readonly IUseCase<SearchAlerts, FoundAlerts> _search = Substitute.For<IUseCase<SearchAlerts, FoundAlerts>>();
    private readonly IUseCase<GetAlert, AlertDetail> _detail = Substitute.For<IUseCase<GetAlert, AlertDetail>>();
    private readonly IUseCase<AcknowledgeAlerts, HandledAlerts> _acknowledge = Substitute.For<IUseCase<AcknowledgeAlerts, HandledAlerts>>();
    private readonly IUseCase<UndoAlerts, HandledAlerts> _undo = Substitute.For<IUseCase<UndoAlerts, HandledAlerts>>();
    private readonly ICallerSource _callers = Substitute.For<ICallerSource>();

    public AlertsPageTests()
    {
        MaySee(Permission.ViewAlerts, Permission.HandleAlerts);
        _search.RunAsync(default!).ReturnsForAnyArgs((Result<FoundAlerts>)new FoundAlerts([First, Second], 2));
        _acknowledge.RunAsync(default!).ReturnsForAnyArgs((Result<HandledAlerts>)new HandledAlerts([First, Second], []));
        _undo.RunAsync(default!).ReturnsForAnyArgs((Result<HandledAlerts>)new HandledAlerts([First, Second], []));
        Services.AddSingleton(_search).AddSingleton(_acknowledge).AddSingleton(_undo).AddSingleton(_callers).AddSingleton(Substitute.For<ILiveFeed>()).AddScoped<AlertActions>();
        Services.AddSingleton(_detail).AddSingleton(Substitute.For<IUseCase<SnoozeAlerts, HandledAlerts>>()).AddSingleton(Substitute.For<IUseCase<AssignAlerts, HandledAlerts>>())
            .AddSingleton(Substitute.For<IUseCase<ResolveAlerts, HandledAlerts>>()).AddSingleton(Substitute.For<IUseCase<AddAlertNote, NoteView>>()).AddSingleton(Substitute.For<IUseCase<GetTeam, IReadOnlyList<PersonName>>>());
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public void The_selection_is_acknowledged_together_and_can_be_taken_back()
    {
        var page = Render<AlertsPage>();
        var toasts = Render<ToastHost>();
        page.FindAll(".alerts-table tbody input")[0].Change(true);
        page.FindAll(".alerts-table tbody input")[1].Change(true);

        page.FindAll(".alerts-bulk button").Single(x => x.TextContent.EndsWith("Acknowledge", StringComparison.Ordinal)).Click();

        _acknowledge.Received(1).RunAsync(Arg.Is<AcknowledgeAlerts>(x => x.Ids.Count == 2), Arg.Any<CancellationToken>());
        toasts.WaitForElement(".og-notice .og-link-button").Click();
        _undo.Received(1).RunAsync(Arg.Is<UndoAlerts>(x => x.Ids.Count == 2 && x.Action == AlertAction.Acknowledge), Arg.Any<CancellationToken>());
    }

    [Fact]
    public void The_keyboard_moves_through_the_list_and_acknowledges()
    {
        var page = Render<AlertsPage>();

        page.Find(".alerts").KeyDown("j");
        page.Find(".alerts").KeyDown("j");
        page.Find(".alerts-current").GetAttribute("data-id").ShouldBe(Second.Id.ToString());
        page.Find(".alerts").KeyDown("a");

        _acknowledge.Received(1).RunAsync(Arg.Is<AcknowledgeAlerts>(x => x.Ids.Single() == new AlertId(Second.Id)), Arg.Any<CancellationToken>());
    }

    [Fact]
    public void The_address_says_what_is_shown_and_a_chip_takes_a_filter_away()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/alerts?kind=clock&state=any");
        var page = Render<AlertsPage>();
        _search.Received(1).RunAsync(Arg.Is<SearchAlerts>(x => x.Filter.Kinds.Single() == AlertKind.Clock && x.Filter.States.Count == 0), Arg.Any<CancellationToken>());

        page.FindAll(".og-filter button")[0].Click();

        Services.GetRequiredService<NavigationManager>().Uri.ShouldNotEndWith("kind=clock&state=any");
    }

    [Fact]
    public void A_category_is_called_by_its_name_and_chosen_from_those_there_are()
    {
        InLanguage("zh-CN");
        _search.RunAsync(default!).ReturnsForAnyArgs((Result<FoundAlerts>)new FoundAlerts([First with { Category = "cold" }, Second with { Category = "gone" }], 2) { Categories = Categories });
        var page = Render<AlertsPage>();

        page.FindAll("td[data-label=品类]").Select(x => x.TextContent).ShouldBe(["冷链", "gone"]);
        page.Find("select[aria-label=品类]").Change("cold");

        Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("category=cold");
        page.Find(".og-filter").TextContent.ShouldContain("冷链");
    }

    [Fact]
    public void Esc_closes_the_panel_also_while_a_note_is_being_written()
    {
        _detail.RunAsync(default!).ReturnsForAnyArgs((Result<AlertDetail>)new AlertDetail(First, null, [], []));
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/alerts?alert={First.Id}");
        var page = Render<AlertsPage>();

        page.Find(".alerts-note-form textarea").KeyDown("a");
        _acknowledge.DidNotReceiveWithAnyArgs().RunAsync(default!);
        page.Find(".alerts-note-form textarea").KeyDown("Escape");

        page.FindAll(".alerts-panel").ShouldBeEmpty();
    }

    [Fact]
    public void Whoever_may_only_look_is_offered_no_handling()
    {
        MaySee(Permission.ViewAlerts);
        var page = Render<AlertsPage>();
        page.FindAll(".alerts-table tbody input")[0].Change(true);

        page.FindAll(".alerts-bulk button").ShouldHaveSingleItem();
        page.Find(".alerts").KeyDown("a");
        _acknowledge.DidNotReceiveWithAnyArgs().RunAsync(default!);
    }

    private void MaySee(params Permission[] permissions) =>
        _callers.GetAsync(default).ReturnsForAnyArgs(new Caller(new Actor(ActorKind.Person, "u", "Lin", "")) { TenantId = TenantId.New(), UserId = UserId.New(), Permissions = permissions.ToHashSet() });

    private static AlertView Alert(string orderNo) => new()
    {
        Id = Guid.NewGuid(), Kind = AlertKind.Timeout, Severity = AlertSeverity.Warning, State = AlertState.Open, Level = 1, OrderNo = orderNo, Title = new LocalizedText("Waits", "等待"),
        Since = Noon.AddHours(-1), RaisedAt = Noon, ConfigurationVersion = 1, Sequence = 1,
    };
}
