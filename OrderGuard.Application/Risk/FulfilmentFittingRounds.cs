using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk;

/// <summary>Fits the score of every company that uses fitted weights, where enough new deliveries have come since the last time.</summary>
public sealed partial class FulfilmentFittingRounds(SystemScopes scopes, ConfigurationSnapshots configurations, TimeProvider clock, ILogger<FulfilmentFittingRounds> logger)
{
    /// <summary>Deliveries with a promise, since the last fit, that make a new one worth while.</summary>
    public const int EnoughNew = 500;
    private static readonly TimeSpan Stale = TimeSpan.FromDays(30);

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var tenant in await scopes.CompaniesAsync(ct))
        {
            try
            {
                await FitAsync(tenant, ct);
            }
            catch (DbUpdateException e)
            {
                // Another node was quicker; the next night looks again.
                LogNotFitted(tenant.Value, e);
            }
        }
    }

    private async Task FitAsync(TenantId tenant, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var settings = (await configurations.GetAsync(db, tenant, ct)).Document.FulfilmentRisk;
        if (!settings.Enabled || !settings.UseFitted) return;

        var last = await db.FulfilmentRiskModels.OrderByDescending(x => x.Version).Select(x => new { x.FittedAt }).FirstOrDefaultAsync(ct);
        var since = last?.FittedAt ?? DateTimeOffset.MinValue;
        var delivered = await db.Orders.CountAsync(x => x.DeliveredAt >= since && x.PromisedAt != null, ct);
        if (delivered < EnoughNew && (last is null || delivered == 0 || clock.GetUtcNow() - since < Stale)) return;
        if ((await scope.ServiceProvider.GetRequiredService<FulfilmentFitting>().FitAsync(ct)).Refusal is { } refusal) LogTooLittle(tenant.Value, refusal.Code);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The fulfilment score of tenant {Tenant} could not be fitted")]
    private partial void LogNotFitted(Guid tenant, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "The fulfilment score of tenant {Tenant} was not fitted: {Reason}")]
    private partial void LogTooLittle(Guid tenant, string reason);
}
