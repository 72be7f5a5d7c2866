using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Risk;
using OrderGuard.Application.Risk.Learning;
using Quartz;

namespace OrderGuard.Infrastructure.Risk;

public static class RiskJobs
{
    /// <summary>Looks every night whether a score is worth fitting and a classifier worth learning anew, and how far orders have drifted.</summary>
    public static IServiceCollection AddRiskJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RiskOptions>().Bind(configuration.GetSection("Risk")).ValidateDataAnnotations().ValidateOnStart();
        return services.AddQuartz(x =>
        {
            x.ScheduleJob<FitFulfilmentRiskJob>(t => t.WithIdentity("fulfilment-fit-nightly").WithCronSchedule("0 23 2 * * ?"), j => j.WithIdentity("fulfilment-fit"));
            x.ScheduleJob<TrainRiskModelsJob>(t => t.WithIdentity("risk-training-nightly").WithCronSchedule("0 41 3 * * ?"), j => j.WithIdentity("risk-training"));
            x.ScheduleJob<WatchJob>(t => t.WithIdentity("risk-watch").WithCronSchedule("45 0/5 * * * ?"), j => j.WithIdentity("risk-watch"));
            x.ScheduleJob<MeasureDriftJob>(t => t.WithIdentity("risk-drift-daily").WithCronSchedule("0 11 4 * * ?"), j => j.WithIdentity("risk-drift"));
        });
    }
}

/// <summary>Fits the fulfilment score of those who have enough new history.</summary>
[DisallowConcurrentExecution]
internal sealed class FitFulfilmentRiskJob(FulfilmentFittingRounds rounds) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await rounds.RunAsync(cancellationToken);
}

/// <summary>Looks every night which company's classifier is to be learnt anew: a month after the last time, or when enough new labels have come.</summary>
[DisallowConcurrentExecution]
internal sealed class TrainRiskModelsJob(TrainingRounds rounds) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await rounds.RunAsync(cancellationToken);
}

/// <summary>Measures every day how far orders have moved from those that models were learnt from.</summary>
[DisallowConcurrentExecution]
internal sealed class MeasureDriftJob(DriftRounds rounds) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await rounds.RunAsync(cancellationToken);
}

/// <summary>Has the watch pools looked after, of all companies that have one.</summary>
[DisallowConcurrentExecution]
internal sealed class WatchJob(WatchRounds rounds) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await rounds.RunAsync(cancellationToken);
}
