using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Timeouts;

public sealed class MaintenanceTests
{
    private readonly TestClock _clock = new();
    private readonly TakenNotices _notices = new();

    [Fact]
    public async Task During_a_window_breaches_are_counted_in_one_alert_and_what_still_waits_after_it_raises_its_own()
    {
        await using var app = await TestApp.OnSqliteAsync(_clock, x => x.AddSingleton<INotices>(_notices));
        var tenant = await app.FoundAsync(document: With(Window()));
        for (var i = 0; i < 5; i++) await ReportAsync(app, tenant, $"SO-{i}", "10");

        _clock.Advance(TimeSpan.FromMinutes(61));
        await app.PumpAsync();
        await ReportAsync(app, tenant, "SO-9", "10");
        var alert = (await AlertsAsync(app, tenant)).ShouldHaveSingleItem();
        (alert.Kind, alert.Title.En).ShouldBe((AlertKind.Maintenance, "Warehouse move: 5 orders late so far"));
        (await app.InAsync(tenant, db => db.Orders.AsNoTracking().Where(x => x.OrderNo != "SO-9").ToListAsync())).ShouldAllBe(x => x.Deadlines[0].BreachedAt != null);

        _clock.Advance(TimeSpan.FromMinutes(61));
        await app.PumpAsync();
        (await AlertsAsync(app, tenant)).ShouldHaveSingleItem().Title.Zh.ShouldBe("搬仓：已有 6 个订单超时");

        await ReportAsync(app, tenant, "SO-0", "20");
        await ReportAsync(app, tenant, "SO-1", "20");
        _clock.Advance(TimeSpan.FromHours(2));
        await app.PumpAsync();

        var alerts = await AlertsAsync(app, tenant);
        alerts.Where(x => x.Kind is AlertKind.Timeout && x.Rule == "payment").Select(x => x.OrderNo).Order().ShouldBe(["SO-2", "SO-3", "SO-4", "SO-9"]);
        var ended = alerts.Single(x => x.Kind is AlertKind.Maintenance);
        ended.Resolution!.En.ShouldBe("The window has ended: of 6 late orders, 4 still wait and have alerts of their own.");
        _notices.Taken.ShouldHaveSingleItem().Event.ShouldBe(NoticeEvents.MaintenanceSummary);

        await app.PumpAsync();
        (await AlertsAsync(app, tenant)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_window_covers_only_what_it_names()
    {
        await using var app = await TestApp.OnSqliteAsync(_clock, x => x.AddSingleton<INotices>(_notices));
        var tenant = await app.FoundAsync(document: With(Window() with { Categories = ["cold-chain"], Sources = ["wms"], Rules = ["dispatch"] }));
        await ReportAsync(app, tenant, "SO-1", "10");

        _clock.Advance(TimeSpan.FromMinutes(61));
        await app.PumpAsync();

        (await AlertsAsync(app, tenant)).ShouldHaveSingleItem().Kind.ShouldBe(AlertKind.Timeout);
    }

    [Fact]
    public async Task A_contributor_that_is_down_is_what_orders_wait_for_until_it_could_move_them()
    {
        await using var app = await TestApp.OnSqliteAsync(_clock, x => x.AddSingleton<INotices>(_notices));
        var tenant = await app.FoundAsync(document: With(Window() with { Until = TestClock.Noon.AddHours(30), Sources = ["wms"] }));
        await ReportAsync(app, tenant, "SO-1", "10");
        await ReportAsync(app, tenant, "SO-2", "20");

        _clock.Advance(TimeSpan.FromHours(25));
        await app.PumpAsync();

        (await AlertsAsync(app, tenant)).Select(x => x.Kind).Order().ShouldBe([AlertKind.Maintenance]);
        (await app.InAsync(tenant, db => db.MaintenanceBreaches.AsNoTracking().ToListAsync())).Select(x => x.Rule).Order().ShouldBe(["dispatch", "payment"]);
    }

    private static MaintenanceWindow Window() => new()
    {
        Code = "move", Label = new("Warehouse move", "搬仓"), From = TestClock.Noon, Until = TestClock.Noon.AddHours(4),
    };

    private static ConfigurationDocument With(MaintenanceWindow window) => Shop.Document with { Maintenance = [window] };

    private Task ReportAsync(TestApp app, TenantId tenant, string orderNo, string status) => app.Services.GetRequiredService<IIntake>()
        .SubmitAsync([Shop.Report(tenant, "shop", $"{orderNo}-{status}", orderNo, status, _clock.GetUtcNow())], CancellationToken.None);

    private static Task<List<Alert>> AlertsAsync(TestApp app, TenantId tenant) => app.InAsync(tenant, db => db.Alerts.AsNoTracking().ToListAsync());

    private sealed class TakenNotices : INotices
    {
        public List<Notice> Taken { get; } = [];

        public void Add(Notice notice) => Taken.Add(notice);
    }
}
