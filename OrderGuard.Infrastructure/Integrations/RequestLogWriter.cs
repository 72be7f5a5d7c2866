using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Integrations;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Stores the queued requests, a batch a second, with what keys have used of their day and who read personal data; every hour it clears what is old. On stopping, what is queued is still stored.</summary>
internal sealed partial class RequestLogWriter(RequestLog requests, DailyQuotas quotas, PersonalDataReads reads, TimeProvider clock, ILogger<RequestLogWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan PurgesEvery = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var purged = clock.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Gathering, stoppingToken);
            await StoreAsync(stoppingToken);
            if (clock.GetElapsedTime(purged) < PurgesEvery) continue;
            purged = clock.GetTimestamp();
            await GuardedAsync(requests.PurgeAsync, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await StoreAsync(cancellationToken);
    }

    private async Task StoreAsync(CancellationToken ct)
    {
        await GuardedAsync(requests.FlushAsync, ct);
        await GuardedAsync(quotas.FlushAsync, ct);
        await GuardedAsync(reads.FlushAsync, ct);
    }

    private async Task GuardedAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        try
        {
            await work(ct);
        }
#pragma warning disable CA1031 // The next round tries again.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The gateway's records could not be kept this time")]
    private partial void LogFailed(Exception exception);
}

internal static class RequestLogRegistration
{
    public static void AddRequestLogWriter(this IServiceCollection services) => services.AddHostedService<RequestLogWriter>();
}
