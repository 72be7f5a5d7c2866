using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Review;
using OrderGuard.Application.Risk.Analytics;
using OrderGuard.Application.Risk.Learning;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common.Demo;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Common;

/// <summary>What the demo has its reviewers say of the past: by the product's own score, the same from the same seed.</summary>
public sealed class DemoReviewsTests : IDisposable
{
    private const int Seed = 7;
    private static readonly ConfigurationDocument Grocer = DemoConfiguration.Grocer() with { Risk = DemoConfiguration.Risk };
    private static readonly DemoReviewer[] Reviewers = [new(UserId.New(), "Reviewer One"), new(UserId.New(), "Reviewer Two")];
    private readonly TestClock _clock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("orderguard-demo").FullName;

    [Fact]
    public async Task The_past_is_assessed_and_judged_once_and_alike_from_the_same_seed()
    {
        await using var app = await StartAsync();
        var (tenant, other) = (await app.FoundAsync("demo", Grocer), await app.FoundAsync("twin", Grocer));
        await DemoAsync(app, tenant);
        await DemoAsync(app, other);

        app.Caller = TestApp.Person(tenant, Role.Reviewer);
        var figures = (await app.RunAsync<GetRiskAnalytics, RiskAnalytics>(new GetRiskAnalytics())).Required;
        var statistics = (await app.RunAsync<GetReviewerStatistics, ReviewerStatistics>(new GetReviewerStatistics())).Required;
        figures.Now.ShouldSatisfyAllConditions(
            x => x.Caught.ShouldBeGreaterThan(40), x => x.Missed.ShouldBeGreaterThan(10), x => x.FalseAlarms.ShouldBeInRange(2, 20), x => x.Open.ShouldBe(0), x => x.Orders.ShouldBeGreaterThan(150));
        figures.Steps.Count(x => x.Figures.Cases > 0).ShouldBeGreaterThanOrEqualTo(4);
        figures.Losses.Single().Prevented.ShouldBeGreaterThan(0);
        statistics.People.Select(x => x.Name).ShouldBe(["Reviewer One", "Reviewer Two"]);
        statistics.ShouldSatisfyAllConditions(x => x.Overturned.ShouldBeGreaterThan(0), x => x.InTime!.Value.ShouldBeInRange(0.8, 0.99), x => x.People.Sum(p => p.Seconds).ShouldBeGreaterThan(0));
        var now = _clock.GetUtcNow();
        await app.InAsync(tenant, async db =>
        {
            (await db.RiskAssessments.AnyAsync(x => x.AssessedAt >= now)).ShouldBeFalse();
            (await db.ReviewCases.AnyAsync(x => x.DecidedAt >= now || x.OverturnedAt >= now)).ShouldBeFalse();
            (await db.RiskLabels.AnyAsync(x => x.At >= now)).ShouldBeFalse();
            (await db.RiskAssessments.GroupBy(x => x.OrderId).CountAsync(x => x.Count(a => a.IsCurrent) != 1)).ShouldBe(0);
            // Each held order is told of by an alert, which ended with the verdict.
            (await db.Alerts.CountAsync(x => x.Cause.StartsWith("risk:") && x.ResolvedAt != null)).ShouldBe(await db.ReviewCases.CountAsync());
        });
        (await OutlineAsync(app, other)).ShouldBe(await OutlineAsync(app, tenant));

        var before = await OutlineAsync(app, tenant);
        await app.Services.GetRequiredService<DemoReviews>().EnsureAsync(tenant, Seed, Reviewers, default);
        (await OutlineAsync(app, tenant)).ShouldBe(before);
    }

    [Fact]
    public async Task The_product_trains_a_model_of_worth_from_the_samples_of_the_demo_once_even_if_it_died_before_it_was_asked_to()
    {
        await using var app = await StartAsync();
        var tenant = await app.FoundAsync("demo", Grocer);
        var samples = app.Services.GetRequiredService<DemoSamples>();
        await samples.EnsureAsync(tenant, Seed, default);
        await app.InAsync(tenant, async db =>
        {
            await db.WorkItems.Where(x => x.Kind == WorkKinds.TrainRiskModel).ExecuteDeleteAsync();
            await db.TrainingRuns.ExecuteDeleteAsync();
        });
        await samples.EnsureAsync(tenant, Seed, default);
        await samples.EnsureAsync(tenant, Seed, default);
        var set = await app.InAsync(tenant, db => db.RiskSampleSets.AsNoTracking().SingleAsync());
        (set.Report.Rejected, set.Frauds).ShouldSatisfyAllConditions(x => x.Rejected.ShouldBe(0), x => x.Frauds.ShouldBeGreaterThan(LabelState.LeastOfAKind));

        await app.PumpAsync();

        (await app.InAsync(tenant, db => db.TrainingRuns.AsNoTracking().SingleAsync())).State.ShouldBe(TrainingState.Done);
        var model = await app.InAsync(tenant, db => db.RiskModels.AsNoTracking().SingleAsync());
        (model.Kind, model.IsChampion).ShouldBe((RiskModelKind.Classifier, true));
        model.Figures["auc"].ShouldBeGreaterThan(0.8);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<TestApp> StartAsync() => TestApp.StartAsync(_clock, x =>
    {
        RealOrders.Files(_folder)(x);
        x.AddSingleton<DemoHistory>().AddSingleton<DemoReviews>().AddSingleton<DemoSamples>();
        x.Configure<DemoOptions>(o => (o.Days, o.OrdersPerDay) = (30, 1));
    });

    private static async Task DemoAsync(TestApp app, TenantId tenant)
    {
        await app.Services.GetRequiredService<DemoHistory>().EnsureAsync(tenant, Seed, 1, default);
        await app.Services.GetRequiredService<DemoReviews>().EnsureAsync(tenant, Seed, Reviewers, default);
    }

    /// <summary>Every order with its tier, and what was said of it by whom and when.</summary>
    private static async Task<List<string>> OutlineAsync(TestApp app, TenantId tenant) => await app.InAsync(tenant, async db =>
        (List<string>)[
            .. (await db.RiskAssessments.AsNoTracking().OrderBy(x => x.OrderNo).ThenBy(x => x.AssessedAt).Select(x => new { x.OrderNo, x.Percent, x.Tier, x.Again }).ToListAsync()).Select(x => x.ToString()!),
            .. (await db.ReviewCases.AsNoTracking().OrderBy(x => x.OrderNo).Select(x => new { x.OrderNo, x.Verdict, x.DecidedByName, x.DecidedAt, x.OverturnedAt }).ToListAsync()).Select(x => x.ToString()!),
            .. (await db.RiskLabels.AsNoTracking().OrderBy(x => x.OrderNo).ThenBy(x => x.At).Select(x => new { x.OrderNo, x.Fraud, x.Source, x.At, x.By }).ToListAsync()).Select(x => x.ToString()!),
        ]);
}
