using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;

namespace OrderGuard.Infrastructure.Common;

/// <summary>Has the database look at its tables soon after they begin to fill.</summary>
/// <remarks>
/// Query planners go by statistics. A new PostgreSQL table has none until autovacuum's first round, up to a minute later, and by then a
/// first import has been planned as if every tenant had five rows; SQLite gathers them only when asked.
/// </remarks>
internal sealed partial class TableStatistics(SystemScopes scopes, TimeProvider clock, ILogger<TableStatistics> logger) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var wait = First; ; wait = wait < Longest ? wait * 1.5 : Longest)
        {
            await Task.Delay(wait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                await using var scope = scopes.Open(tenant: null);
                await scope.ServiceProvider.GetRequiredService<OrderGuardDb>().LookAtTablesAsync(stoppingToken);
            }
#pragma warning disable CA1031 // Stale statistics make things slower, not wrong; the next round tries again.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
            }
#pragma warning restore CA1031
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The statistics of the tables could not be refreshed")]
    private partial void LogFailed(Exception exception);
}
