using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace OrderGuard.Infrastructure.Common;

/// <summary>Whether this node still looks for due work: a pump that stands still means that deadlines pass unseen.</summary>
internal sealed class WorkPumpHealth(WorkPump pump, IOptions<WorkOptions> options, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(30);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!options.Value.Enabled) return Task.FromResult(HealthCheckResult.Healthy("Work runs on other nodes."));
        if (pump.SweptAt is not { } last) return Task.FromResult(HealthCheckResult.Degraded("The pump has not looked for due work yet."));
        var since = clock.GetUtcNow() - last;
        return Task.FromResult(since < TooLong ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"The pump has not looked for due work for {since.TotalSeconds:0} s."));
    }
}
