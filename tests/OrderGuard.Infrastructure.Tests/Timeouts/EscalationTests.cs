using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Alerts;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Timeouts;

public sealed class EscalationTests
{
    [Fact]
    public async Task Three_seconds_three_times_take_an_order_up_the_ladder_each_level_once()
    {
        await using var ladder = await Ladder.FoundAsync();
        await ladder.PlaceAsync();

        await ladder.PassAsync(3);
        (await ladder.App.InAsync(ladder.Tenant, db => db.Alerts.CountAsync())).ShouldBe(0);
        await ladder.PassAsync(30);

        var steps = await ladder.StepsAsync();
        steps.Select(x => (x.Level, x.Deed, x.Outcome, x.Person)).ShouldBe(
        [
            (1, EscalationDeed.Remind, EscalationOutcome.Done, ladder.Owner), (2, EscalationDeed.HandOver, EscalationOutcome.Done, ladder.Backup),
            (3, EscalationDeed.CloseAndRefund, EscalationOutcome.Done, (UserId?)ladder.Owner),
        ]);
        steps.Select(x => (x.At - Ladder.Start).TotalSeconds).ShouldBe([6.5, 9.5, 12.5]);
        ladder.Master.Arrived.Single().ShouldSatisfyAllConditions(x => x.OrderNo.ShouldBe("SO-1"), x => x.Action.ShouldBe(OrderAction.Refund), x => x.Amount.ShouldBe(100));
        (await ladder.RequestAsync()).State.ShouldBe(ActionState.Done);
        (await ladder.OrderAsync()).Status.ShouldBe(StandardStatuses.Refunded);
        var alert = await ladder.AlertAsync();
        (alert.Level, alert.State, alert.Assignee).ShouldBe((3, AlertState.Resolved, ladder.Backup));
        ladder.Told.Sent.Select(x => x.Event).ShouldBe([NoticeEvents.Reminder, NoticeEvents.HandOver, NoticeEvents.ActionTaken, NoticeEvents.ActionTaken]);
        (await ladder.App.InAsync(ladder.Tenant, db => db.AuditEntries.CountAsync(x => x.Action == "alert.escalated"))).ShouldBe(3);
    }

    [Fact]
    public async Task A_level_is_taken_once_though_two_pumps_race_for_it_and_its_item_comes_twice()
    {
        await using var ladder = await Ladder.FoundAsync();
        await ladder.PlaceAsync();
        await ladder.PassAsync(3.5);
        var alert = await ladder.AlertAsync();
        await ladder.App.InAsync(ladder.Tenant, async db =>
        {
            db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), ladder.Tenant, WorkKinds.Escalation, alert.Id.Value.ToString(), ladder.Clock.GetUtcNow().AddSeconds(3), ladder.Clock.GetUtcNow(), "1"));
            await db.SaveChangesAsync();
        });
        ladder.Clock.Advance(TimeSpan.FromSeconds(3));

        var second = ladder.App.SecondPump();
        await Task.WhenAll(ladder.App.PumpAsync(), Task.Run(async () =>
        {
            await second.SweepAsync(CancellationToken.None);
            await second.RestAsync();
        }));

        (await ladder.StepsAsync()).Select(x => x.Level).ShouldBe([1]);
        await ladder.PassAsync(4);
        (await ladder.StepsAsync()).Select(x => x.Level).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task An_order_that_moves_on_between_two_levels_is_left_alone()
    {
        await using var ladder = await Ladder.FoundAsync();
        await ladder.PlaceAsync();
        await ladder.PassAsync(7);

        ladder.App.Caller = TestApp.Person(ladder.Tenant, Role.Operator);
        (await ladder.App.RunAsync<Application.Orders.ActOnOrder, Application.Orders.ActedOrder>(new("SO-1", OrderAction.Cancel, "the customer asked"))).Refusal.ShouldBeNull();
        await ladder.PassAsync(20);

        (await ladder.StepsAsync()).Select(x => x.Level).ShouldBe([1]);
        ladder.Master.Arrived.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_acknowledgement_holds_the_ladder_and_when_it_is_forgotten_the_next_level_follows_at_once()
    {
        await using var ladder = await Ladder.FoundAsync();
        await ladder.PlaceAsync();
        await ladder.PassAsync(7);
        var (alert, until) = (await ladder.AlertAsync(), ladder.Clock.GetUtcNow().AddSeconds(60));
        ladder.App.Caller = TestApp.Person(ladder.Tenant, Role.Operator);
        (await ladder.App.RunAsync<AcknowledgeAlerts, HandledAlerts>(new([alert.Id], until))).Refusal.ShouldBeNull();

        await ladder.PassAsync(59.5);
        (await ladder.StepsAsync()).Select(x => x.Level).ShouldBe([1]);
        await ladder.PassAsync(1);

        (await ladder.StepsAsync()).Select(x => x.Level).ShouldBe([1, 2]);
        (await ladder.StepsAsync())[1].At.ShouldBe(until);
        (await ladder.AlertAsync()).State.ShouldBe(AlertState.Open);
    }

    [Fact]
    public async Task What_is_resolved_by_hand_rises_no_further_and_goes_on_when_it_is_reopened()
    {
        await using var ladder = await Ladder.FoundAsync();
        await ladder.PlaceAsync();
        await ladder.PassAsync(7);
        var id = (await ladder.AlertAsync()).Id;
        ladder.App.Caller = TestApp.Person(ladder.Tenant, Role.Operator);
        await ladder.App.RunAsync<ResolveAlerts, HandledAlerts>(new([id]));
        await ladder.PassAsync(20);
        (await ladder.StepsAsync()).Count.ShouldBe(1);

        await ladder.App.RunAsync<UndoAlerts, HandledAlerts>(new([id], AlertAction.Resolve));
        await ladder.PassAsync(3.5);

        (await ladder.StepsAsync()).Select(x => x.Level).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Where_nobody_is_on_duty_the_next_level_follows_at_once_and_the_admins_are_told()
    {
        await using var ladder = await Ladder.FoundAsync(more: x => x with { Duties = [x.Duties[0] with { Owner = new DutyHolder { Person = Guid.Empty.ToString() } }] });
        await ladder.PlaceAsync();

        await ladder.PassAsync(6.5);

        (await ladder.StepsAsync()).Select(x => (x.Level, x.Outcome)).ShouldBe([(1, EscalationOutcome.NobodyOnDuty), (2, EscalationOutcome.Done)]);
        ladder.Told.Sent.Select(x => x.Event).ShouldBe([NoticeEvents.NobodyOnDuty, NoticeEvents.HandOver]);
    }

    [Fact]
    public async Task A_rule_without_a_policy_raises_its_alert_and_nothing_else()
    {
        await using var ladder = await Ladder.FoundAsync(more: x => x with { Timeouts = [x.Timeouts[0] with { Escalation = null }] });
        await ladder.PlaceAsync();

        await ladder.PassAsync(30);

        (await ladder.AlertAsync()).Level.ShouldBe(1);
        (await ladder.StepsAsync()).ShouldBeEmpty();
        ladder.Told.Sent.ShouldBeEmpty();
    }
}
