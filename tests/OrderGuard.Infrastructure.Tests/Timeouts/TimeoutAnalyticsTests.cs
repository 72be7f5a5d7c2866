using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Timeouts;

public sealed class TimeoutAnalyticsTests
{
    // Midnight of 2 March 2026 in Shanghai, the company's zone.
    private static readonly DateTimeOffset Midnight = new(2026, 3, 1, 16, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly First = new(2026, 3, 2);
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Rates_parts_hours_and_levels_are_counted_in_the_companys_zone()
    {
        await using var app = await TestApp.StartAsync(_clock);
        await CountAsync(app);
    }

    [Theory]
    [InlineData("2026-03-02", "2026-03-01")]
    [InlineData("2024-01-01", "2026-03-01")]
    [InlineData("0001-01-01", "0001-01-02")]
    public async Task A_period_that_cannot_be_is_refused(string from, string to)
    {
        await using var app = await TestApp.StartAsync(_clock);
        app.Caller = TestApp.Person(await app.FoundAsync(), Role.Viewer);

        var answer = await app.RunAsync<GetTimeoutAnalytics, TimeoutAnalytics>(new GetTimeoutAnalytics(DateOnly.Parse(from, null), DateOnly.Parse(to, null)));

        answer.Refusal!.Kind.ShouldBe(RefusalKind.Invalid);
    }

    private async Task CountAsync(TestApp app)
    {
        var (tenant, other) = (await app.FoundAsync("grocer"), await app.FoundAsync("other"));
        await PlaceAsync(app, tenant, ("before", Midnight.AddTicks(-1), "toys", "A"), ("a", Midnight, "toys", "A"), ("b", Midnight.AddHours(1), "toys", "B"),
            ("c", Midnight.AddHours(1), null, "B"), ("d", Midnight.AddHours(47), "cold-chain", "A"), ("after", Midnight.AddHours(48), "toys", "A"));
        await PlaceAsync(app, other, ("a", Midnight, "toys", "A"));
        await RaiseAsync(app, tenant, "before", Midnight.AddMinutes(-1), acknowledge: null, resolve: 30);
        await RaiseAsync(app, tenant, "a", Midnight.AddMinutes(5), acknowledge: 2, resolve: 10);
        await RaiseAsync(app, tenant, "d", Midnight.AddHours(47).AddMinutes(30), acknowledge: 4, resolve: null);
        await RaiseAsync(app, other, "a", Midnight.AddMinutes(5), acknowledge: 2, resolve: 10);
        app.Caller = TestApp.Person(tenant, Role.Viewer);

        var found = (await app.RunAsync<GetTimeoutAnalytics, TimeoutAnalytics>(new GetTimeoutAnalytics(First, First.AddDays(1)))).Required;

        found.Days.ShouldBe([new TimeoutDay(First, 3, 1), new TimeoutDay(First.AddDays(1), 1, 1)]);
        (found.Now.Orders, found.Now.Timeouts, found.Now.Rate).ShouldBe((4, 2, 0.5));
        (found.Now.AcknowledgeMedian, found.Now.ResolveMedian, found.Now.ResolveP95).ShouldBe((TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10)));
        (found.Before.Orders, found.Before.Timeouts, found.Before.ResolveMedian).ShouldBe((1, 1, TimeSpan.FromMinutes(30)));
        found.ByCategory.Select(x => (x.Key, x.Orders, x.Timeouts)).ShouldBe([("toys", 2, 1), ("cold-chain", 1, 1), (null, 1, 0)]);
        found.ByWarehouse.Select(x => (x.Key, x.Orders, x.Timeouts)).ShouldBe([("A", 2, 2), ("B", 2, 0)]);
        found.BySource.ShouldHaveSingleItem().ShouldSatisfyAllConditions(x => x.Key.ShouldBe("shop"), x => x.Timeouts.ShouldBe(2));
        found.Week.Count.ShouldBe(168);
        found.Week.Where(x => x.Orders + x.Timeouts > 0).Select(x => (x.Weekday, x.Hour, x.Orders, x.Timeouts))
            .ShouldBe([(DayOfWeek.Monday, 0, 1, 1), (DayOfWeek.Monday, 1, 2, 0), (DayOfWeek.Tuesday, 23, 1, 1)]);
        found.Levels.ShouldBe([new TimeoutLevel(1, 1, TimeSpan.FromMinutes(10))]);
        found.Saved.NotComparable.ShouldBe(1);
        TimeoutAnalyticsFile.Lines(found).ShouldContain("day,2026-03-02,3,1,0.333333,0.003,,,");
    }

    private static async Task PlaceAsync(TestApp app, TenantId tenant, params (string OrderNo, DateTimeOffset At, string? Category, string Warehouse)[] orders)
    {
        await using var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant);
        await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync(
            [.. orders.Select(x => Shop.Report(tenant, "shop", x.OrderNo, x.OrderNo, "10", x.At, new OrderFacts { Category = x.Category, Warehouse = x.Warehouse }))], default);
    }

    private static Task RaiseAsync(TestApp app, TenantId tenant, string orderNo, DateTimeOffset at, int? acknowledge, int? resolve) => app.InAsync(tenant, async db =>
    {
        var order = db.Orders.Single(x => x.OrderNo == orderNo);
        var alert = Alert.Raise(tenant, new AlertCause(AlertKind.Timeout, AlertSeverity.Warning, $"k-{orderNo}", new LocalizedText("a", "b"), at, at, 1)
        {
            OrderId = order.Id, OrderNo = orderNo, Category = order.Category, Rule = "payment",
        }, at);
        if (acknowledge is { } taken) alert.Acknowledge(at.AddDays(1), null, "Lin", at.AddMinutes(taken));
        if (resolve is { } settled) alert.Resolve(new LocalizedText("a", "b"), at.AddMinutes(settled));
        db.Alerts.Add(alert);
        await db.SaveChangesAsync();
    });
}
