using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;

namespace OrderGuard.Infrastructure.Common;

/// <summary>Brings what SQLite has logged into the file beside the writers, so that hardly anything is left for the commit that would otherwise do it while all others wait.</summary>
internal sealed partial class SqliteCheckpoints(SystemScopes scopes, TimeProvider clock, ILogger<SqliteCheckpoints> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause, clock, stoppingToken);
                await using var scope = scopes.Open(tenant: null);
                await scope.ServiceProvider.GetRequiredService<OrderGuardDb>().Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(PASSIVE)", stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The commits do it themselves then.
            catch (Exception e)
            {
                LogFailed(e);
            }
#pragma warning restore CA1031
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The write-ahead log could not be brought into the file")]
    private partial void LogFailed(Exception exception);
}
