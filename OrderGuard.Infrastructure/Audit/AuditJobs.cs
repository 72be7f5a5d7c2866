using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace OrderGuard.Infrastructure.Audit;

public static class AuditJobs
{
    /// <summary>Has the audit sealed soon after every full hour; half an hour later again, for what was missed.</summary>
    public static IServiceCollection AddAuditJobs(this IServiceCollection services) => services.AddQuartz(x =>
        x.ScheduleJob<SealAuditJob>(
            t => t.WithIdentity("audit-seal-hourly").WithCronSchedule("0 1,31 * * * ?"),
            j => j.WithIdentity("audit-seal")));
}
