using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Audit;

/// <summary>Seals every tenant's audit chain hour by hour, and purges the sealed segments whose time of keeping is over.</summary>
public sealed partial class AuditSealing(SystemScopes scopes, ConfigurationSnapshots configurations, TimeProvider clock, ILogger<AuditSealing> logger)
{
    private const int PurgedAtOnce = 5000;

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var tenant in await scopes.EveryTenantAsync(ct))
        {
            try
            {
                await SealAsync(tenant, ct);
                await PurgeAsync(tenant, ct);
            }
            catch (DbUpdateException e)
            {
                // Another node was quicker, or this tenant is stuck; the others are not held up, and the next hour tries again.
                LogNotSealed(tenant.Value, e);
            }
        }
    }

    /// <summary>One seal for the time since the last one up to the full hour: several hours in one where nobody was there to seal.</summary>
    private async Task SealAsync(TenantId tenant, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var now = clock.GetUtcNow();
        var until = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        var last = await db.AuditSeals.AsNoTracking().OrderByDescending(x => x.Number).FirstOrDefaultAsync(ct);
        var from = last?.Until ?? until - TimeSpan.FromHours(1);
        if (from >= until) return;

        var ledger = await db.Ledgers.AsNoTracking().SingleAsync(ct);
        db.AuditSeals.Add(AuditSeal.Seal(tenant, last, from, until, ledger.AuditSequence, ledger.AuditHash, now));
        await db.SaveChangesAsync(ct);
    }

    private async Task PurgeAsync(TenantId tenant, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var configuration = await configurations.GetAsync(db, tenant, ct);
        var days = Math.Max(configuration.Document.Retention.AuditDays, RetentionSettings.LeastAuditDays);
        var before = clock.GetUtcNow() - TimeSpan.FromDays(days);
        var seal = await db.AuditSeals.AsNoTracking().Where(x => x.Until <= before).OrderByDescending(x => x.Number).FirstOrDefaultAsync(ct);
        if (seal is null) return;

        var gone = 0L;
        while (await db.AuditEntries.OrderBy(x => x.Sequence).Select(x => (long?)x.Sequence).FirstOrDefaultAsync(ct) is { } first && first <= seal.HeadSequence)
        {
            var upTo = Math.Min(first + PurgedAtOnce - 1, seal.HeadSequence);
            gone += await db.AuditEntries.Where(x => x.Sequence <= upTo).ExecuteDeleteAsync(ct);
        }
        if (gone == 0) return;

        scope.ServiceProvider.GetRequiredService<AuditTrail>().Record("audit.purged", "audit", $"seal {seal.Number}", null,
            new { entries = gone, upTo = seal.HeadSequence, olderThanDays = days, seal = seal.Hash });
        await db.SaveChangesAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The audit chain of tenant {TenantId} was not sealed this time")]
    private partial void LogNotSealed(Guid tenantId, Exception exception);
}
