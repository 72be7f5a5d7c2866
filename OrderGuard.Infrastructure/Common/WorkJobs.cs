using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using Quartz;

namespace OrderGuard.Infrastructure.Common;

/// <summary>The steady beat of the work pump: whatever bell was missed, within a second it looks again.</summary>
internal sealed class WorkTickJob(WorkSignal signal) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        signal.Wake();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Removes work items that were finished long enough ago, in small steps.</summary>
[DisallowConcurrentExecution]
internal sealed class WorkPurgeJob(SystemScopes scopes, IOptions<WorkOptions> options, TimeProvider clock) : IJob
{
    private const int Step = 2_000;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await PurgeAsync(cancellationToken);

    public async Task<int> PurgeAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - options.Value.KeepFinished;
        var gone = 0;
        foreach (var state in new[] { WorkItemState.Done, WorkItemState.Cancelled })
        {
            for (var last = Step; last == Step;)
            {
                await using var scope = scopes.Open(tenant: null);
                var items = scope.ServiceProvider.GetRequiredService<OrderGuardDb>().WorkItems.OfAllTenants();
                var old = await items.Where(x => x.State == state && x.VisibleAt < before && x.FinishedAt < before).OrderBy(x => x.VisibleAt).Take(Step).Select(x => x.Id).ToListAsync(ct);
                last = old.Count == 0 ? 0 : await items.Where(x => old.Contains(x.Id)).ExecuteDeleteAsync(ct);
                gone += last;
            }
        }
        return gone;
    }
}
