using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.StatusSync;
using Quartz;

namespace OrderGuard.Infrastructure.StatusSync;

/// <summary>Looks every few minutes which sources are to be reconciled.</summary>
[DisallowConcurrentExecution]
internal sealed class ReconcileJob(ReconciliationRounds rounds) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await rounds.RunAsync(cancellationToken);
}

public static class ReconcileJobs
{
    public static IServiceCollection AddReconcileJobs(this IServiceCollection services) => services.AddQuartz(x =>
        x.ScheduleJob<ReconcileJob>(t => t.WithIdentity("reconcile").WithCronSchedule("30 0/5 * * * ?"), j => j.WithIdentity("reconcile")));
}
