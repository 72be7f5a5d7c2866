using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Intake;

public sealed class ClockCalibrationTests
{
    private static readonly ConfigurationDocument Correcting = Shop.Document with { Clock = new ClockSettings { Correct = true } };
    private readonly TestClock _clock = new();
    private readonly Random _random = new(5);

    [Theory]
    [InlineData(8 * 3600, ClockCondition.WrongZone)]
    [InlineData(-8 * 3600, ClockCondition.WrongZone)]
    [InlineData(90, ClockCondition.Wrong)]
    [InlineData(-90, ClockCondition.Wrong)]
    [InlineData(5.5 * 3600, ClockCondition.WrongZone)]
    [InlineData(0, ClockCondition.Right)]
    public async Task A_clock_that_is_wrong_is_recognised_within_200_events_and_every_deadline_is_right_all_the_same(double ahead, ClockCondition condition)
    {
        await using var app = await TestApp.OnSqliteAsync(_clock);
        var tenant = await app.FoundAsync(document: Correcting);
        var truth = new Dictionary<string, DateTimeOffset>();

        for (var i = 0; i < 200;)
        {
            _clock.Advance(TimeSpan.FromSeconds(40));
            var batch = new List<IncomingReport>();
            for (var n = 0; n < 5; n++, i++)
            {
                // The way takes a moment, and now and then minutes.
                var happened = _clock.GetUtcNow() - (i % 12 == 5 ? TimeSpan.FromMinutes(_random.Next(1, 20)) : TimeSpan.FromMilliseconds(_random.Next(100, 3_000)));
                truth[$"SO-{i}"] = happened;
                batch.Add(Event(tenant, i, happened.AddSeconds(ahead)));
            }
            await Submit(app, batch);
        }
        for (var i = 0; i < 4; i++)
        {
            await app.PumpAsync();
            _clock.Advance(TimeSpan.FromSeconds(30));
        }

        var row = await app.InAsync(tenant, db => db.SourceClocks.AsNoTracking().SingleAsync());
        row.Measure.Condition.ShouldBe(condition);
        row.Measure.Skew.TotalSeconds.ShouldBe(ahead, 5);
        var orders = await app.InAsync(tenant, db => db.Orders.AsNoTracking().ToListAsync());
        orders.Count.ShouldBe(200);
        foreach (var order in orders)
            (order.Deadlines.Single().DueAt - truth[order.OrderNo] - TimeSpan.FromMinutes(60)).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(5), order.OrderNo);
        foreach (var kept in await app.InAsync(tenant, db => db.OrderEvents.AsNoTracking().ToListAsync()))
            kept.StatedAt.ShouldBe(truth[kept.OrderNo].AddSeconds(ahead));
        (await AlertsAsync(app, tenant)).Count(x => x.State is AlertState.Open).ShouldBe(ahead switch { 0 => 0, > 120 => 2, _ => 1 });
    }

    [Fact]
    public async Task A_batch_is_judged_by_its_own_events_first()
    {
        await using var app = await TestApp.OnSqliteAsync(_clock);
        var tenant = await app.FoundAsync(document: Correcting);

        await Submit(app, [.. Enumerable.Range(0, 100).Select(i => Event(tenant, i, _clock.GetUtcNow().AddHours(-8).AddSeconds(-i % 3)))]);

        foreach (var order in await app.InAsync(tenant, db => db.Orders.AsNoTracking().ToListAsync()))
            (order.StatusSince - _clock.GetUtcNow()).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Nothing_is_corrected_until_the_company_says_so_but_it_is_measured_and_told()
    {
        await using var app = await TestApp.OnSqliteAsync(_clock);
        var tenant = await app.FoundAsync();
        var stated = _clock.GetUtcNow().AddHours(-8);

        await Submit(app, [.. Enumerable.Range(0, 40).Select(i => Event(tenant, i, stated))]);

        (await app.InAsync(tenant, db => db.Orders.AsNoTracking().ToListAsync())).ShouldAllBe(x => x.StatusSince == stated);
        (await AlertsAsync(app, tenant)).ShouldContain(x => x.Kind == AlertKind.Clock && x.Severity == AlertSeverity.Critical);
    }

    [Fact]
    public async Task A_nightly_batch_is_late_and_its_clock_is_not_blamed()
    {
        await using var app = await TestApp.OnSqliteAsync(_clock);
        var tenant = await app.FoundAsync(document: Correcting);
        var stated = Enumerable.Range(0, 200).Select(i => _clock.GetUtcNow().AddHours(-20).AddMinutes(i * 5)).ToList();

        await Submit(app, [.. stated.Select((x, i) => Event(tenant, i, x))]);

        (await app.InAsync(tenant, db => db.SourceClocks.SingleAsync())).Measure.Condition.ShouldBe(ClockCondition.Delayed);
        (await app.InAsync(tenant, db => db.Orders.AsNoTracking().ToListAsync())).Select(x => x.StatusSince).Order().ShouldBe(stated);
    }

    [Fact]
    public async Task A_jump_and_its_end_are_told_and_imported_history_says_nothing()
    {
        await using var app = await TestApp.OnSqliteAsync(_clock);
        var tenant = await app.FoundAsync(document: Correcting);
        var number = 0;
        async Task Report(int count, double ahead)
        {
            for (var i = 0; i < count; i += 4)
            {
                _clock.Advance(TimeSpan.FromSeconds(20));
                await Submit(app, [.. Enumerable.Range(0, 4).Select(_ => Event(tenant, number++, _clock.GetUtcNow().AddSeconds(ahead - _random.NextDouble())))]);
            }
        }

        await Submit(app, [.. Enumerable.Range(0, 100).Select(i => Event(tenant, 10_000 + i, _clock.GetUtcNow().AddHours(-8)) with { Historical = true })]);
        await Report(60, 0);
        (await AlertsAsync(app, tenant)).ShouldBeEmpty();

        await Report(60, 3_600);
        (await AlertsAsync(app, tenant)).Where(x => x.State is AlertState.Open).Select(x => x.OpenCause).ShouldBe(["clock:zone:shop", "clock:jump:shop", "clock:future:shop"], ignoreOrder: true);

        await Report(60, 0);
        (await AlertsAsync(app, tenant)).Where(x => x.State is AlertState.Open).Select(x => x.OpenCause).ShouldBe(["clock:jump:shop"]);
        foreach (var order in await app.InAsync(tenant, db => db.Orders.AsNoTracking().Where(x => x.OrderNo.CompareTo("SO-1") >= 0 && x.StatusSince > TestClock.Noon).ToListAsync()))
            (order.StatusSince - order.CreatedAt).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(5), order.OrderNo);
    }

    [Fact]
    public async Task Batches_side_by_side_that_all_find_the_clock_wrong_are_all_taken_and_tell_it_once()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync();
        var stated = _clock.GetUtcNow().AddHours(-8);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(n => Task.Run(() => Submit(app, [.. Enumerable.Range(0, 40).Select(i => Event(tenant, (n * 40) + i, stated))]))));

        answers.SelectMany(x => x).ShouldAllBe(x => x.Outcome == EventOutcome.Applied);
        (await AlertsAsync(app, tenant)).Select(x => x.OpenCause).ShouldBe(["clock:zone:shop"]);
    }

    private static IncomingReport Event(TenantId tenant, int number, DateTimeOffset stated) => Shop.Report(tenant, "shop", $"e-{number}", $"SO-{number}", "10", stated);

    private static Task<IReadOnlyList<EventResult>> Submit(TestApp app, IReadOnlyList<IncomingReport> reports) =>
        app.Services.GetRequiredService<IIntake>().SubmitAsync(reports, CancellationToken.None);

    private static Task<List<Alert>> AlertsAsync(TestApp app, TenantId tenant) => app.InAsync(tenant, db => db.Alerts.AsNoTracking().ToListAsync());
}
