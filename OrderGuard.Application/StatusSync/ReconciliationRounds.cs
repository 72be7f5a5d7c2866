using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>Starts the reconciliations that are due by the sources' own settings, of every company.</summary>
public sealed class ReconciliationRounds(SystemScopes scopes, ConfigurationSnapshots configurations, TimeProvider clock)
{
    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var tenant in await scopes.CompaniesAsync(ct))
        {
            await using var scope = scopes.Open(tenant);
            await StartAsync(scope.ServiceProvider.GetRequiredService<IOrderGuardDb>(), tenant, ct);
        }
    }

    private async Task StartAsync(IOrderGuardDb db, TenantId tenant, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, tenant, ct);
        var now = clock.GetUtcNow();
        var began = 0;
        foreach (var source in configuration.Document.Sources.Where(x => x.Query is { List: not null, Every: not null }))
        {
            var last = await db.ReconciliationRuns.Where(x => x.Source == source.Code && x.File == null).MaxAsync(x => (DateTimeOffset?)x.StartedAt, ct);
            if (last is { } at && at + source.Query!.Every!.Value > now) continue;
            var run = ReconciliationRun.Ask(tenant, source.Code, Actor.System.Name, now);
            db.ReconciliationRuns.Add(run);
            db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.Reconcile, run.Id.Value.ToString(), now, now));
            began++;
        }
        if (began > 0) await db.SaveChangesAsync(ct);
    }
}
