using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrderGuard.Infrastructure.Common;

/// <summary>Keeps the work pump going: sweeps when the bell rings (after a commit, each tick of Quartz) and when the next item falls due.</summary>
internal sealed partial class WorkPumpService(WorkPump pump, WorkSignal signal, IOptions<WorkOptions> options, TimeProvider clock, ILogger<WorkPumpService> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled) return;
        await Task.Yield();
        try
        {
            while (true) await SweepAndWaitAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await pump.RestAsync().WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SweepAndWaitAsync(CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        DateTimeOffset? next = null;
        try
        {
            next = await pump.SweepAsync(ct);
        }
#pragma warning disable CA1031 // A database that is away for a while must not end the pump.
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogSweepFailed(e);
            await Task.Delay(WorkSignal.Tick, clock, ct);
        }
#pragma warning restore CA1031

        // A sweep may use half of the time at most, and many commits in a row are one reason to look, not many.
        var took = clock.GetElapsedTime(began);
        await Task.Delay(took > Pause ? took : Pause, clock, ct);
        var wait = next is { } at && at - clock.GetUtcNow() is var left && left < WorkSignal.Tick ? left : WorkSignal.Tick;
        if (wait <= TimeSpan.Zero) return;
        using var until = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var bell = signal.WaitAsync(until.Token).AsTask();
        await Task.WhenAny(bell, Task.Delay(wait, clock, until.Token));
        await until.CancelAsync();
        await ((Task)bell).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The work pump could not look for due work; it tries again")]
    private partial void LogSweepFailed(Exception exception);
}
