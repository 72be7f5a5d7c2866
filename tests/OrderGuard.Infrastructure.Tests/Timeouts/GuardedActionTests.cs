using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Notifications;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Timeouts;

public sealed class GuardedActionTests
{
    [Fact]
    public async Task A_refund_whose_answer_is_lost_is_asked_for_once_and_found_out()
    {
        await using var ladder = await Ladder.FoundAsync();
        await ladder.PlaceAsync();
        ladder.Master.OnTheWayBack = () => new ActionReply(ActionOutcome.Unknown, "the time ran out");

        await ladder.PassAsync(40);

        ladder.Master.Arrived.Count.ShouldBe(1);
        ladder.Master.Asked.ShouldBe(1);
        (await ladder.RequestAsync()).State.ShouldBe(ActionState.Done);
        (await ladder.OrderAsync()).Status.ShouldBe(StandardStatuses.Refunded);
    }

    [Fact]
    public async Task A_process_that_dies_after_the_master_did_it_finds_out_and_sends_nothing_again()
    {
        await using var ladder = await Ladder.FoundAsync();
        await ladder.PlaceAsync();
        ladder.Master.OnTheWayBack = () => throw new IOException("the process died");

        await ladder.PassAsync(60);

        ladder.Master.Arrived.Count.ShouldBe(1);
        ladder.Master.Asked.ShouldBe(1);
        (await ladder.RequestAsync()).State.ShouldBe(ActionState.Done);
    }

    [Fact]
    public async Task A_process_that_dies_before_the_call_asks_first_and_then_sends_under_the_same_key()
    {
        await using var ladder = await Ladder.FoundAsync();
        await ladder.PlaceAsync();
        var died = false;
        ladder.Master.OnTheWay = () => !died && (died = true) ? throw new IOException("the process died") : null;

        await ladder.PassAsync(80);

        ladder.Master.Asked.ShouldBe(1);
        ladder.Master.Arrived.Single().Key.ShouldBe((await ladder.RequestAsync()).IdempotencyKey);
        (await ladder.RequestAsync()).Attempts.ShouldBe(2);
        (await ladder.OrderAsync()).Status.ShouldBe(StandardStatuses.Refunded);
    }

    [Theory]
    [InlineData(500.0, ActionState.Done)]
    [InlineData(500.01, ActionState.AwaitingApproval)]
    [InlineData(null, ActionState.AwaitingApproval)]
    public async Task An_amount_above_the_limit_and_an_unknown_one_wait_for_a_person(double? amount, ActionState state)
    {
        await using var ladder = await Ladder.FoundAsync();
        await ladder.PlaceAsync(amount: (decimal?)amount);

        await ladder.PassAsync(16);

        (await ladder.RequestAsync()).State.ShouldBe(state);
        ladder.Told.Sent.Any(x => x.Event == NoticeEvents.ApprovalWanted).ShouldBe(state is ActionState.AwaitingApproval);
    }

    [Fact]
    public async Task A_person_approves_and_it_is_done_or_refuses_with_a_reason_and_it_is_not()
    {
        await using var ladder = await Ladder.FoundAsync(x => x with { ApprovalAbove = 0 });
        await ladder.PlaceAsync("SO-1");
        await ladder.PlaceAsync("SO-2");
        await ladder.PassAsync(16);
        var waiting = await WaitingAsync(ladder);
        waiting.Count.ShouldBe(2);

        (await DecideAsync(ladder, Role.Viewer, waiting[0], true))!.Kind.ShouldBe(RefusalKind.Forbidden);
        (await DecideAsync(ladder, Role.Operator, waiting[1], false))!.Code.ShouldBe("reason-needed");
        (await DecideAsync(ladder, Role.Operator, waiting[1], false, "the customer wants to wait")).ShouldBeNull();
        (await DecideAsync(ladder, Role.Operator, waiting[0], true)).ShouldBeNull();
        (await DecideAsync(ladder, Role.Operator, waiting[0], true))!.Code.ShouldBe("action-decided");
        await ladder.PassAsync(5);

        ladder.Master.Arrived.Single().OrderNo.ShouldBe("SO-1");
        (await ladder.OrderAsync("SO-1")).Status.ShouldBe(StandardStatuses.Refunded);
        (await ladder.OrderAsync("SO-2")).Status.ShouldBe(StandardStatuses.Paid);
    }

    [Fact]
    public async Task An_order_that_moved_on_while_its_refund_waited_cancels_it()
    {
        await using var ladder = await Ladder.FoundAsync(x => x with { ApprovalAbove = 0 });
        await ladder.PlaceAsync();
        await ladder.PassAsync(16);
        ladder.App.Caller = TestApp.Person(ladder.Tenant, Role.Operator);
        await ladder.App.RunAsync<ActOnOrder, ActedOrder>(new("SO-1", OrderAction.Close, "delivered after all"));

        (await ladder.RequestAsync()).ShouldSatisfyAllConditions(x => x.State.ShouldBe(ActionState.Cancelled), x => x.Answers[^1].Text.ShouldBe("The order has moved on."));
        (await DecideAsync(ladder, Role.Operator, (await ladder.RequestAsync()).Id, true))!.Code.ShouldBe("action-decided");
        await ladder.PassAsync(5);
        ladder.Master.Arrived.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_report_of_a_source_empties_the_inbox_of_its_order_and_of_no_other()
    {
        await using var ladder = await Ladder.FoundAsync(x => x with { ApprovalAbove = 0 });
        await ladder.PlaceAsync("SO-1");
        await ladder.PlaceAsync("SO-2");
        await ladder.PassAsync(16);
        (await WaitingAsync(ladder)).Count.ShouldBe(2);

        await using (var scope = ladder.App.Services.GetRequiredService<SystemScopes>().Open(ladder.Tenant))
        {
            await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync(
                [Shop.Report(ladder.Tenant, "shop", "e-1", "SO-1", "30", ladder.Clock.GetUtcNow()), Shop.Report(ladder.Tenant, "shop", "e-2", "SO-2", "20", ladder.Clock.GetUtcNow())], default);
        }

        var requests = await ladder.App.InAsync(ladder.Tenant, db => db.ActionRequests.ToListAsync());
        requests.Single(x => x.OrderNo == "SO-1").State.ShouldBe(ActionState.Cancelled);
        requests.Single(x => x.OrderNo == "SO-2").State.ShouldBe(ActionState.AwaitingApproval);
        (await ladder.App.InAsync(ladder.Tenant, db => db.AuditEntries.CountAsync(x => x.Action == "action.cancelled"))).ShouldBe(1);
    }

    [Fact]
    public async Task Another_connector_knows_nothing_of_what_went_out_before_so_the_outcome_stays_open_until_the_old_one_is_back()
    {
        await using var ladder = await Ladder.FoundAsync();
        await ladder.PlaceAsync();
        ladder.Master.OnTheWayBack = () => new ActionReply(ActionOutcome.Unknown, "the time ran out");
        while (ladder.Master.Arrived.IsEmpty) await ladder.PassAsync(0.5);
        var document = await DocumentAsync(ladder);
        await ladder.App.PublishAsync(ladder.Tenant, document with { Actions = document.Actions with { Connector = new ConnectorSettings { Kind = ConnectorKind.Recording } } });

        await ladder.PassAsync(60);

        (await ladder.RequestAsync()).ShouldSatisfyAllConditions(x => x.State.ShouldBe(ActionState.Unknown), x => x.Attempts.ShouldBe(1), x => x.Answers[^1].Text.ShouldContain("another connector"));
        (await ladder.OrderAsync()).Status.ShouldBe(StandardStatuses.Paid);
        ladder.Told.Sent.Count(x => x.Key.Contains("left-open", StringComparison.Ordinal)).ShouldBe(1);

        await ladder.App.PublishAsync(ladder.Tenant, document);
        ladder.Clock.Advance(TimeSpan.FromMinutes(16));
        await ladder.PassAsync(2);
        (await ladder.RequestAsync()).State.ShouldBe(ActionState.Done);
        ladder.Master.Arrived.Count.ShouldBe(1);
    }

    [Fact]
    public async Task More_than_the_hour_allows_waits_for_a_person_and_the_admins_hear_of_it_once()
    {
        await using var ladder = await Ladder.FoundAsync(x => x with { MostPerHour = 2 });
        for (var i = 1; i <= 5; i++) await ladder.PlaceAsync($"SO-{i}");

        await ladder.PassAsync(16);

        ladder.Master.Arrived.Count.ShouldBe(2);
        (await WaitingAsync(ladder)).Count.ShouldBe(3);
        ladder.Told.Sent.Count(x => x.Event == NoticeEvents.ActionsHalted).ShouldBe(1);
        (await DecideAsync(ladder, Role.TenantAdmin, (await WaitingAsync(ladder))[0], true)).ShouldBeNull();
        await ladder.PassAsync(5);
        ladder.Master.Arrived.Count.ShouldBe(3);
    }

    [Fact]
    public async Task With_the_kill_switch_on_nothing_goes_out_not_even_what_a_person_approved()
    {
        await using var ladder = await Ladder.FoundAsync();
        await ladder.PlaceAsync();
        await ladder.PassAsync(10);
        ladder.App.Caller = TestApp.Person(ladder.Tenant, Role.TenantAdmin);
        (await ladder.App.RunAsync<HaltActions, Done>(new(true))).Refusal.ShouldBeNull();
        await ladder.PassAsync(10);

        (await ladder.RequestAsync()).ShouldSatisfyAllConditions(x => x.State.ShouldBe(ActionState.AwaitingApproval), x => x.Waits.ShouldBe(ApprovalReason.Halted));
        (await DecideAsync(ladder, Role.TenantAdmin, (await ladder.RequestAsync()).Id, true))!.Code.ShouldBe("actions-halted");
        ladder.Master.Arrived.ShouldBeEmpty();
        await ladder.App.RunAsync<HaltActions, Done>(new(false));
        (await DecideAsync(ladder, Role.TenantAdmin, (await ladder.RequestAsync()).Id, true)).ShouldBeNull();
        await ladder.PassAsync(5);
        ladder.Master.Arrived.Count.ShouldBe(1);
    }

    [Fact]
    public async Task In_a_rehearsal_everything_happens_but_the_call()
    {
        await using var ladder = await Ladder.FoundAsync(x => x with { Rehearsal = true });
        await ladder.PlaceAsync();

        await ladder.PassAsync(16);

        (await ladder.StepsAsync()).Count.ShouldBe(3);
        (await ladder.RequestAsync()).State.ShouldBe(ActionState.Rehearsed);
        ladder.Master.Arrived.ShouldBeEmpty();
        (await ladder.OrderAsync()).Status.ShouldBe(StandardStatuses.Paid);
    }

    [Fact]
    public async Task What_the_master_refuses_leaves_the_order_where_it_is()
    {
        await using var ladder = await Ladder.FoundAsync();
        await ladder.PlaceAsync();
        ladder.Master.OnTheWay = () => new ActionReply(ActionOutcome.Refused, "already shipped");

        await ladder.PassAsync(30);

        (await ladder.RequestAsync()).ShouldSatisfyAllConditions(x => x.State.ShouldBe(ActionState.Refused), x => x.Answers[^1].Text.ShouldBe("already shipped"));
        (await ladder.OrderAsync()).Status.ShouldBe(StandardStatuses.Paid);
    }

    [Fact]
    public async Task Another_company_sees_and_decides_nothing_of_it()
    {
        await using var ladder = await Ladder.FoundAsync(x => x with { ApprovalAbove = 0 });
        await ladder.PlaceAsync();
        await ladder.PassAsync(16);
        var other = await ladder.App.FoundTenantAsync("other");
        var id = (await ladder.RequestAsync()).Id;

        ladder.App.Caller = TestApp.Person(other, Role.TenantAdmin);
        (await ladder.App.RunAsync<GetApprovals, ApprovalList>(new())).Required.Waiting.ShouldBeEmpty();
        (await ladder.App.RunAsync<GetApproval, ApprovalDetail>(new(id))).Refusal!.Kind.ShouldBe(RefusalKind.NotFound);
        (await ladder.App.RunAsync<DecideAction, ApprovalDetail>(new(id, true))).Refusal!.Kind.ShouldBe(RefusalKind.NotFound);
        (await ladder.RequestAsync()).State.ShouldBe(ActionState.AwaitingApproval);
    }

    private static Task<List<ActionRequestId>> WaitingAsync(Ladder ladder) => ladder.App.InAsync(ladder.Tenant, db =>
        db.ActionRequests.Where(x => x.State == ActionState.AwaitingApproval).OrderBy(x => x.OrderNo).Select(x => x.Id).ToListAsync());

    private static Task<ConfigurationDocument> DocumentAsync(Ladder ladder) => ladder.App.InAsync(ladder.Tenant, async db =>
        ConfigurationJson.Read((await db.ConfigurationVersions.OrderByDescending(x => x.Number).FirstAsync()).Json));

    private static async Task<Refusal?> DecideAsync(Ladder ladder, Role role, ActionRequestId id, bool approve, string? note = null)
    {
        ladder.App.Caller = TestApp.Person(ladder.Tenant, role);
        return (await ladder.App.RunAsync<DecideAction, ApprovalDetail>(new(id, approve, note))).Refusal;
    }
}
