using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Alerts;
using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Application.Review;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;
using OrderGuard.Web.Orders;
using OrderGuard.Web.Tests.Common;

namespace OrderGuard.Web.Tests.Orders;

public sealed class OrderPagesTests : PortalContext
{
    private readonly IUseCase<GetOrders, OrderPage> _getOrders = Substitute.For<IUseCase<GetOrders, OrderPage>>();
    private readonly IUseCase<GetOrder, OrderDetail> _getOrder = Substitute.For<IUseCase<GetOrder, OrderDetail>>();
    private readonly IUseCase<ActOnOrder, ActedOrder> _act = Substitute.For<IUseCase<ActOnOrder, ActedOrder>>();
    private readonly ICallerSource _callers = Substitute.For<ICallerSource>();
    private readonly ILiveFeed _feed = Substitute.For<ILiveFeed>();
    private Func<LiveChange, Task>? _receive;

    public OrderPagesTests()
    {
        var choices = Substitute.For<IUseCase<GetOrderChoices, OrderChoices>>();
        choices.RunAsync(default!).ReturnsForAnyArgs(new OrderChoices([new(10, "WAITING_PAYMENT", new("Waiting for payment", "待付款"))], [], []));
        var saved = Substitute.For<IUseCase<GetSavedFilters, IReadOnlyList<SavedFilterView>>>();
        saved.RunAsync(default!).ReturnsForAnyArgs(new Result<IReadOnlyList<SavedFilterView>>([], null));
        Services.AddSingleton(_getOrders).AddSingleton(choices).AddSingleton(saved).AddSingleton(_getOrder).AddSingleton(_act).AddSingleton(_callers).AddSingleton(_feed)
            .AddSingleton(Substitute.For<IUseCase<SaveFilter, SavedFilterView>>()).AddSingleton(Substitute.For<IUseCase<RenameFilter, Done>>()).AddSingleton(Substitute.For<IUseCase<DeleteFilter, Done>>())
            .AddSingleton(Substitute.For<IUseCase<GetOrderPushes, OrderPushList>>())
            .AddSingleton(Substitute.For<IUseCase<GetOrderRisk, OrderRiskView>>()).AddSingleton(Substitute.For<IUseCase<FlagMisjudged, FlaggedOrder>>());
        Caller(Role.Operator);
        _feed.Subscribe(default, default!).ReturnsForAnyArgs(call =>
        {
            _receive = call.Arg<Func<LiveChange, Task>>();
            return Substitute.For<IDisposable>();
        });
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public void The_filter_of_the_address_is_sought_and_shown_as_chips()
    {
        Holds(Row("SO-1"));
        Services.GetRequiredService<NavigationManager>().NavigateTo("/orders?status=10&held=yes");

        var page = Render<OrdersPage>();

        _getOrders.Received().RunAsync(Arg.Is<GetOrders>(x => x.Filter.Statuses.Single() == 10 && x.Filter.Held == true), Arg.Any<CancellationToken>());
        page.FindAll(".og-filter").Count.ShouldBe(2);
        page.Markup.ShouldContain("SO-1");
        page.Find("a[download]").GetAttribute("href").ShouldBe("/downloads/orders.csv?status=10&held=yes");
    }

    [Fact]
    public void Without_orders_it_says_what_to_do()
    {
        Holds();
        Services.GetRequiredService<NavigationManager>().NavigateTo("/orders");

        Render<OrdersPage>().Find(".og-state a").GetAttribute("href").ShouldBe("/imports");
    }

    [Fact]
    public async Task Changes_are_announced_and_rows_stay_until_the_viewer_asks()
    {
        Holds(Row("SO-1"));
        Services.GetRequiredService<NavigationManager>().NavigateTo("/orders");
        var page = Render<OrdersPage>();
        _getOrders.ClearReceivedCalls();

        await _receive!(new OrdersLiveChange(default, ["SO-1", "SO-2"], 2));

        page.Find(".og-hint").TextContent.ShouldContain("2 orders changed");
        await _getOrders.DidNotReceiveWithAnyArgs().RunAsync(default!);
        page.Find(".og-hint button").Click();
        page.FindAll(".og-hint").ShouldBeEmpty();
        await _getOrders.ReceivedWithAnyArgs(1).RunAsync(default!);
    }

    [Fact]
    public void An_action_is_sent_with_its_reason_and_only_then()
    {
        _getOrder.RunAsync(default!).ReturnsForAnyArgs(Detail());
        _act.RunAsync(default!).ReturnsForAnyArgs(new ActedOrder("SO-1", OrderAction.Hold, 10, 10, true));
        var page = Render<OrderDetailPage>(x => x.Add(p => p.OrderNo, "SO-1"));

        page.FindAll(".og-page-action > button").Single(x => x.TextContent.Contains("Hold", StringComparison.Ordinal)).Click();
        page.Find(".og-action-form button[type=submit]").HasAttribute("disabled").ShouldBeTrue();
        page.Find(".og-action-form textarea").Input("the customer called");
        page.Find(".og-action-form").Submit();

        _act.Received(1).RunAsync(new ActOnOrder("SO-1", OrderAction.Hold, "the customer called"), Arg.Any<CancellationToken>());
    }

    [Fact]
    public void Who_may_not_act_sees_no_actions()
    {
        Caller(Role.Viewer);
        _getOrder.RunAsync(default!).ReturnsForAnyArgs(Detail());

        Render<OrderDetailPage>(x => x.Add(p => p.OrderNo, "SO-1")).FindAll(".og-page-action button").ShouldBeEmpty();
    }

    [Fact]
    public void Why_the_system_holds_an_order_and_what_governs_its_deadline_are_said_in_the_viewers_language()
    {
        InLanguage("zh-CN");
        Caller(Role.Viewer);
        var status = new StatusView(20, "PAID", new LocalizedText("Paid", "已付款"));
        var held = new AlertView
        {
            Id = Guid.NewGuid(), Kind = AlertKind.Risk, Severity = AlertSeverity.Critical, State = AlertState.Open, Level = 1, Title = new LocalizedText("Held: risk 0.9", "已冻结：风险 0.9"),
            Since = Noon, RaisedAt = Noon, ConfigurationVersion = 1, Sequence = 1,
        };
        var deadline = new DeadlineView("approval", null, status, status, Noon, Noon.AddHours(1), null) { Within = TimeSpan.FromHours(1), Matched = new RuleSubject("cold", null, "HZ-1", null), Others = 2 };
        _getOrder.RunAsync(default!).ReturnsForAnyArgs(Detail() with
        {
            Row = Row("SO-1") with { Category = "cold", CategoryLabel = new LocalizedText("Cold chain", "冷链") },
            Holds = [new Hold(HoldKinds.Risk, "Risk 0.9. Many orders.", "OrderGuard", Noon), new Hold(HoldKinds.Manual, "asked by phone", "Lin", Noon)],
            Alerts = [held],
            Deadlines = [deadline],
        });

        var page = Render<OrderDetailPage>(x => x.Add(p => p.OrderNo, "SO-1"));

        page.FindAll(".og-hint-warning")[0].TextContent.ShouldContain("已冻结：风险 0.9");
        page.FindAll(".og-hint-warning")[1].TextContent.ShouldContain("asked by phone");
        page.Find(".og-deadline").TextContent.ShouldContain("时限：1 小时，依据例外“冷链 · HZ-1”");
    }

    [Fact]
    public void An_order_that_is_not_there_is_told_in_the_viewers_language()
    {
        InLanguage("zh-CN");
        _getOrder.RunAsync(default!).ReturnsForAnyArgs(OrderRefusals.NotFound);

        Render<OrderDetailPage>(x => x.Add(p => p.OrderNo, "SO-1")).Find(".og-state-text").TextContent.ShouldBe("没有订单 SO-1");
    }

    private void Caller(Role role) => _callers.GetAsync(default).ReturnsForAnyArgs(_ => ValueTask.FromResult(TestApp.Person(TenantId.New(), role)));

    private void Holds(params OrderRow[] rows) => _getOrders.RunAsync(default!).ReturnsForAnyArgs(new OrderPage(rows, rows.Length));

    private static OrderRow Row(string orderNo) => new()
    {
        OrderNo = orderNo, Status = 10, StatusName = "WAITING_PAYMENT", StatusSince = Noon.AddHours(-1), Finished = false, PlacedAt = Noon.AddHours(-1), Source = "shop",
    };

    private static OrderDetail Detail() => new()
    {
        Row = Row("SO-1"), Facts = OrderFacts.None, PersonalDataShown = true, CreatedAt = Noon, UpdatedAt = Noon, AuditShown = false,
        Actions = [new ActionView(OrderAction.Cancel, []), new ActionView(OrderAction.Hold, [])],
    };
}
