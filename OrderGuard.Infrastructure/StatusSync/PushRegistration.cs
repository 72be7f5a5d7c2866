using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Infrastructure.Common;
using Quartz;

namespace OrderGuard.Infrastructure.StatusSync;

internal static class PushRegistration
{
    public static void AddPushes(this IServiceCollection services)
    {
        services.AddSingleton<OAuthTokens>();
        services.AddSingleton<HttpPushSender>();
        services.AddSingleton<QueuePushSender>();
        services.AddSingleton<IPushSender, PushSender>();
    }

    public static void AddPushJobs(this IServiceCollection services) =>
        services.AddQuartz(x => x.ScheduleJob<PushPurgeJob>(t => t.WithIdentity("push-purge").StartNow().WithSimpleSchedule(s => s.WithInterval(TimeSpan.FromHours(6)).RepeatForever())));
}

/// <summary>Removes pushes that are over and old enough, in small steps.</summary>
[DisallowConcurrentExecution]
internal sealed class PushPurgeJob(SystemScopes scopes, TimeProvider clock) : IJob
{
    private const int Step = 1_000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - Kept;
        foreach (var state in new[] { PushState.Delivered, PushState.Skipped, PushState.Superseded })
        {
            for (var last = Step; last == Step;)
            {
                await using var scope = scopes.Open(tenant: null);
                var pushes = scope.ServiceProvider.GetRequiredService<OrderGuardDb>().StatusPushes.OfAllTenants();
                var old = await pushes.Where(x => x.State == state && x.CreatedAt < before).Take(Step).Select(x => x.Id).ToListAsync(cancellationToken);
                last = old.Count == 0 ? 0 : await pushes.Where(x => old.Contains(x.Id)).ExecuteDeleteAsync(cancellationToken);
            }
        }
    }
}
