using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrderGuard.Application.Orders;

namespace OrderGuard.Infrastructure.Orders;

/// <summary>Has the watch on bulk moves look twice a second: far within the five seconds in which it must be noticed.</summary>
internal sealed class BulkMoveLooker(BulkMoveWatch watch) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, stoppingToken);
            await watch.LookAsync(stoppingToken);
        }
    }
}

internal static class BulkMoveRegistration
{
    public static void AddBulkMoveLooker(this IServiceCollection services) => services.AddHostedService<BulkMoveLooker>();
}
