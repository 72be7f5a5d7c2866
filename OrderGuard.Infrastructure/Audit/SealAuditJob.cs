using OrderGuard.Application.Audit;
using Quartz;

namespace OrderGuard.Infrastructure.Audit;

/// <summary>Seals the audit chains every hour, and purges what has been kept long enough.</summary>
[DisallowConcurrentExecution]
internal sealed class SealAuditJob(AuditSealing sealing) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await sealing.RunAsync(cancellationToken);
}
