using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Notifications;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Notifications;
using OrderGuard.Infrastructure.Common;
using Quartz;

namespace OrderGuard.Infrastructure.Notifications;

/// <summary>Removes messages from the log that are over and old enough, in small steps.</summary>
[DisallowConcurrentExecution]
internal sealed class DeliveryPurgeJob(SystemScopes scopes, IOptions<NotificationOptions> options, TimeProvider clock) : IJob
{
    private const int Step = 1_000;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().AddDays(-options.Value.KeepDays);
        for (var last = Step; last == Step;)
        {
            await using var scope = scopes.Open(tenant: null);
            var deliveries = scope.ServiceProvider.GetRequiredService<OrderGuardDb>().Deliveries.OfAllTenants();
            var old = await deliveries.Where(x => x.CreatedAt < before && (x.State == DeliveryState.Sent || x.State == DeliveryState.Failed)).Take(Step).Select(x => x.Id).ToListAsync(cancellationToken);
            last = old.Count == 0 ? 0 : await deliveries.Where(x => old.Contains(x.Id)).ExecuteDeleteAsync(cancellationToken);
        }
    }
}
