using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using Quartz;

namespace OrderGuard.Infrastructure.Common;

public static class WorkRegistration
{
    /// <summary>Registers the pump; it does not run by itself.</summary>
    internal static IServiceCollection AddWork(this IServiceCollection services)
    {
        services.AddOptions<WorkOptions>().ValidateDataAnnotations();
        services.AddSingleton<WorkSignal>();
        services.AddSingleton<IWorkSignal>(x => x.GetRequiredService<WorkSignal>());
        services.AddSingleton<WorkLane>();
        services.AddSingleton<WorkPump>();
        return services;
    }

    /// <summary>Keeps the pump going in this process, with Quartz as its beat.</summary>
    public static IServiceCollection AddWorkPump(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WorkOptions>().Bind(configuration.GetSection("Work")).ValidateOnStart();
        services.AddHostedService<WorkPumpService>();
        services.AddQuartz(x =>
        {
            x.ScheduleJob<WorkTickJob>(t => t.WithIdentity("work-tick").StartNow().WithSimpleSchedule(s => s.WithInterval(TimeSpan.FromSeconds(1)).RepeatForever()));
            x.ScheduleJob<WorkPurgeJob>(t => t.WithIdentity("work-purge").StartNow()
                .WithSimpleSchedule(s => s.WithInterval(TimeSpan.FromHours(1)).RepeatForever()));
        });
        services.AddQuartzHostedService(x => x.WaitForJobsToComplete = true);
        return services;
    }
}
