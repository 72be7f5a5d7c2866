using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Orders;
using OrderGuard.Web.Tests.Common;

namespace OrderGuard.Web.Tests.Orders;

public sealed class ApprovalsPageTests : PortalContext
{
    private static readonly TenantId Company = TenantId.New();
    private readonly IUseCase<GetApprovals, ApprovalList> _list = Substitute.For<IUseCase<GetApprovals, ApprovalList>>();
    private readonly IUseCase<DecideAction, ApprovalDetail> _decide = Substitute.For<IUseCase<DecideAction, ApprovalDetail>>();
    private readonly ICallerSource _callers = Substitute.For<ICallerSource>();
    private readonly ILiveFeed _feed = Substitute.For<ILiveFeed>();
    private Func<LiveChange, Task>? _tell;

    public ApprovalsPageTests()
    {
        _callers.GetAsync(default).ReturnsForAnyArgs(new Caller(new Actor(ActorKind.Person, "u", "Lin", "")) { TenantId = Company });
        _feed.Subscribe(default, default!).ReturnsForAnyArgs(x =>
        {
            _tell = x.Arg<Func<LiveChange, Task>>();
            return Substitute.For<IDisposable>();
        });
        Services.AddSingleton(_list).AddSingleton(_decide).AddSingleton(_callers).AddSingleton(_feed).AddSingleton(Substitute.For<IUseCase<GetApproval, ApprovalDetail>>());
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public void One_click_approves_and_a_refusal_asks_for_the_reason_first()
    {
        var row = Row("SO-1");
        Holds(row);
        _decide.RunAsync(default!).ReturnsForAnyArgs((Result<ApprovalDetail>)new ApprovalDetail(row, 20, 20, 0, "key", []));
        var page = Render<ApprovalsPage>();

        page.Find(".apr-card .og-button-primary").Click();
        _decide.Received(1).RunAsync(new DecideAction(new ActionRequestId(row.Id), true), Arg.Any<CancellationToken>());

        page.FindAll(".apr-decide button")[1].Click();
        page.Find(".apr-card .esc-danger").HasAttribute("disabled").ShouldBeTrue();
        page.Find(".apr-card input").Input("the customer waits gladly");
        page.Find(".apr-card .esc-danger").Click();
        _decide.Received(1).RunAsync(new DecideAction(new ActionRequestId(row.Id), false, "the customer waits gladly"), Arg.Any<CancellationToken>());
    }

    [Fact]
    public void Esc_takes_back_a_refusal_that_is_being_written()
    {
        Holds(Row("SO-1"));
        var page = Render<ApprovalsPage>();
        page.FindAll(".apr-decide button")[1].Click();

        page.Find(".apr-card input").KeyDown("Escape");

        page.FindAll(".apr-card input").ShouldBeEmpty();
        page.Find(".apr-card .og-button-primary").TextContent.ShouldContain("Approve");
    }

    [Fact]
    public void What_somebody_else_decides_leaves_the_list_and_what_concerns_other_orders_reads_nothing_anew()
    {
        Holds(Row("SO-1"), Row("SO-2"));
        var page = Render<ApprovalsPage>();
        page.FindAll(".apr-card").Count.ShouldBe(2);
        _list.ClearReceivedCalls();

        _tell!(new OrdersLiveChange(Company, ["SO-9"], 1));
        _list.DidNotReceiveWithAnyArgs().RunAsync(default!);

        Holds(Row("SO-2"));
        _tell(new ActionsLiveChange(Company));
        page.WaitForAssertion(() => page.FindAll(".apr-card").ShouldHaveSingleItem().TextContent.ShouldContain("SO-2"));

        Holds();
        _tell(new OrdersLiveChange(Company, ["SO-2"], 1));
        page.WaitForAssertion(() => page.FindAll(".apr-card").ShouldBeEmpty());
    }

    private void Holds(params ApprovalRow[] waiting) => _list.RunAsync(default!).ReturnsForAnyArgs((Result<ApprovalList>)new ApprovalList(waiting, [], [], false));

    private static ApprovalRow Row(string orderNo) => new(
        Guid.NewGuid(), orderNo, OrderAction.Refund, 640, "CNY", new LocalizedText("Late", "超时"), ActionState.AwaitingApproval, ApprovalReason.Amount, null, "OrderGuard", Noon, null, null, null, null, false);
}
