using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Integrations;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Clears, every hour, the answers that need no longer be repeated.</summary>
internal sealed partial class IdempotencyPurge(IdempotentAnswers answers, TimeProvider clock, ILogger<IdempotencyPurge> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await answers.PurgeAsync(stoppingToken);
            }
#pragma warning disable CA1031 // The next hour tries again.
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
#pragma warning restore CA1031
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old idempotent answers could not be cleared")]
    private partial void LogFailed(Exception exception);
}

internal static class IntegrationsRegistration
{
    public static void AddIdempotencyPurge(this IServiceCollection services) => services.AddHostedService<IdempotencyPurge>();
}
