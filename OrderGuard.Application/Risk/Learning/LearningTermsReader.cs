using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>By what a company lets versions be compared and promoted.</summary>
internal sealed class LearningTermsReader(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations)
{
    /// <summary>The share of the orders that is assumed to be reviewed where the company has not said.</summary>
    public const double AssumedCapacity = 0.02;
    private const int Days = 30;

    public async Task<LearningTerms> ReadAsync(DateTimeOffset now, CancellationToken ct)
    {
        var settings = (await configurations.GetAsync(db, caller.RequiredTenant, ct)).Document.Risk;
        var from = now.AddDays(-Days);
        var orders = settings.ReviewsADay is null ? 0 : await db.Orders.CountAsync(x => x.PlacedAt >= from && x.PlacedAt <= now, ct);
        return orders == 0
            ? new LearningTerms(AssumedCapacity, false, settings.PromoteByRule, settings.PromoteMargin)
            : new LearningTerms(Math.Clamp(settings.ReviewsADay!.Value / ((double)orders / Days), 0.001, 1), true, settings.PromoteByRule, settings.PromoteMargin);
    }
}
