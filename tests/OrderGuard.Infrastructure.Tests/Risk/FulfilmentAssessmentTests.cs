using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Notifications;
using OrderGuard.Application.Orders;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Risk;

public sealed class FulfilmentAssessmentTests
{
    private static readonly ConfigurationDocument Judging = Shop.Document with { FulfilmentRisk = new FulfilmentRiskSettings { Enabled = true } };
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Placed_orders_are_judged_once_after_the_commit()
    {
        await using var app = await TestApp.StartAsync(_clock);
        await JudgeAsync(app);
    }

    [Fact]
    public async Task Where_it_is_not_switched_on_the_intake_leaves_no_work_behind()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync();

        await PlaceAsync(app, tenant, "SO-1", _clock.GetUtcNow());

        (await app.InAsync(tenant, db => db.WorkItems.AnyAsync(x => x.Kind == WorkKinds.AssessFulfilment))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_model_of_one_company_never_judges_another_and_is_not_shown_to_it()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var (tenant, other) = (await app.FoundAsync("grocer", Judging), await app.FoundAsync("other", Judging));
        await AddModelAsync(app, tenant);

        foreach (var company in new[] { tenant, other }) await PlaceAsync(app, company, "SO-1", _clock.GetUtcNow());
        await app.PumpAsync();

        (await app.InAsync(tenant, db => db.FulfilmentAssessments.SingleAsync())).ModelVersion.ShouldBe(1);
        (await app.InAsync(other, db => db.FulfilmentAssessments.SingleAsync())).ModelVersion.ShouldBe(0);
        app.Caller = TestApp.Person(other, Role.Viewer);
        (await app.RunAsync<GetFulfilmentModels, FulfilmentModels>(new GetFulfilmentModels())).Required.Models.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_of_high_risk_is_reminded_of_at_half_of_its_time_and_its_deadline_stays()
    {
        var told = new List<Notice>();
        await using var app = await TestApp.StartAsync(_clock, x => x.AddSingleton<INotices>(new Told(told)));
        var tenant = await app.FoundAsync(document: Judging with { FulfilmentRisk = new FulfilmentRiskSettings { Enabled = true, TightenAbove = 0.01, Channels = ["ops"] } });
        await PlaceAsync(app, tenant, "SO-1", _clock.GetUtcNow());
        await app.PumpAsync();
        var due = (await app.InAsync(tenant, db => db.Orders.SingleAsync())).Deadlines.Single().DueAt;

        // Cold chain: 30 minutes to pay, so the reminder comes after 15.
        _clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        await app.PumpAsync();
        told.ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromTicks(1));
        await app.PumpAsync();

        var notice = told.ShouldHaveSingleItem();
        (notice.Event, notice.Channels.Single(), notice.Values.OrderNo, notice.Values.DueAt).ShouldBe((NoticeEvents.Reminder, "ops", "SO-1", due));
        (await app.InAsync(tenant, db => db.Orders.SingleAsync())).Deadlines.Single().DueAt.ShouldBe(due);
        (await app.InAsync(tenant, db => db.Alerts.CountAsync())).ShouldBe(0);

        // Paid: nothing of this deadline is said again, and in the end the order is left alone.
        await PlaceAsync(app, tenant, "SO-1", _clock.GetUtcNow(), "80");
        _clock.Advance(TimeSpan.FromHours(2));
        await app.PumpAsync();
        told.Count.ShouldBe(1);
        (await app.InAsync(tenant, db => db.WorkItems.CountAsync(x => x.Kind == WorkKinds.FulfilmentReminder && x.State == WorkItemState.Waiting))).ShouldBe(0);
    }

    [Fact]
    public async Task The_score_of_an_order_that_came_in_live_is_that_of_its_replay()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Judging);
        var now = _clock.GetUtcNow();
        for (var day = 30; day > 0; day--) await LifeAsync(app, tenant, $"P-{day}", now.AddDays(-day), late: day % 3 == 0);
        await PlaceAsync(app, tenant, "SO-1", now);
        await app.PumpAsync();
        var live = await app.InAsync(tenant, async db => await db.FulfilmentAssessments.SingleAsync(x => x.OrderId == db.Orders.Single(o => o.OrderNo == "SO-1").Id));

        // Much later, when all that came after is known as well.
        await LifeAsync(app, tenant, "SO-1", now, late: true);
        for (var day = 1; day < 9; day++) await LifeAsync(app, tenant, $"L-{day}", now.AddDays(day), late: true);
        await using var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant);
        var samples = await scope.ServiceProvider.GetRequiredService<FulfilmentFitting>().SamplesAsync(default);

        var replayed = samples.Single(x => x.PlacedAt == now);
        replayed.Late.ShouldBeTrue();
        replayed.Signals.Select(x => (x.Indicator, x.Value, x.Sentence)).ShouldBe(live.Facts.Select(x => (x.Indicator, x.Value, x.Sentence)));
        live.Facts.Count(x => x.Value is not null).ShouldBeGreaterThan(8);
    }

    private async Task JudgeAsync(TestApp app)
    {
        var tenant = await app.FoundAsync(document: Judging);
        var now = _clock.GetUtcNow();
        for (var day = 20; day > 0; day--) await LifeAsync(app, tenant, $"P-{day}", now.AddDays(-day), late: day % 4 == 0);
        await PlaceAsync(app, tenant, "SO-1", now);
        await PlaceAsync(app, tenant, "SO-1", now.AddMinutes(1), "20");
        (await app.InAsync(tenant, db => db.FulfilmentAssessments.CountAsync())).ShouldBe(0);

        await app.PumpAsync();
        // The same work once more, as after a crash between commit and completion.
        await app.InAsync(tenant, db => db.WorkItems.Where(x => x.Kind == WorkKinds.AssessFulfilment)
            .ExecuteUpdateAsync(x => x.SetProperty(w => w.State, WorkItemState.Waiting).SetProperty(w => w.VisibleAt, now).SetProperty(w => w.FinishedAt, (DateTimeOffset?)null)));
        await app.PumpAsync();

        (await app.InAsync(tenant, db => db.FulfilmentAssessments.CountAsync())).ShouldBe(21);
        app.Caller = TestApp.Person(tenant, Role.Viewer);
        var risk = (await app.RunAsync<GetOrder, OrderDetail>(new GetOrder("SO-1"))).Required.FulfilmentRisk!;
        risk.Score.ShouldBeInRange(0.0001, 0.9999);
        risk.Facts.Count.ShouldBe(12);
        risk.ModelVersion.ShouldBe(0);
        (await app.InAsync(tenant, db => db.WorkItems.CountAsync(x => x.Kind == WorkKinds.AssessFulfilment && x.State == WorkItemState.Waiting))).ShouldBe(0);
    }

    private static Task AddModelAsync(TestApp app, TenantId tenant) => app.InAsync(tenant, async db =>
    {
        var figures = new FulfilmentFitFigures { Fitted = 1, FittedLate = 1, Tested = 1, TestedLate = 1, From = TestClock.Noon, SplitAt = TestClock.Noon, To = TestClock.Noon };
        var model = FulfilmentRiskModel.Of(tenant, 1, new FulfilmentFit(FulfilmentWeights.Preset, figures), "test", TestClock.Noon);
        model.Promote();
        db.FulfilmentRiskModels.Add(model);
        await db.SaveChangesAsync();
    });

    private static OrderFacts Facts(DateTimeOffset placed) => new()
    {
        Category = "cold-chain", Amount = 50 + placed.Day, Warehouse = "HZ-1", Carrier = "SF", PromisedAt = placed.AddDays(3), PlacedAt = placed,
        Customer = new CustomerFacts("C-1"), Recipient = new RecipientFacts(Province: "浙江省"), Payment = new PaymentFacts("alipay"), Lines = [new OrderLine("A-1", "a", 1 + placed.Day % 3, 10)],
    };

    private static Task PlaceAsync(TestApp app, TenantId tenant, string orderNo, DateTimeOffset at, string status = "10") => ReportAsync(app, tenant, (orderNo, status, at));

    private static Task LifeAsync(TestApp app, TenantId tenant, string orderNo, DateTimeOffset placed, bool late) => ReportAsync(
        app, tenant, (orderNo, "10", placed), (orderNo, "20", placed.AddMinutes(10)), (orderNo, "50", placed.AddHours(20)), (orderNo, "70", placed.AddDays(late ? 4 : 2)));

    private static async Task ReportAsync(TestApp app, TenantId tenant, params (string OrderNo, string Status, DateTimeOffset At)[] events)
    {
        await using var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant);
        var reports = events.Select(x => Shop.Report(tenant, "shop", $"{x.OrderNo}-{x.Status}", x.OrderNo, x.Status, x.At, x.Status == "10" ? Facts(x.At) : null)).ToList();
        await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync(reports, default);
    }

    private sealed class Told(List<Notice> notices) : INotices
    {
        public void Add(Notice notice) => notices.Add(notice);
    }
}
