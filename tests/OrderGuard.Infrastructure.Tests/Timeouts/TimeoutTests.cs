using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Timeouts;

public sealed class TimeoutTests
{
    private static readonly TimeoutRule Payment = new()
    {
        Code = "payment", From = 10, Until = 20, Within = TimeSpan.FromMinutes(60),
        ByCategory = new Dictionary<string, TimeSpan> { ["cold-chain"] = TimeSpan.FromMinutes(30) },
    };

    private readonly TestClock _clock = new();

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public async Task An_order_is_late_just_after_its_deadline_and_not_at_it(int ticks, int alerts)
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await FoundAsync(app, Payment);
        await PlaceAsync(app, tenant, "SO-1");

        _clock.Advance(TimeSpan.FromMinutes(60) + TimeSpan.FromTicks(ticks));
        await app.PumpAsync();

        (await AlertsAsync(app, tenant)).Count.ShouldBe(alerts);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await app.PumpAsync();
        (await AlertsAsync(app, tenant)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_days_of_down_time_each_deadline_raises_one_alert_and_one_audit_entry()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await FoundAsync(app, Payment);
        for (var i = 0; i < 20; i++) await PlaceAsync(app, tenant, $"SO-{i}", i % 2 == 0 ? "cold-chain" : null);

        _clock.Advance(TimeSpan.FromDays(2));
        await app.PumpAsync();
        await app.PumpAsync();

        var alerts = await AlertsAsync(app, tenant);
        alerts.Count.ShouldBe(20);
        alerts.Count(x => x.Severity is AlertSeverity.Critical).ShouldBe(10);
        alerts.ShouldAllBe(x => x.RaisedAt == _clock.GetUtcNow() && x.DueAt < x.RaisedAt && x.ConfigurationVersion == 1);
        (await app.InAsync(tenant, db => db.AuditEntries.CountAsync(x => x.Action == "alert.raised"))).ShouldBe(20);
    }

    [Fact]
    public async Task An_order_that_moved_on_raises_nothing_though_its_timer_still_fires()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await FoundAsync(app, Payment);
        await PlaceAsync(app, tenant, "SO-1");
        await app.InAsync(tenant, async db =>
        {
            var order = await db.Orders.SingleAsync();
            order.Take(new StatusReport("shop", "20", 20, _clock.GetUtcNow(), null, DateTimeOffset.MinValue), await ConfigurationAsync(db), _clock.GetUtcNow()).Moved.ShouldBeTrue();
            await db.SaveChangesAsync();
        });

        _clock.Advance(TimeSpan.FromHours(2));
        await app.PumpAsync();

        (await AlertsAsync(app, tenant)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cause_has_one_open_alert_though_two_sides_raise_it_at_once()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await FoundAsync(app, Payment);
        await PlaceAsync(app, tenant, "SO-1");
        _clock.Advance(TimeSpan.FromHours(2));

        var raised = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => app.InAsync(tenant, async db =>
        {
            var order = await db.Orders.SingleAsync();
            db.Alerts.Add(Alert.Raise(tenant, Domain.Timeouts.TimeoutAlerts.CauseOf(order, order.Deadlines[0], await ConfigurationAsync(db)), _clock.GetUtcNow()));
            try
            {
                return await db.SaveChangesAsync();
            }
            catch (DbUpdateException e) when (db.IsUniqueViolation(e))
            {
                return 0;
            }
        }))));
        raised.Count(x => x > 0).ShouldBe(1);

        await app.PumpAsync();
        (await AlertsAsync(app, tenant)).Count.ShouldBe(1);
        (await app.InAsync(tenant, db => db.WorkItems.SingleAsync(x => x.Kind == WorkKinds.Timeout))).State.ShouldBe(WorkItemState.Done);
    }

    [Fact]
    public async Task A_shorter_rule_fires_for_those_who_wait_and_a_longer_one_takes_the_alert_back()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await FoundAsync(app, Payment);
        await PlaceAsync(app, tenant, "SO-1");
        _clock.Advance(TimeSpan.FromMinutes(40));

        await PublishAsync(app, tenant, 2, Payment with { Within = TimeSpan.FromMinutes(30) });
        await app.PumpAsync();
        await app.PumpAsync();
        var alert = (await AlertsAsync(app, tenant)).ShouldHaveSingleItem();
        alert.State.ShouldBe(AlertState.Open);

        await PublishAsync(app, tenant, 3, Payment with { Within = TimeSpan.FromMinutes(20) });
        await app.PumpAsync();
        (await AlertsAsync(app, tenant)).ShouldHaveSingleItem().State.ShouldBe(AlertState.Open);

        await PublishAsync(app, tenant, 4, Payment with { Within = TimeSpan.FromMinutes(50) });
        await app.PumpAsync();
        (await AlertsAsync(app, tenant)).ShouldHaveSingleItem().Resolution!.En.ShouldBe("The rule was changed");

        _clock.Advance(TimeSpan.FromMinutes(11));
        await app.PumpAsync();
        (await AlertsAsync(app, tenant)).Count(x => x.State is AlertState.Open).ShouldBe(1);
    }

    [Fact]
    public async Task A_new_rule_does_not_fire_for_history_and_reaches_every_page_of_orders()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await FoundAsync(app);
        await app.InAsync(tenant, async db =>
        {
            var configuration = await ConfigurationAsync(db);
            for (var i = 0; i < 1_100; i++)
            {
                var at = i == 0 ? _clock.GetUtcNow().AddDays(-400) : _clock.GetUtcNow().AddMinutes(-30);
                db.Orders.Add(Order.Place(tenant, $"SO-{i:0000}", new StatusReport("shop", "10", 10, at, null, at), configuration, _clock.GetUtcNow()).Order);
            }
            await db.SaveChangesAsync();
        });

        await PublishAsync(app, tenant, 2, Payment);
        for (var i = 0; i < 4; i++) await app.PumpAsync();
        (await AlertsAsync(app, tenant)).ShouldBeEmpty();
        (await app.InAsync(tenant, db => db.WorkItems.CountAsync(x => x.Kind == WorkKinds.Timeout))).ShouldBe(1_099);

        _clock.Advance(TimeSpan.FromMinutes(31));
        for (var i = 0; i < 4; i++) await app.PumpAsync();
        (await AlertsAsync(app, tenant)).Count.ShouldBe(1_099);
    }

    private async Task<TenantId> FoundAsync(TestApp app, params TimeoutRule[] rules)
    {
        var tenant = await app.FoundTenantAsync("grocer");
        await PublishAsync(app, tenant, 1, rules);
        await app.PumpAsync();
        return tenant;
    }

    private Task PublishAsync(TestApp app, TenantId tenant, int version, params TimeoutRule[] rules) => app.InAsync(tenant, async db =>
    {
        var document = new ConfigurationDocument { Sources = [new SourceDefinition { Code = "shop", Role = SourceRole.Master }], Timeouts = rules };
        db.ConfigurationVersions.Add(ConfigurationVersion.Publish(tenant, version, ConfigurationJson.Write(document), "", "test", _clock.GetUtcNow()));
        db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.RearmTimeouts, $"{version}", _clock.GetUtcNow(), _clock.GetUtcNow()));
        await db.SaveChangesAsync();
    });

    private static async Task<TenantConfiguration> ConfigurationAsync(Infrastructure.Common.OrderGuardDb db)
    {
        var newest = await db.ConfigurationVersions.OrderByDescending(x => x.Number).FirstAsync();
        return TenantConfiguration.Compile(newest.Number, ConfigurationJson.Read(newest.Json));
    }

    private Task PlaceAsync(TestApp app, TenantId tenant, string orderNo, string? category = null) => app.InAsync(tenant, async db =>
    {
        var now = _clock.GetUtcNow();
        var (order, move) = Order.Place(tenant, orderNo, new StatusReport("shop", "10", 10, now, new OrderFacts { Category = category }, now), await ConfigurationAsync(db), now);
        db.Orders.Add(order);
        foreach (var deadline in move.Armed)
            db.WorkItems.Add(WorkItem.Schedule(new WorkItemId(deadline.Id), tenant, WorkKinds.Timeout, order.Id.Value.ToString(), deadline.DueAt, now, deadline.Rule));
        await db.SaveChangesAsync();
    });

    private static Task<List<Alert>> AlertsAsync(TestApp app, TenantId tenant) => app.InAsync(tenant, db => db.Alerts.ToListAsync());
}
