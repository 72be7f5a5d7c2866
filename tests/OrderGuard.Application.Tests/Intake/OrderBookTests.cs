using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Application.Tests.Intake;

public sealed class OrderBookTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private TestApp _app = null!;
    private TenantId _tenant;

    public async Task InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _tenant = await _app.FoundAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task The_masters_first_report_creates_the_order_and_arms_its_deadline()
    {
        var result = (await ApplyAsync(Report("shop", "e1", "下单", Ten, new OrderFacts { Category = "cold-chain", Amount = 199.90m, Currency = "CNY" }))).Single();

        result.ShouldBe(new EventResult("e1", EventOutcome.Applied, 10, null));
        var order = await OrderAsync();
        (order.Status, order.Category, order.Amount, order.StatusSince).ShouldBe((10, "cold-chain", 199.90m, Ten));
        var item = (await _app.InAsync(_tenant, db => db.WorkItems.ToListAsync())).Single();
        (item.Kind, item.Subject, item.Payload, item.DueAt, item.Id.Value).ShouldBe((WorkKinds.Timeout, order.Id.Value.ToString(), "payment", Ten.AddMinutes(30), order.Deadlines.Single().Id));
    }

    [Fact]
    public async Task A_contributor_moves_the_order_into_the_statuses_named_for_it_and_no_others()
    {
        var results = await ApplyAsync(Report("shop", "e1", "PAID", Ten), Report("wms", "w1", "已出库", Ten.AddHours(1)), Report("wms", "w2", "70", Ten.AddHours(2)));

        results.Select(x => (x.Outcome, x.Status)).ShouldBe([(EventOutcome.Applied, 20), (EventOutcome.Applied, 50), (EventOutcome.Observed, 50)]);
        (await OrderAsync()).SourceStatuses.Single(x => x.Source == "wms").Status.ShouldBe(70);
    }

    [Fact]
    public async Task An_event_id_is_applied_once_within_a_batch_and_for_ever_after()
    {
        var first = await ApplyAsync(Report("shop", "e1", "10", Ten), Report("shop", "e1", "20", Ten.AddMinutes(1)));
        var second = await ApplyAsync(Report("shop", "e1", "90", Ten.AddMinutes(2)), Report("wms", "e1", "packed", Ten.AddMinutes(3)));

        first.Select(x => (x.Outcome, x.Status)).ShouldBe([(EventOutcome.Applied, 10), (EventOutcome.Duplicate, 10)]);
        second.Select(x => (x.Outcome, x.Status)).ShouldBe([(EventOutcome.Duplicate, 10), (EventOutcome.Applied, 40)], "another source's id is another event");
        (await EventsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_older_than_the_sources_last_word_is_stale_and_kept()
    {
        var results = await ApplyAsync(Report("shop", "e1", "50", Ten), Report("shop", "e2", "20", Ten.AddMinutes(-1)));

        results[1].Outcome.ShouldBe(EventOutcome.Stale);
        (await OrderAsync()).Status.ShouldBe(50);
        (await EventsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_forbidden_transition_is_illegal_and_kept_for_a_person()
    {
        var results = await ApplyAsync(Report("shop", "e1", "50", Ten), Report("shop", "e2", "20", Ten.AddMinutes(1)));

        (results[1].Outcome, results[1].Status).ShouldBe((EventOutcome.Illegal, 50));
        results[1].Detail.ShouldNotBeNull();
        (await EventsAsync()).Single(x => x.Outcome == EventOutcome.Illegal).DismissedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Events_that_came_before_the_order_are_given_to_it_when_it_is_placed()
    {
        var orphan = (await ApplyAsync(Report("crm", "c1", "PAID", Ten, new OrderFacts { Channel = "tmall", Category = "toys" }))).Single();
        var unmapped = (await ApplyAsync(Report("wms", "w1", "???", Ten))).Single();
        await ApplyAsync(Report("crm", "c2", "SHIPPED", Ten.AddMinutes(5)), Report("shop", "e1", "10", Ten.AddMinutes(1), new OrderFacts { Category = "cold-chain" }));

        (orphan.Outcome, orphan.Status).ShouldBe((EventOutcome.Observed, null));
        (unmapped.Outcome, unmapped.Status).ShouldBe((EventOutcome.Unmapped, null));
        var order = await OrderAsync();
        (await EventsAsync()).ShouldAllBe(x => x.OrderId == order.Id);
        order.SourceStatuses.Single(x => x.Source == "crm").Status.ShouldBe(50);
        (order.Status, order.Channel, order.Category).ShouldBe((10, "tmall", "cold-chain"));
    }

    [Fact]
    public async Task Meeting_a_deadline_cancels_its_work_item()
    {
        await ApplyAsync(Report("shop", "e1", "10", Ten));
        await ApplyAsync(Report("shop", "e2", "20", Ten.AddMinutes(60)));

        var items = await _app.InAsync(_tenant, db => db.WorkItems.OrderBy(x => x.DueAt).ToListAsync());
        items.Select(x => (x.Payload, x.State, x.Fence)).ShouldBe([("payment", WorkItemState.Cancelled, 1L), ("dispatch", WorkItemState.Waiting, 0L)]);
        (await AlertsAsync()).ShouldBeEmpty("exactly at the deadline is in time");
    }

    [Fact]
    public async Task What_is_armed_and_met_within_one_batch_leaves_no_work_item()
    {
        await ApplyAsync(Report("shop", "e1", "10", Ten), Report("shop", "e2", "90", Ten.AddMinutes(1)));

        (await _app.InAsync(_tenant, db => db.WorkItems.CountAsync())).ShouldBe(0);
    }

    [Theory]
    [InlineData(59, "in time")]
    [InlineData(61, "after the deadline")]
    public async Task Meeting_a_breached_deadline_resolves_its_alert_and_says_how(int minutes, string word)
    {
        await ApplyAsync(Report("shop", "e1", "10", Ten));
        await _app.InAsync(_tenant, async db =>
        {
            var order = await db.Orders.SingleAsync();
            order.Breach(order.Deadlines.Single().Id, Ten.AddMinutes(61)).ShouldBeTrue();
            db.Alerts.Add(Alert.Raise(_tenant, new AlertCause(AlertKind.Timeout, AlertSeverity.Warning, Alert.TimeoutCause(order.Id, "payment"), new("late", "迟"), Ten, null, 1), Ten.AddMinutes(61)));
            await db.SaveChangesAsync();
        });

        await ApplyAsync(Report("shop", "e2", "20", Ten.AddMinutes(minutes)));

        var alert = (await AlertsAsync()).Single();
        (alert.State, alert.OpenCause).ShouldBe((AlertState.Resolved, null));
        alert.Resolution!.En.ShouldContain(word);
        alert.Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task A_deadline_met_late_before_anybody_looked_is_raised_and_resolved_at_once()
    {
        await ApplyAsync(Report("shop", "e1", "10", Ten), Report("shop", "e2", "20", Ten.AddMinutes(61)));

        (await AlertsAsync()).Select(x => (x.Rule, x.State, x.OrderNo)).ShouldBe([("payment", AlertState.Resolved, "SO-1")]);
    }

    [Fact]
    public async Task History_arms_nothing_older_than_the_import_and_raises_nothing()
    {
        var key = Shop.Key(_tenant, "shop");
        await ApplyAsync([.. new[] { Report("shop", "e1", "10", Ten), Report("shop", "e2", "20", Ten.AddDays(3)) }
            .Select(x => x with { By = key, Historical = true, ArmFrom = Ten.AddDays(30) })]);

        (await AlertsAsync()).ShouldBeEmpty();
        (await _app.InAsync(_tenant, db => db.WorkItems.CountAsync())).ShouldBe(0);
        (await EventsAsync()).ShouldAllBe(x => x.Historical);
        var audit = (await _app.InAsync(_tenant, db => db.AuditEntries.ToListAsync())).Single();
        (audit.Action, audit.After).ShouldBe(("orders.imported", """{"events":2,"moves":2}"""));
    }

    [Fact]
    public async Task Every_move_is_audited_with_who_reported_it_from_where_and_both_statuses()
    {
        await ApplyAsync(Report("shop", "e\"1", "10", Ten), Report("wms", "w1", "packed", Ten.AddMinutes(1)), Report("crm", "c1", "50", Ten));

        var entries = await _app.InAsync(_tenant, db => db.AuditEntries.OrderBy(x => x.Sequence).ToListAsync());
        entries.Select(x => (x.Action, x.Subject, x.ActorId, x.Address, x.TraceId, x.Before, x.After)).ShouldBe(
        [
            ("order.moved", "SO-1", "key-shop", "203.0.113.9", "trace", null, """{"status":10,"event":"e\"1"}"""),
            ("order.moved", "SO-1", "key-wms", "203.0.113.9", "trace", """{"status":10}""", """{"status":40,"event":"w1"}"""),
        ]);
    }

    [Fact]
    public async Task Kept_events_are_applied_in_order_of_time_once_their_word_has_a_mapping()
    {
        await ApplyAsync(Report("shop", "e1", "20", Ten));
        var reported = await ApplyAsync(Report("wms", "w2", "gone", Ten.AddHours(2)), Report("wms", "w3", "boxed", Ten.AddHours(3)), Report("wms", "w1", "boxed", Ten.AddHours(1)));
        reported.ShouldAllBe(x => x.Outcome == EventOutcome.Unmapped && x.Status == 20);

        var wms = Shop.Document.Sources[1];
        await _app.PublishAsync(_tenant, Shop.Document with { Sources = [Shop.Document.Sources[0], wms with { Mapping = new Dictionary<string, int>(wms.Mapping) { ["boxed"] = 40, ["gone"] = 50 } }] });
        await using var scope = _app.Services.GetRequiredService<SystemScopes>().Open(_tenant);
        var kept = await scope.ServiceProvider.GetRequiredService<IOrderGuardDb>().OrderEvents.Where(x => x.Outcome == EventOutcome.Unmapped).OrderBy(x => x.OccurredAt).Select(x => x.Id).ToListAsync();
        (await scope.ServiceProvider.GetRequiredService<OrderBook>().ReapplyAsync(kept, default)).ShouldBe(2);

        (await OrderAsync()).Status.ShouldBe(50);
        (await EventsAsync()).Where(x => x.Source == "wms").OrderBy(x => x.EventId).Select(x => (x.Outcome, x.MovedFrom))
            .ShouldBe([(EventOutcome.Applied, 20), (EventOutcome.Applied, 40), (EventOutcome.Illegal, null)]);
    }

    [Fact]
    public async Task Two_batches_at_once_about_the_same_orders_lose_nothing_and_apply_nothing_twice()
    {
        var batches = Enumerable.Range(0, 6).Select(n => Enumerable.Range(0, 20)
            .Select(i => Shop.Report(_tenant, "shop", $"e{i}-{n % 3}", $"SO-{i}", (10 + 10 * (n % 3)).ToString(System.Globalization.CultureInfo.InvariantCulture), Ten.AddMinutes(n % 3))).ToArray());

        var results = await Task.WhenAll(batches.Select(ApplyAsync));

        results.SelectMany(x => x).Count(x => x.Outcome == EventOutcome.Duplicate).ShouldBe(60);
        (await EventsAsync()).GroupBy(x => x.EventId).ShouldAllBe(x => x.Count() == 1);
        (await _app.InAsync(_tenant, db => db.Orders.CountAsync())).ShouldBe(20);
    }

    [Fact]
    public async Task However_a_batch_is_shuffled_and_repeated_each_event_is_there_once()
    {
        var random = new Random(20261122);
        for (var round = 0; round < 25; round++)
        {
            var prefix = $"r{round}-";
            var reports = Enumerable.Range(0, 12).Select(i => Shop.Report(_tenant, i % 4 == 3 ? "wms" : "shop", prefix + i, prefix + i % 3,
                new[] { "10", "20", "packed", "???", "90" }[random.Next(5)], Ten.AddMinutes(random.Next(90)))).ToList();
            var sent = reports.Concat(Enumerable.Range(0, 8).Select(_ => reports[random.Next(reports.Count)])).ToArray();
            random.Shuffle(sent);

            var results = new List<EventResult>();
            foreach (var chunk in sent.Chunk(random.Next(1, 20))) results.AddRange(await ApplyAsync(chunk));

            results.Select(x => x.Id).ShouldBe(sent.Select(x => x.Event.Id));
            results.Count(x => x.Outcome != EventOutcome.Duplicate).ShouldBe(12);
            (await EventsAsync()).Where(x => x.EventId.StartsWith(prefix, StringComparison.Ordinal)).Select(x => x.EventId).Order()
                .ShouldBe(reports.Select(x => x.Event.Id).Order());
        }
    }

    private IncomingReport Report(string source, string id, string status, DateTimeOffset at, OrderFacts? facts = null) => Shop.Report(_tenant, source, id, "SO-1", status, at, facts);

    private async Task<IReadOnlyList<EventResult>> ApplyAsync(params IncomingReport[] reports)
    {
        await using var scope = _app.Services.GetRequiredService<SystemScopes>().Open(_tenant);
        return await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync(reports, default);
    }

    private Task<Order> OrderAsync() => _app.InAsync(_tenant, db => db.Orders.SingleAsync(x => x.OrderNo == "SO-1"));

    private Task<List<OrderEvent>> EventsAsync() => _app.InAsync(_tenant, db => db.OrderEvents.ToListAsync());

    private Task<List<Alert>> AlertsAsync() => _app.InAsync(_tenant, db => db.Alerts.ToListAsync());
}
