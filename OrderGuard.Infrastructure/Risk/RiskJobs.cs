using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Risk;
using Quartz;

namespace OrderGuard.Infrastructure.Risk;

public static class RiskJobs
{
    /// <summary>Looks every night whether a score is worth fitting anew.</summary>
    public static IServiceCollection AddRiskJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RiskOptions>().Bind(configuration.GetSection("Risk")).ValidateDataAnnotations().ValidateOnStart();
        return services.AddQuartz(x =>
            x.ScheduleJob<FitFulfilmentRiskJob>(
                t => t.WithIdentity("fulfilment-fit-nightly").WithCronSchedule("0 23 2 * * ?"),
                j => j.WithIdentity("fulfilment-fit")));
    }
}

/// <summary>Fits the fulfilment score of those who have enough new history.</summary>
[DisallowConcurrentExecution]
internal sealed class FitFulfilmentRiskJob(FulfilmentFittingRounds rounds) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await rounds.RunAsync(cancellationToken);
}
