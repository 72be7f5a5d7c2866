using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Integrations;
using OrderGuard.Web.Orders;
using OrderGuard.Web.Tests.Common;

namespace OrderGuard.Web.Tests.Integrations;

/// <summary>The pages that tell who asked for what, who moved orders back, and how the broker stands.</summary>
public sealed class GatewayPageTests : PortalContext
{
    private readonly IUseCase<GetRequests, RequestPage> _requests = Substitute.For<IUseCase<GetRequests, RequestPage>>();
    private readonly IUseCase<GetKeyMoves, KeyMoves> _moves = Substitute.For<IUseCase<GetKeyMoves, KeyMoves>>();
    private readonly IUseCase<UndoMoves, UndoView> _undo = Substitute.For<IUseCase<UndoMoves, UndoView>>();
    private readonly IUseCase<GetBroker, BrokerView> _broker = Substitute.For<IUseCase<GetBroker, BrokerView>>();
    private readonly IUseCase<GetDeadLetters, DeadLetterList> _letters = Substitute.For<IUseCase<GetDeadLetters, DeadLetterList>>();
    private readonly IUseCase<ReplayDeadLetters, DecidedDeadLetters> _replay = Substitute.For<IUseCase<ReplayDeadLetters, DecidedDeadLetters>>();

    public GatewayPageTests()
    {
        var callers = Substitute.For<ICallerSource>();
        callers.GetAsync(default).ReturnsForAnyArgs(ValueTask.FromResult(Caller.Nobody with { TenantId = TenantId.New(), Permissions = new HashSet<Permission> { Permission.ReportEvents, Permission.ViewAudit, Permission.EditConfiguration } }));
        var undos = Substitute.For<IUseCase<GetUndos, IReadOnlyList<UndoView>>>();
        undos.RunAsync(default!).ReturnsForAnyArgs(new Result<IReadOnlyList<UndoView>>([], null));
        Services.AddSingleton(_requests).AddSingleton(_moves).AddSingleton(_undo).AddSingleton(undos).AddSingleton(_broker).AddSingleton(_letters).AddSingleton(_replay).AddSingleton(callers);
        Services.AddSingleton(Substitute.For<IUseCase<GetApiKeys, ApiKeyList>>()).AddSingleton(Substitute.For<IUseCase<GetUndo, UndoView>>()).AddSingleton(Substitute.For<IUseCase<GetDeadLetter, DeadLetterContent>>())
            .AddSingleton(Substitute.For<IUseCase<DiscardDeadLetters, DecidedDeadLetters>>()).AddSingleton(Substitute.For<IUseCase<RepublishReturned, RepublishedEvents>>());
        _letters.RunAsync(default!).ReturnsForAnyArgs((Result<DeadLetterList>)new DeadLetterList([], 0));
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public void Requests_show_who_asked_and_what_came_of_it_and_seek_by_the_address()
    {
        _requests.RunAsync(default!).ReturnsForAnyArgs((Result<RequestPage>)new RequestPage(
            [new RequestRow(Guid.CreateVersion7(), Noon, ActorKind.ApiKey, "k", "marketing", "shop", "POST", "/api/v1/orders/{orderNo}/actions", "SO-7", "cancel", 403, "operation-not-allowed", TimeSpan.FromMilliseconds(12), "203.0.113.9", new string('a', 32), 0)], 1, false));
        Services.GetRequiredService<BunitNavigationManager>().NavigateTo("/requests?order=SO-7");

        var page = Render<RequestsPage>();

        page.Markup.ShouldContain("marketing");
        page.Markup.ShouldContain("403");
        page.Find("a[download]").GetAttribute("href")!.ShouldContain("order=SO-7");
        _requests.Received().RunAsync(Arg.Is<GetRequests>(x => x.Filter.OrderNo == "SO-7"), Arg.Any<CancellationToken>());
    }

    [Fact]
    public void Who_moved_orders_back_is_told_and_all_of_it_taken_back_with_a_reason()
    {
        var move = new KeyMove(1, Noon, "SO-7", "order.cancelled", new StatusView(20, "PAID", null), new StatusView(90, "CANCELLED", null), true, ActorKind.ApiKey, "k", "marketing", "203.0.113.9", null, null, null, null, true);
        _moves.RunAsync(default!).ReturnsForAnyArgs((Result<KeyMoves>)new KeyMoves([move], 1, 1, false, "marketing"));
        _undo.RunAsync(default!).ReturnsForAnyArgs((Result<UndoView>)new UndoView(Guid.CreateVersion7(), "marketing", 1, 0, 0, "Lin", Noon, null));
        Services.GetRequiredService<BunitNavigationManager>().NavigateTo("/moves?actor=k&from=2026-11-22T10:00:00Z&until=2026-11-22T12:00:00Z");
        var page = Render<MovesPage>();
        page.Markup.ShouldContain("SO-7");
        page.Markup.ShouldContain("203.0.113.9");

        page.Find(".og-page-action button").Click();
        page.Find("textarea").Input("A script by mistake");
        page.Find("form.og-action-form").Submit();

        _undo.Received(1).RunAsync(Arg.Is<UndoMoves>(x => x.ActorId == "k" && x.Reason == "A script by mistake"), Arg.Any<CancellationToken>());
    }

    [Fact]
    public void Moves_ask_first_for_an_order_or_a_key()
    {
        Render<MovesPage>().Markup.ShouldNotContain("<table");

        _moves.DidNotReceiveWithAnyArgs().RunAsync(default!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_broker_page_tells_where_none_is_configured_and_else_how_it_stands(bool configured)
    {
        _broker.RunAsync(default!).ReturnsForAnyArgs((Result<BrokerView>)new BrokerView(configured ? new BrokerState(true, false, "amqp://mq.example:5672/", Noon, "gone", 7) : BrokerState.None, [], 12, 10, Noon, Noon, [], 0));

        var page = Render<BrokerPage>();

        page.FindAll(".og-state").Count.ShouldBe(1, "either there is no broker, or there are no dead letters");
        page.Markup.Contains("amqp://mq.example:5672/", StringComparison.Ordinal).ShouldBe(configured);
    }
}
