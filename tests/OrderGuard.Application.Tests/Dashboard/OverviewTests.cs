using OrderGuard.Application.Common;
using OrderGuard.Application.Dashboard;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace OrderGuard.Application.Tests.Dashboard;

public sealed class OverviewTests
{
    [Theory]
    [InlineData("Asia/Shanghai", "2026-03-02T16:00:00Z", 24)]
    [InlineData("America/Sao_Paulo", "2026-03-02T03:00:00Z", 24)]
    [InlineData("Europe/Berlin", "2026-10-24T22:00:00Z", 25)]
    [InlineData("Europe/Berlin", "2026-03-28T23:00:00Z", 23)]
    public void A_day_begins_at_midnight_in_the_companys_zone(string zone, string start, int hours)
    {
        var begins = DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture);

        var day = BusinessDay.Of(begins.AddHours(3), zone);

        day.Start.ShouldBe(begins);
        (day.End - day.Start).TotalHours.ShouldBe(hours);
    }

    [Fact]
    public async Task Today_is_counted_by_status_and_by_hour_in_the_companys_zone()
    {
        // Noon in UTC is 20:00 in Shanghai: its day began at 16:00 UTC of the day before.
        var clock = new TestClock();
        await using var app = await TestApp.StartAsync(clock);
        var (tenant, other) = (await app.FoundAsync("grocer"), await app.FoundAsync("other"));
        var midnight = TestClock.Noon.AddHours(-20);
        await ReportAsync(app, tenant, ("a", "10", midnight), ("b", "20", midnight.AddMinutes(59)), ("c", "10", midnight.AddHours(5)), ("yesterday", "10", midnight.AddTicks(-1)), ("earlier", "80", midnight.AddHours(-10)));
        await ReportAsync(app, other, ("a", "10", midnight));
        await app.InAsync(tenant, async db =>
        {
            foreach (var minutes in new[] { 301, 330 })
                db.Alerts.Add(Alert.Raise(tenant, new AlertCause(AlertKind.Timeout, AlertSeverity.Critical, $"k{minutes}", new LocalizedText("a", "b"), midnight, null, 1), midnight.AddMinutes(minutes)));
            await db.SaveChangesAsync();
        });
        app.Caller = TestApp.Person(tenant, Role.Viewer);

        var overview = (await app.RunAsync<GetOverview, Overview>(new GetOverview())).Required;

        overview.DayStart.ShouldBe(midnight);
        overview.ByStatus.Select(x => (x.Status.Code, x.Count)).ShouldBe([(10, 2), (20, 1)]);
        overview.ByHour.Count.ShouldBe(21);
        overview.ByHour.Where(x => x.Placed > 0).Select(x => (x.Hour, x.Placed)).ShouldBe([(midnight, 2), (midnight.AddHours(5), 1)]);
        overview.ByHour.Single(x => x.Timeouts > 0).ShouldSatisfyAllConditions(x => x.Hour.ShouldBe(midnight.AddHours(5)), x => x.Timeouts.ShouldBe(2));
        overview.PlacedYesterdayByNow.ShouldBe(1);
        overview.OpenCritical.ShouldBe(2);
        overview.OnTheirWay.ShouldBe(4);
        overview.OldestWaiting.Select(x => x.OrderNo).ShouldBe(["yesterday", "a", "b", "c"]);
    }

    private static async Task ReportAsync(TestApp app, TenantId tenant, params (string OrderNo, string Status, DateTimeOffset At)[] events)
    {
        await using var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant);
        var reports = events.Select(x => Shop.Report(tenant, "shop", x.OrderNo, x.OrderNo, x.Status, x.At)).ToList();
        await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync(reports, default);
    }
}
