using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Risk;
using OrderGuard.Application.Risk.Analytics;
using OrderGuard.Application.StatusSync;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Testing;

namespace OrderGuard.Benchmarks;

/// <summary>
/// How long the timeout, the risk and the status analytics, and the fulfilment score's look at the past take with many orders of a month; a timeout, and a case with its
/// verdict, for every fiftieth order.
/// </summary>
internal static class AnalyticsBenchmark
{
    private const int Days = 28;

    public static async Task<IReadOnlyList<Figure>> RunAsync(DatabaseProvider provider, BenchmarkOptions options)
    {
        await using var app = provider is DatabaseProvider.Sqlite ? await TestApp.OnSqliteAsync() : await TestApp.OnPostgreSqlAsync(await PostgreSqlServer.CreateDatabaseAsync());
        var tenant = await app.FoundAsync();
        var now = TimeProvider.System.GetUtcNow();
        await Console.Error.WriteLineAsync($"{provider}: writing {options.Orders:N0} orders first, which takes minutes.");
        await FillAsync(app, tenant, now, options.Orders);
        app.Caller = TestApp.Person(tenant, Role.Viewer);

        var analytics = await BestAsync(async () => _ = (await app.RunAsync<GetTimeoutAnalytics, TimeoutAnalytics>(new GetTimeoutAnalytics())).Required);
        var risk = await BestAsync(async () => _ = (await app.RunAsync<GetRiskAnalytics, RiskAnalytics>(new GetRiskAnalytics())).Required);
        var background = await BestAsync(() => app.InAsync(tenant, async db =>
        {
            var hour = Domain.Risk.FulfilmentHistory.HourOf(now);
            _ = await new FulfilmentBackgrounds().GetAsync(db, tenant, hour, CancellationToken.None);
        }));
        var (first, last) = (DateOnly.FromDateTime(now.UtcDateTime).AddDays(1 - Days), DateOnly.FromDateTime(now.UtcDateTime).AddDays(1));
        var status = await BestAsync(async () => _ = (await app.RunAsync<GetStatusAnalytics, StatusAnalytics>(new GetStatusAnalytics(first, last))).Required);
        var plain = await BestAsync(() => app.InAsync(tenant, db => db.OrderEvents.CountAsync(x => x.OccurredAt > DateTimeOffset.UnixEpoch)));
        var size = $"{options.Orders:N0} orders in four weeks";
        return
        [
            new(provider.ToString(), $"timeout analytics, {size}", analytics, "ms"), new(provider.ToString(), $"risk analytics, {size}", risk, "ms"),
            new(provider.ToString(), $"fulfilment history of an hour, {size}", background, "ms"),
            new(provider.ToString(), "status analytics of them; yardstick: counting the events", status, "ms", plain),
        ];
    }

    private static async Task<double> BestAsync(Func<Task> work)
    {
        var best = double.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return best;
    }

    private static async Task FillAsync(TestApp app, TenantId tenant, DateTimeOffset now, int count)
    {
        var configuration = TenantConfiguration.Compile(1, Shop.Document);
        var step = TimeSpan.FromDays(Days) / count;
        foreach (var chunk in Enumerable.Range(0, count).Chunk(10_000))
        {
            await app.InAsync(tenant, db => db.InTransactionAsync(async ct =>
            {
                foreach (var n in chunk)
                {
                    var placed = now - TimeSpan.FromDays(Days) + n * step;
                    var facts = new OrderFacts
                    {
                        Category = $"category-{n % 20}", Warehouse = $"W-{n % 7}", Carrier = $"C-{n % 3}", Amount = 10 + n % 90, PromisedAt = placed.AddDays(2),
                        Customer = new CustomerFacts($"C-{n % 50_000}"), Recipient = new RecipientFacts(Province: $"P-{n % 30}"), Lines = [new OrderLine($"SKU-{n % 500}", "a", 1, 10)],
                    };
                    var (first, last) = (new StatusReport("shop", "10", 10, placed, facts, placed), new StatusReport("shop", "70", 70, placed.AddHours(30 + n % 30), null, placed));
                    var (order, came) = Order.Place(tenant, $"SO-{n:0000000}", first, configuration, placed);
                    var went = order.Take(last, configuration, placed.AddHours(60));
                    db.Orders.Add(order);
                    Judge(db, order, n, placed);
                    db.OrderEvents.Add(OrderEvent.Record(tenant, order.Id, order.OrderNo, $"{n}-10", first, came, placed, placed, false, 1));
                    db.OrderEvents.Add(OrderEvent.Record(tenant, order.Id, order.OrderNo, $"{n}-70", last, went, last.OccurredAt, placed, false, 1));
                    if (n % 50 != 0) continue;
                    var alert = Alert.Raise(tenant, new AlertCause(AlertKind.Timeout, AlertSeverity.Warning, $"k{n}", new LocalizedText("a", "b"), placed, placed, 1)
                    {
                        OrderId = order.Id, OrderNo = order.OrderNo, Category = order.Category, Rule = "payment",
                    }, placed.AddHours(1));
                    alert.Resolve(new LocalizedText("a", "b"), placed.AddHours(2));
                    db.Alerts.Add(alert);
                }
                return await db.SaveChangesAsync(ct);
            }, CancellationToken.None));
        }
        await app.InAsync(tenant, db => db.LookAtTablesAsync(CancellationToken.None));
    }

    /// <summary>Every order is assessed; every fiftieth is stopped and judged, a fifth of these honest, and of every five hundred one is missed.</summary>
    private static void Judge(OrderGuardDb db, Order order, int n, DateTimeOffset placed)
    {
        var (stopped, at) = (n % 50 == 0, placed.AddSeconds(1));
        RiskRuleHit[] hits = n % 100 == 0 ? [new() { Rule = $"rule-{n % 7}", Label = new LocalizedText("a", "b") }] : [];
        var assessment = RiskAssessment.Of(order, new RiskScore(stopped ? 0.9 : 0.1, stopped ? RiskTier.High : n % 20 == 1 ? RiskTier.Medium : RiskTier.Low, ForcedBy.Nothing, null, []), TagValues.None, null, null, hits, [], 1, false, at);
        db.RiskAssessments.Add(assessment);
        if (stopped)
        {
            var review = ReviewCase.Open(order, assessment, TimeSpan.FromHours(2), at);
            review.Decide(n % 250 == 0 ? Verdict.Legitimate : Verdict.Fraud, null, "a", "a", null, false, at.AddMinutes(1 + n % 200));
            db.ReviewCases.Add(review);
        }
        if (stopped || n % 500 == 3) db.RiskLabels.Add(RiskLabel.Of(assessment, n % 250 != 0, stopped ? LabelSource.Review : LabelSource.Chargeback, "a", at.AddHours(4)));
    }
}
