using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Timeouts;

/// <summary>Six orders, counted by hand: what half an hour instead of an hour would have made of them.</summary>
public sealed class TryThresholdTests
{
    // Ten in the morning of 2 March 2026 in Shanghai, the company's zone.
    private static readonly DateTimeOffset Ten = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 3, 2);
    private readonly TestClock _clock = new();

    private static readonly ConfigurationDocument Document = Shop.Document with
    {
        Timeouts = [Shop.Document.Timeouts[0] with { Escalation = "two" }],
        Escalations =
        [
            new EscalationPolicy
            {
                Code = "two", Levels = [new EscalationLevel { Does = EscalationDeed.Remind }, new EscalationLevel { After = TimeSpan.FromMinutes(60), Does = EscalationDeed.CloseAndRefund }],
            },
        ],
        Duties = [new DutyRule { Code = "cold", Category = "cold-chain", Owner = new DutyHolder { Person = Guid.NewGuid().ToString() } }],
    };

    [Fact]
    public async Task A_shorter_threshold_is_tried_on_what_really_happened()
    {
        await using var app = await FoundAsync();

        var trial = await TryAsync(app, new TryThreshold("payment", Within: TimeSpan.FromMinutes(30), From: Day, To: Day.AddDays(1)));

        // Toys wait 20, 45, 60 and 200 minutes; two cold orders 40 and 10, under half an hour of their own either way.
        (trial.Orders, trial.Armed, trial.AlertsNow, trial.AlertsThen).ShouldBe((6, 6, 2, 4));
        (trial.Now, trial.Then).ShouldBe((TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(30)));
        trial.ByCategory.ShouldBe([new TrialShare("toys", 4, 1, 3), new TrialShare("cold-chain", 2, 1, 1)]);
        // The last of the toys began half an hour before midnight: both its thresholds end on the third.
        trial.Days.ShouldBe([new TrialDay(Day, 1, 3), new TrialDay(Day.AddDays(1), 1, 1)]);
    }

    [Fact]
    public async Task The_curve_counts_only_the_orders_that_the_threshold_is_for()
    {
        await using var app = await FoundAsync();

        var trial = await TryAsync(app, new TryThreshold("payment", Within: TimeSpan.FromMinutes(30), From: Day, To: Day.AddDays(1)));

        (trial.Curve.Waits, trial.Curve.Median, trial.Curve.Percentile95).ShouldBe((4L, TimeSpan.FromMinutes(45), TimeSpan.FromMinutes(200)));
        double At(int minutes) => trial.Curve.Points.Single(x => x.Threshold == TimeSpan.FromMinutes(minutes)).AlertsPerDay;
        // Over two days: longer than half an hour were three of the four, longer than an hour one.
        (At(30), At(60)).ShouldBe((1.5, 0.5));
        var cold = await TryAsync(app, new TryThreshold("payment", "cold-chain", TimeSpan.FromMinutes(5), Day, Day.AddDays(1)));
        (cold.Curve.Waits, cold.AlertsNow, cold.AlertsThen).ShouldBe((2L, 2L, 3L));
        (cold.Now, cold.Then).ShouldBe((TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public async Task Each_level_tells_how_many_would_have_come_to_it_who_answers_for_them_and_what_they_are_worth()
    {
        await using var app = await FoundAsync();

        var trial = await TryAsync(app, new TryThreshold("payment", Within: TimeSpan.FromMinutes(30), From: Day, To: Day.AddDays(1)));

        var (remind, close) = (trial.Levels[0], trial.Levels[1]);
        (remind.Now, remind.Then).ShouldBe((2, 4));
        remind.Duties.ShouldBe(new Dictionary<string, long> { [""] = 3, ["cold"] = 1 }, ignoreOrder: true);
        // An hour after its alert only the order that waited 200 minutes was still there.
        (close.Now, close.Then).ShouldBe((1, 1));
        close.Amounts.ShouldBe(new Dictionary<string, decimal> { ["CNY"] = 200m });
    }

    [Fact]
    public async Task Another_companys_orders_change_nothing_and_an_unknown_point_is_refused()
    {
        await using var app = await FoundAsync();
        await PlaceAsync(app, await app.FoundAsync("other", Document), ("x", Ten, 500, "toys"));

        (await TryAsync(app, new TryThreshold("payment", From: Day, To: Day.AddDays(1)))).ShouldSatisfyAllConditions(x => x.Orders.ShouldBe(6), x => x.AlertsThen.ShouldBe(x.AlertsNow));
        (await app.RunAsync<TryThreshold, ThresholdTrial>(new TryThreshold("nothing"))).Refusal!.Code.ShouldBe("unknown-rule");
    }

    private async Task<TestApp> FoundAsync()
    {
        _clock.Advance(new DateTimeOffset(2026, 3, 5, 0, 0, 0, TimeSpan.Zero) - _clock.GetUtcNow());
        var app = await TestApp.OnSqliteAsync(_clock);
        var tenant = await app.FoundAsync("grocer", Document);
        // The last one begins at half past eleven in the evening.
        await PlaceAsync(app, tenant, ("a", Ten, 20, "toys"), ("b", Ten, 45, "toys"), ("c", Ten, 60, "toys"), ("d", Ten.AddHours(13).AddMinutes(30), 200, "toys"), ("e", Ten, 40, "cold-chain"), ("f", Ten, 10, "cold-chain"));
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        return app;
    }

    private static async Task<ThresholdTrial> TryAsync(TestApp app, TryThreshold request) => (await app.RunAsync<TryThreshold, ThresholdTrial>(request)).Required;

    private static async Task PlaceAsync(TestApp app, TenantId tenant, params (string OrderNo, DateTimeOffset At, int Minutes, string Category)[] orders)
    {
        await using var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant);
        await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync(
        [
            .. orders.Select(x => Shop.Report(tenant, "shop", $"{x.OrderNo}-1", x.OrderNo, "10", x.At, new OrderFacts { Category = x.Category, Amount = x.Minutes, Currency = "CNY" })),
            .. orders.Select(x => Shop.Report(tenant, "shop", $"{x.OrderNo}-2", x.OrderNo, "20", x.At.AddMinutes(x.Minutes))),
        ], default);
    }
}
