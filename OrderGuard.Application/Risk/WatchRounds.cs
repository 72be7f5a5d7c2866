using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk;

/// <summary>Has the watch pools looked after of companies to which no order comes: what is new about the keys of watched orders, and whose time is over.</summary>
public sealed class WatchRounds(SystemScopes scopes, TimeProvider clock)
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var tenant in await WatchingAsync(ct))
        {
            await using var scope = scopes.Open(tenant);
            var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
            var now = clock.GetUtcNow();
            var soon = now + TimeSpan.FromMinutes(1);
            if (await db.WorkItems.AnyAsync(x => x.State == WorkItemState.Waiting && x.VisibleAt <= soon && x.Kind == WorkKinds.AssessRisk && x.Subject == RiskWork.Watched, ct)) continue;
            db.WorkItems.Add(RiskWork.Watch(tenant, now.UtcTicks / Every.Ticks, now));
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (db.IsUniqueViolation(e))
            {
                // Another node goes the same round.
            }
        }
    }

    private async Task<List<TenantId>> WatchingAsync(CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant: null);
        return await scope.ServiceProvider.GetRequiredService<IOrderGuardDb>().WatchedOrders.OfAllTenants().Select(x => x.TenantId).Distinct().ToListAsync(ct);
    }
}
