using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Risk;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Domain.Risk.Features;

namespace OrderGuard.Infrastructure.Common.Demo;

/// <summary>One of the demo's people who decide on held orders.</summary>
internal sealed record DemoReviewer(UserId Id, string Name);

/// <summary>Has the demo's past orders assessed in order of time, as they would have been, and its people judge those that were held; all saved at once, so that it is done or not.</summary>
internal sealed class DemoReviews(SystemScopes scopes, DemoHistory history, IPersonalDataHasher hasher, IOptions<DemoOptions> options)
{
    public async Task EnsureAsync(TenantId tenant, int seed, IReadOnlyList<DemoReviewer> reviewers, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        if (options.Value.Days == 0 || await db.WorkItems.Where(x => x.Kind == DemoHistory.Marker).MaxAsync(x => (DateTimeOffset?)x.CreatedAt, ct) is not { } began) return;
        var suspects = history.Suspects(tenant, seed, began).ToDictionary(x => x.Order.OrderNo, x => x.Fraud, StringComparer.Ordinal);
        string[] numbers = [.. suspects.Keys];
        // A demo of an earlier version has no such orders, and one that was begun before has judged them.
        if (!await db.Orders.AnyAsync(x => EF.Parameter(numbers).Contains(x.OrderNo), ct) || await db.RiskAssessments.AnyAsync(x => EF.Parameter(numbers).Contains(x.OrderNo), ct)) return;

        var configuration = await scope.ServiceProvider.GetRequiredService<ConfigurationSnapshots>().GetAsync(db, tenant, ct);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(DemoConfiguration.Zone);
        var orders = await db.Orders.AsNoTracking().Where(x => x.Finished && x.PlacedAt < began).OrderBy(x => x.PlacedAt).ThenBy(x => x.OrderNo).ToListAsync(ct);
        var past = new DemoPast(new LiveRisk(new FeatureEngine(), [], zone, (kind, value) => hasher.Hash(tenant, kind, value)), configuration, suspects, reviewers, seed, began);
        foreach (var order in orders) past.Assess(order);
        past.End();

        await db.InTransactionAsync(async token =>
        {
            db.RiskAssessments.AddRange(past.Assessments);
            db.ReviewCases.AddRange(past.Cases);
            db.RiskLabels.AddRange(past.Labels);
            db.Alerts.AddRange(past.Alerts);
            return await db.SaveChangesAsync(token);
        }, ct);
    }
}
