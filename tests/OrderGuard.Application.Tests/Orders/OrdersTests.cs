using System.Text;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace OrderGuard.Application.Tests.Orders;

/// <summary>A grocer with four orders at noon, and another company with one of the same number.</summary>
public sealed class OrdersTests : IAsyncLifetime
{
    private readonly TestClock _clock = new();
    private TestApp _app = default!;
    private TenantId _tenant, _other;

    public async Task InitializeAsync()
    {
        _app = await TestApp.StartAsync(_clock);
        (_tenant, _other) = (await _app.FoundAsync("grocer"), await _app.FoundAsync("other"));
        var noon = _clock.GetUtcNow();
        await ReportAsync(_tenant,
            Of("a", "SO-1001", "10", noon.AddHours(-5), "cold-chain", "+86 138-0000-1234", "C-1", "张小明"),
            Of("b", "SO-1002", "20", noon.AddMinutes(-20), "cold-chain", "13900005678", "C-2", "=HYPERLINK(1)"),
            Of("c", "SO-2001", "80", noon.AddDays(-3), null, "13800001234", "C-1", "Ann Example"),
            Of("d", "so-9", "10", noon.AddMinutes(-1), null, null, "C-3", null));
        await ReportAsync(_other, Of("a", "SO-1001", "10", noon, null, "13800001234", "C-1", "Other Company"));
        _app.Caller = TestApp.Person(_tenant, Role.Operator);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public static TheoryData<OrderFilter, string[]> Filters => new()
    {
        { new OrderFilter(), ["so-9", "SO-1002", "SO-1001", "SO-2001"] },
        { new OrderFilter { Number = "SO-1001" }, ["SO-1001"] },
        { new OrderFilter { Number = "SO-1" }, ["SO-1002", "SO-1001"] },
        { new OrderFilter { Number = "so-" }, ["so-9"] },
        { new OrderFilter { Number = "so-1" }, ["SO-1002", "SO-1001"] },
        { new OrderFilter { Number = "SO_1" }, [] },
        { new OrderFilter { Phone = "1234" }, ["SO-1001", "SO-2001"] },
        { new OrderFilter { Phone = "138 0000 1234" }, ["SO-1001", "SO-2001"] },
        { new OrderFilter { Phone = "+86 13800001234" }, ["SO-1001"] },
        { new OrderFilter { Phone = "34" }, [] },
        { new OrderFilter { Customer = "C-1" }, ["SO-1001", "SO-2001"] },
        { new OrderFilter { Statuses = [20, 80] }, ["SO-1002", "SO-2001"] },
        { new OrderFilter { Category = "cold-chain" }, ["SO-1002", "SO-1001"] },
        { new OrderFilter { Source = "wms" }, [] },
        { new OrderFilter { WaitingLongerThan = TimeSpan.FromMinutes(20) }, ["SO-1001"] },
        { new OrderFilter { WaitingLongerThan = TimeSpan.FromMinutes(19) }, ["SO-1002", "SO-1001"] },
        { new OrderFilter { Unfinished = false }, ["SO-2001"] },
        { new OrderFilter { Held = true }, [] },
        { new OrderFilter { OpenAlerts = true }, [] },
        { new OrderFilter { PlacedFrom = TestClock.Noon.AddMinutes(-20), PlacedBefore = TestClock.Noon.AddMinutes(-1) }, ["SO-1002"] },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_filter_finds_its_orders_and_counts_them(OrderFilter filter, string[] expected)
    {
        var page = (await _app.RunAsync<GetOrders, OrderPage>(new GetOrders(filter))).Required;

        page.Rows.Select(x => x.OrderNo).ShouldBe(expected);
        page.Total.ShouldBe(expected.Length);
    }

    [Fact]
    public async Task A_list_is_paged_with_an_honest_count_and_masks_persons()
    {
        var page = (await _app.RunAsync<GetOrders, OrderPage>(new GetOrders(new OrderFilter { Unfinished = true }, OrderSort.Waiting, Descending: true, Skip: 0, Take: 1))).Required;

        page.Total.ShouldBe(3);
        page.Rows.Single().ShouldSatisfyAllConditions(x => x.OrderNo.ShouldBe("SO-1001"), x => x.Recipient.ShouldBe("张**"), x => x.Phone.ShouldBe("138****1234"));
    }

    [Fact]
    public async Task Open_alerts_and_holds_are_found()
    {
        await _app.InAsync(_tenant, async db =>
        {
            var order = await db.Orders.SingleAsync(x => x.OrderNo == "SO-1001");
            db.Alerts.Add(Alert.Raise(_tenant, new AlertCause(AlertKind.Timeout, AlertSeverity.Critical, "k", new LocalizedText("a", "b"), _clock.GetUtcNow(), null, 1) { OrderNo = order.OrderNo }, _clock.GetUtcNow()));
            await db.SaveChangesAsync();
        });
        await ActAsync("SO-1002", OrderAction.Hold);

        (await FindAsync(new OrderFilter { OpenAlerts = true })).ShouldBe(["SO-1001"]);
        (await FindAsync(new OrderFilter { OpenAlerts = false })).ShouldBe(["so-9", "SO-1002", "SO-2001"]);
        (await FindAsync(new OrderFilter { Held = true })).ShouldBe(["SO-1002"]);
    }

    [Theory]
    [InlineData(Role.Viewer, "张**", "138****1234")]
    [InlineData(Role.Operator, "张小明", "+86 138-0000-1234")]
    public async Task The_detail_tells_personal_data_only_to_those_who_may_see_it(Role role, string name, string phone)
    {
        _app.Caller = TestApp.Person(_tenant, role);

        var order = (await _app.RunAsync<GetOrder, OrderDetail>(new GetOrder("SO-1001"))).Required;

        order.Facts.Recipient!.Name.ShouldBe(name);
        order.Facts.Recipient.Phone.ShouldBe(phone);
        order.Timeline.Single().Outcome.ShouldBe(EventOutcome.Applied);
        order.Deadlines.Single().Rule.ShouldBe("payment");
        order.Work.Single().Kind.ShouldBe(WorkKinds.Timeout);
        order.AuditShown.ShouldBeFalse();
    }

    [Fact]
    public async Task Another_tenants_order_does_not_exist()
    {
        await ReportAsync(_other, Of("z", "OTHER-1", "10", _clock.GetUtcNow(), null, null, null, null));

        (await _app.RunAsync<GetOrder, OrderDetail>(new GetOrder("OTHER-1"))).Refusal.ShouldBe(OrderRefusals.NotFound);
        (await _app.RunAsync<ActOnOrder, ActedOrder>(new ActOnOrder("OTHER-1", OrderAction.Cancel, "x"))).Refusal.ShouldBe(OrderRefusals.NotFound);
        (await _app.RunAsync<FindOrders, IReadOnlyList<OrderRow>>(new FindOrders("OTHER"))).Required.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelling_ends_the_deadlines_and_tells_the_timeline_and_the_audit()
    {
        (await ActAsync("SO-1001", OrderAction.Cancel)).Required.ShouldBe(new ActedOrder("SO-1001", OrderAction.Cancel, 10, 90, false));

        await _app.InAsync(_tenant, async db =>
        {
            var order = await db.Orders.SingleAsync(x => x.OrderNo == "SO-1001");
            order.Deadlines.ShouldBeEmpty();
            (await db.WorkItems.SingleAsync(x => x.Subject == order.Id.Value.ToString())).State.ShouldBe(WorkItemState.Cancelled);
            (await db.OrderEvents.CountAsync(x => x.OrderNo == "SO-1001" && x.Status == 90 && x.MovedFrom == 10)).ShouldBe(1);
            (await db.AuditEntries.SingleAsync(x => x.Action == "order.cancelled")).After!.ShouldContain("the customer asked");
            (await db.Alerts.SingleAsync()).State.ShouldBe(AlertState.Resolved);
        });
        (await ActAsync("SO-1001", OrderAction.Cancel)).Refusal.ShouldBe(OrderRefusals.AlreadyThere);
    }

    [Fact]
    public async Task A_hold_stands_once_and_is_released_once()
    {
        (await ActAsync("SO-1001", OrderAction.Hold)).Required.Held.ShouldBeTrue();
        (await ActAsync("SO-1001", OrderAction.Hold)).Refusal.ShouldBe(OrderRefusals.HeldAlready);
        (await ActAsync("SO-1001", OrderAction.Release)).Required.Held.ShouldBeFalse();
        (await ActAsync("SO-1001", OrderAction.Release)).Refusal.ShouldBe(OrderRefusals.NotHeld);
    }

    [Fact]
    public async Task An_action_needs_a_reason_and_the_permission()
    {
        (await _app.RunAsync<ActOnOrder, ActedOrder>(new ActOnOrder("SO-1001", OrderAction.Cancel, " "))).Refusal!.Problems.Single().Pointer.ShouldBe("/reason");
        _app.Caller = TestApp.Person(_tenant, Role.Viewer);
        (await ActAsync("SO-1001", OrderAction.Cancel)).Refusal.ShouldBe(Refusal.Forbidden);
    }

    [Theory]
    [InlineData(Role.Viewer, "138****1234", "+86138")]
    [InlineData(Role.Operator, "+8613800001234", "138****")]
    public async Task An_export_holds_all_that_match_masked_unless_personal_data_may_be_seen(Role role, string shown, string hidden)
    {
        _app.Caller = TestApp.Person(_tenant, role);
        using var output = new MemoryStream();

        (await _app.RunAsync<ExportOrders, ExportedOrders>(new ExportOrders(new OrderFilter { Category = "cold-chain" }, output))).Required.Count.ShouldBe(2);

        var text = Encoding.UTF8.GetString(output.ToArray());
        text.ShouldContain(shown);
        text.ShouldNotContain(hidden);
        text.ShouldNotContain(",=");
        text.ShouldNotContain("Other Company");
        text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).SelectMany(x => x.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Count().ShouldBe(3);
    }

    [Fact]
    public async Task Saved_filters_are_ones_own_unless_shared()
    {
        var me = _app.Caller;
        var filter = new OrderFilter { Statuses = [10, 20], WaitingLongerThan = TimeSpan.FromHours(2) };
        var saved = (await _app.RunAsync<SaveFilter, SavedFilterView>(new SaveFilter("Slow", filter, Shared: false))).Required;
        (await _app.RunAsync<SaveFilter, SavedFilterView>(new SaveFilter("Slow", filter, Shared: false))).Refusal.ShouldBe(SavedFilterRefusals.NameTaken);

        _app.Caller = TestApp.Person(_tenant, Role.Viewer);
        (await _app.RunAsync<GetSavedFilters, IReadOnlyList<SavedFilterView>>(new GetSavedFilters())).Required.ShouldBeEmpty();
        (await _app.RunAsync<DeleteFilter, Done>(new DeleteFilter(saved.Id))).Refusal.ShouldBe(SavedFilterRefusals.NotFound);

        _app.Caller = me;
        (await _app.RunAsync<RenameFilter, Done>(new RenameFilter(saved.Id, "Slow ones", Shared: true))).Refusal.ShouldBeNull();
        _app.Caller = TestApp.Person(_tenant, Role.Viewer);
        var seen = (await _app.RunAsync<GetSavedFilters, IReadOnlyList<SavedFilterView>>(new GetSavedFilters())).Required.Single();
        (seen.Name, seen.Own, seen.Filter.Statuses, seen.Filter.WaitingLongerThan).ShouldSatisfyAllConditions(
            x => x.Name.ShouldBe("Slow ones"), x => x.Own.ShouldBeFalse(), x => x.Statuses.ShouldBe([10, 20]), x => x.WaitingLongerThan.ShouldBe(TimeSpan.FromHours(2)));

        _app.Caller = TestApp.Person(_other, Role.Viewer);
        (await _app.RunAsync<GetSavedFilters, IReadOnlyList<SavedFilterView>>(new GetSavedFilters())).Required.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_word_finds_orders_by_number_customer_or_phone()
    {
        (await FoundAsync("SO-10")).ShouldBe(["SO-1001", "SO-1002"]);
        (await FoundAsync("C-1")).ShouldBe(["SO-1001", "SO-2001"]);
        (await FoundAsync("5678")).ShouldBe(["SO-1002"]);
    }

    private async Task<IEnumerable<string>> FoundAsync(string text) => (await _app.RunAsync<FindOrders, IReadOnlyList<OrderRow>>(new FindOrders(text))).Required.Select(x => x.OrderNo);

    private async Task<IEnumerable<string>> FindAsync(OrderFilter filter) => (await _app.RunAsync<GetOrders, OrderPage>(new GetOrders(filter))).Required.Rows.Select(x => x.OrderNo);

    private Task<Result<ActedOrder>> ActAsync(string orderNo, OrderAction action) => _app.RunAsync<ActOnOrder, ActedOrder>(new ActOnOrder(orderNo, action, "the customer asked"));

    private async Task ReportAsync(TenantId tenant, params IncomingEvent[] events)
    {
        await using var scope = _app.Services.GetRequiredService<SystemScopes>().Open(tenant);
        var reports = events.Select(x => new IncomingReport(Shop.Key(tenant, "shop"), "shop", x, false, DateTimeOffset.MinValue)).ToList();
        (await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync(reports, default)).ShouldAllBe(x => x.Outcome == EventOutcome.Applied);
    }

    private static IncomingEvent Of(string id, string orderNo, string status, DateTimeOffset at, string? category, string? phone, string? customer, string? name) =>
        new(id, orderNo, status, at, new OrderFacts { Category = category, Amount = 12.5m, Currency = "CNY", Customer = new CustomerFacts(customer), Recipient = new RecipientFacts(name, phone) });
}
