using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Risk.Analytics;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Risk;

public sealed class RiskAnalyticsTests
{
    // Midnight of 2 March 2026 in Shanghai, the company's zone.
    private static readonly DateTimeOffset Midnight = new(2026, 3, 1, 16, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly First = new(2026, 3, 2);

    /// <summary>45 days and some hours after the first day, and not so long after the second.</summary>
    private readonly TestClock _clock = new(new DateTimeOffset(2026, 4, 17, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task What_was_recognised_stopped_looked_at_and_lost_is_counted_as_by_hand()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var (tenant, other) = (await app.FoundAsync("grocer"), await app.FoundAsync("other"));
        await JudgeAsync(app, tenant,
            new("caught-1", 0, RiskTier.High) { Fraud = true, Verdict = Verdict.Fraud, ClaimedAfter = 10, DecidedAfter = 30, Amount = 100, Rules = ["twice"] },
            new("caught-2", 30, RiskTier.High) { Fraud = true, Verdict = Verdict.Fraud, ClaimedAfter = 50, DecidedAfter = 60, Amount = 50, Currency = "USD", Rules = ["twice", "?tried"] },
            new("let-go", 2, RiskTier.High) { Fraud = true, Verdict = Verdict.Legitimate, ClaimedAfter = 20, DecidedAfter = 40, Overturned = true, Amount = 70, Category = "books" },
            new("missed", 3, RiskTier.Low) { Fraud = true, Amount = 200, Category = "books", Rules = ["?tried"] },
            new("honest", 26, RiskTier.High) { Fraud = false, Verdict = Verdict.Legitimate, DecidedAfter = 90, Amount = 30, Rules = ["twice"], Forced = ForcedBy.Rule },
            new("waiting", 47, RiskTier.High) { Category = null }, new("watched", 5, RiskTier.Medium) { Replaced = true }, new("taken-back", 6, RiskTier.Low) { Fraud = true, Revoked = true },
            new("before", -1, RiskTier.High) { Fraud = true, Verdict = Verdict.Fraud, DecidedAfter = 5, Amount = 999 }, new("after", 48, RiskTier.Low) { Fraud = true, Amount = 999 });
        await JudgeAsync(app, other, new Judged("caught-1", 0, RiskTier.High) { Fraud = true, Verdict = Verdict.Fraud, DecidedAfter = 30, Amount = 5 });
        app.Caller = TestApp.Person(tenant, Role.Viewer);

        var found = (await app.RunAsync<GetRiskAnalytics, RiskAnalytics>(new GetRiskAnalytics(First, First.AddDays(1)))).Required;

        found.Now.ShouldBe(new RiskFigures { Orders = 8, StoodOut = 6, Cases = 5, Open = 1, Caught = 3, Missed = 1, FalseAlarms = 1 });
        (found.Now.Recognition, found.Now.Precision, found.Now.ReviewShare).ShouldBe((0.75, 0.75, 0.625));
        found.Now.WorkSaved!.Value.ShouldBe(1.0 / 6, 1e-9);
        found.Before.ShouldBe(new RiskFigures { Orders = 1, StoodOut = 1, Cases = 1, Caught = 1 });
        found.CompleteUntil.ShouldBe(First);
        found.Complete.ShouldBe(new RiskFigures { Orders = 5, StoodOut = 3, Cases = 2, Caught = 2, Missed = 1 });
        found.Steps.Select(x => (x.From, x.To, x.Figures.Caught, x.Figures.Orders, x.Complete)).ShouldBe([(First, First, 2, 5, true), (First.AddDays(1), First.AddDays(1), 1, 3, false)]);
        found.Work.ShouldBe(new ReviewWork(4, 1, TimeSpan.FromMinutes(40), TimeSpan.FromMinutes(20)));
        found.Losses.ShouldBe([new RiskLoss("CNY", 100, 270, 30), new RiskLoss("USD", 50, 0, 0)]);
        found.ByCategory.Select(x => (x.Key, x.Figures.Caught, x.Figures.Missed, x.Figures.FalseAlarms)).ShouldBe([("toys", 2, 0, 1), ("books", 1, 1, 0)]);
        found.ByCategory[1].Losses.ShouldBe([new RiskLoss("CNY", 0, 270, 0)]);
        found.ByModel.ShouldBe([new RiskModelShare(2, new RiskFigures { Caught = 3, Missed = 1 })]);
        found.ByRule.ShouldBe([new RiskRuleShare("tried", null, 2, 0, 2, 0.5), new RiskRuleShare("twice", null, 2, 1, 0, 0.5)]);
        RiskAnalyticsFile.Lines(found).ShouldContain("rule,twice,3,,,,2,,1,0.5,0.666667,,,,,,");
        RiskAnalyticsFile.Lines(found).ShouldContain("loss,CNY,,,,,,,,,,,,,100,270,30");
    }

    [Fact]
    public async Task A_long_period_is_told_by_weeks_that_end_with_it_and_a_period_that_cannot_be_is_refused()
    {
        await using var app = await TestApp.StartAsync(_clock);
        app.Caller = TestApp.Person(await app.FoundAsync(), Role.Viewer);

        var month = (await app.RunAsync<GetRiskAnalytics, RiskAnalytics>(new GetRiskAnalytics())).Required;
        var refused = await app.RunAsync<GetRiskAnalytics, RiskAnalytics>(new GetRiskAnalytics(First, First.AddDays(-1)));

        month.Steps.Select(x => x.To.DayNumber - x.From.DayNumber + 1).ShouldBe([2, 7, 7, 7, 7]);
        month.Steps[^1].To.ShouldBe(new DateOnly(2026, 4, 17));
        month.Complete.ShouldBeNull();
        (month.Now.Recognition, month.Now.WorkSaved, month.Work.Wait).ShouldBe((null, null, null));
        refused.Refusal!.Kind.ShouldBe(RefusalKind.Invalid);
    }

    private sealed record Judged(string OrderNo, int Hours, RiskTier Tier)
    {
        public bool? Fraud { get; init; }
        public Verdict? Verdict { get; init; }
        public int? ClaimedAfter { get; init; }
        public int DecidedAfter { get; init; }
        public bool Overturned { get; init; }
        public bool Revoked { get; init; }
        public bool Replaced { get; init; }
        public decimal? Amount { get; init; }
        public string Currency { get; init; } = "CNY";
        public string? Category { get; init; } = "toys";
        public string[] Rules { get; init; } = [];
        public ForcedBy Forced { get; init; }
    }

    private static async Task JudgeAsync(TestApp app, TenantId tenant, params Judged[] orders)
    {
        await using (var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant))
        {
            await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync([.. orders.Select(x => Shop.Report(
                tenant, "shop", x.OrderNo, x.OrderNo, "10", Midnight.AddHours(x.Hours), new OrderFacts { Category = x.Category, Amount = x.Amount, Currency = x.Currency }))], default);
        }
        await app.InAsync(tenant, async db =>
        {
            foreach (var x in orders)
            {
                var (order, at) = (db.Orders.Single(o => o.OrderNo == x.OrderNo), Midnight.AddHours(x.Hours));
                if (x.Replaced)
                {
                    var earlier = Assess(order, x, at.AddMinutes(-1));
                    earlier.Replace();
                    db.RiskAssessments.Add(earlier);
                }
                var assessment = Assess(order, x, at);
                db.RiskAssessments.Add(assessment);
                if (x.Tier is RiskTier.High) db.ReviewCases.Add(Review(order, assessment, x, at));
                if (x.Fraud is not { } fraud) continue;
                var label = RiskLabel.Of(assessment, fraud, x.Verdict is null || x.Overturned ? LabelSource.Chargeback : LabelSource.Review, "Lin", at.AddDays(1));
                if (x.Revoked) label.Revoke(at.AddDays(2));
                db.RiskLabels.Add(label);
            }
            await db.SaveChangesAsync();
        });
    }

    private static RiskAssessment Assess(Order order, Judged x, DateTimeOffset at) => RiskAssessment.Of(
        order, new RiskScore(0.5, x.Tier, x.Forced, null, []), TagValues.None, null, new ClassifierOpinion(2, 0.5, [], []),
        [.. x.Rules.Select(r => new RiskRuleHit { Rule = r.TrimStart('?'), Label = new LocalizedText(r, r), Shadow = r.StartsWith('?') })], [], 1, again: false, at);

    private static ReviewCase Review(Order order, RiskAssessment assessment, Judged x, DateTimeOffset at)
    {
        var (review, person) = (ReviewCase.Open(order, assessment, TimeSpan.FromHours(2), at), UserId.New());
        if (x.ClaimedAfter is { } claimed) review.Claim(person, "Lin", at.AddMinutes(claimed)).ShouldBeNull();
        if (x.Verdict is { } verdict) review.Decide(verdict, null, person.Value.ToString(), "Lin", person, needsSecond: false, at.AddMinutes(x.DecidedAfter)).ShouldBeNull();
        if (x.Overturned) review.Overturn(at.AddDays(1));
        return review;
    }
}
