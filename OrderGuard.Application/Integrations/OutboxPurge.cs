using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>Clears events that were told long enough ago; always the oldest, so that what is kept has no holes.</summary>
public static class OutboxPurge
{
    private const long Step = 5_000;

    /// <summary>Removes a tenant's events from before <paramref name="before"/>; where they go to a broker, only those that it has confirmed. The number removed.</summary>
    public static async Task<long> RunAsync(IOrderGuardDb db, DateTimeOffset before, bool onlyPublished, CancellationToken ct)
    {
        if (await db.OutboxEvents.MinAsync(x => (long?)x.Sequence, ct) is not { } oldest) return 0;
        var keep = await db.OutboxEvents.Where(x => x.RecordedAt >= before).OrderBy(x => x.Sequence).Select(x => (long?)x.Sequence).FirstOrDefaultAsync(ct) ?? long.MaxValue;
        if (onlyPublished) keep = Math.Min(keep, await db.OutboxPositions.Select(x => x.Published).SingleOrDefaultAsync(ct) + 1);
        long gone = 0;
        for (var from = oldest; from < keep;)
        {
            // In steps: a long transaction would hold up intake.
            var to = Math.Min(keep, from + Step);
            var removed = await db.OutboxEvents.Where(x => x.Sequence < to).ExecuteDeleteAsync(ct);
            gone += removed;
            if (removed == 0) break;
            from = to;
        }
        return gone;
    }

    public static Task<List<TenantId>> TenantsAsync(IOrderGuardDb db, CancellationToken ct) => db.Ledgers.OfAllTenants().Where(x => x.OutboxSequence > 0).Select(x => x.TenantId).ToListAsync(ct);
}
