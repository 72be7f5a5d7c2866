using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;
using Quartz;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Clears, every hour, the events and the decided dead letters that need no longer be kept.</summary>
[DisallowConcurrentExecution]
internal sealed class OutboxPurgeJob(SystemScopes scopes, IOptions<OutboxOptions> options, IOptions<RabbitMqOptions> broker, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await PurgeAsync(cancellationToken);

    public async Task<long> PurgeAsync(CancellationToken ct)
    {
        List<TenantId> tenants;
        await using (var scope = scopes.Open(tenant: null)) tenants = await OutboxPurge.TenantsAsync(scope.ServiceProvider.GetRequiredService<IOrderGuardDb>(), ct);
        var (before, gone) = (clock.GetUtcNow() - options.Value.Keep, 0L);
        foreach (var tenant in tenants)
        {
            await using var scope = scopes.Open(tenant);
            gone += await OutboxPurge.RunAsync(scope.ServiceProvider.GetRequiredService<IOrderGuardDb>(), before, broker.Value is { IsConfigured: true, Outbound: true }, ct);
        }
        var letters = clock.GetUtcNow() - broker.Value.KeepDeadLetters;
        await using (var scope = scopes.Open(tenant: null))
            gone += await scope.ServiceProvider.GetRequiredService<IOrderGuardDb>().DeadLetters.OfAllTenants().Where(x => x.State != DeadLetterState.Waiting && x.LastAt < letters).ExecuteDeleteAsync(ct);
        return gone;
    }
}

internal static class OutboxRegistration
{
    public static void AddOutbox(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OutboxOptions>().Bind(configuration.GetSection("Outbox")).ValidateDataAnnotations().ValidateOnStart();
        services.AddQuartz(x => x.ScheduleJob<OutboxPurgeJob>(t => t.WithIdentity("outbox-purge").StartNow().WithSimpleSchedule(s => s.WithInterval(TimeSpan.FromHours(1)).RepeatForever())));
    }
}
