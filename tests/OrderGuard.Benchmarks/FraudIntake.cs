using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Features;
using OrderGuard.Domain.Risk.Samples;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Infrastructure.Common.Demo;

namespace OrderGuard.Benchmarks;

/// <summary>Labelled purchases as orders in order of time through the real intake: what the assessments then hold of them are the tags that deciding saw.</summary>
internal static class FraudIntake
{
    private const int RequestSize = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The orders with the tags and the score of their first stored assessment, in order of time, and how long it took.</summary>
    public static async Task<(List<(JudgedOrder Order, double Score)> Orders, TimeSpan Took)> RunAsync(DatabaseProvider provider, IReadOnlyList<JudgedOrder> purchases)
    {
        await using var store = await BenchmarkStore.OpenAsync(provider);
        var document = DemoConfiguration.Grocer() with
        {
            Timeouts = [],
            Risk = new RiskSettings { Enabled = true, TellMaster = false },
            FulfilmentRisk = new FulfilmentRiskSettings(),
        };
        await store.InAsync(db =>
        {
            db.ConfigurationVersions.Add(ConfigurationVersion.Publish(store.Tenant, 2, ConfigurationJson.Write(document), "", "Benchmark", TimeProvider.System.GetUtcNow()));
            return db.SaveChangesAsync();
        });
        await store.StartAsync();
        var intake = store.Services.GetRequiredService<IIntake>();
        var began = Stopwatch.GetTimestamp();
        var placed = 0;
        foreach (var chunk in purchases.OrderBy(x => x.Subject.PlacedAt).Chunk(RequestSize))
        {
            var now = TimeProvider.System.GetUtcNow();
            var results = await intake.SubmitAsync([.. chunk.Select((x, n) => new IncomingReport(
                store.Caller, DemoConfiguration.Shop, new IncomingEvent(x.Subject.OrderNo, x.Subject.OrderNo, "已付款", now.AddTicks(n), x.Subject.Facts with { PlacedAt = x.Subject.PlacedAt }), false, now))], default);
            if (results.FirstOrDefault(x => x.Outcome is not EventOutcome.Applied) is { } odd) throw new InvalidOperationException($"Event {odd.Id} came to {odd.Outcome}: {odd.Detail}");
            // The purchases came over a year: each was assessed before the next hundreds were placed.
            await SettledAsync(store, placed += chunk.Length);
        }
        var took = Stopwatch.GetElapsedTime(began);

        var known = purchases.ToDictionary(x => x.Subject.OrderNo, StringComparer.Ordinal);
        var assessed = await store.InAsync(db => db.RiskAssessments.AsNoTracking().Where(x => !x.Again).Select(x => new { x.OrderId, x.OrderNo, x.PlacedAt, x.Score, x.Tags }).ToListAsync());
        return ([.. assessed.OrderBy(x => x.PlacedAt).ThenBy(x => x.OrderId.Value).Select(x =>
            (new JudgedOrder(new RiskSubject(x.OrderId, x.OrderNo, x.PlacedAt, known[x.OrderNo].Subject.Facts, TagValues.Of(TagCatalogue.All, x.Tags)), known[x.OrderNo].Fraud), x.Score))], took);
    }

    private static async Task SettledAsync(BenchmarkStore store, int wanted)
    {
        var began = Stopwatch.GetTimestamp();
        while (await store.InAsync(db => db.RiskAssessments.CountAsync(x => !x.Again)) < wanted)
        {
            if (Stopwatch.GetElapsedTime(began) > Patience) throw new TimeoutException($"Not all of the first {wanted:N0} orders were assessed within {Patience}.");
            await Task.Delay(20);
        }
    }
}
