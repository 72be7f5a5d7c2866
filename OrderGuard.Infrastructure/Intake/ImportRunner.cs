using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Intake;

namespace OrderGuard.Infrastructure.Intake;

/// <summary>Runs queued imports, one at a time on this node; a job that the node must leave is given back.</summary>
internal sealed partial class ImportRunner(
    ImportQueue queue, OrderImport import, IImportFiles files, ImportSignal signal, IOptions<ImportOptions> options, TimeProvider clock, ILogger<ImportRunner> logger) : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(10);
    private DateTimeOffset _sweptAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await RunNextAsync(stoppingToken))
                {
                    // And the next one, until none waits.
                }
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
            try
            {
                await signal.WaitAsync(options.Value.LookEvery, clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<bool> RunNextAsync(CancellationToken ct)
    {
        if (await queue.TakeAsync(options.Value.TakeOverAfter, ct) is not { } started) return false;
        if (started.File is not { } id || files.Open(started.Tenant, id) is not { } content)
        {
            await queue.FailAsync(started, "The file is no longer there. Import it again: nothing is applied twice.", ct);
            return true;
        }
        try
        {
            await using (content) await import.RunAsync(started.Tenant, started.Job, started.Run, content, null, ct);
            return true;
        }
        catch (OperationCanceledException)
        {
            await queue.GiveBackAsync(started);
            throw;
        }
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - _sweptAt < SweepEvery) return;
        _sweptAt = now;
        await queue.SweepAsync(now - options.Value.Keep, ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for imports failed; it is tried again")]
    private partial void LogFailed(Exception exception);
}

/// <summary>A bell for the runner: rung any number of times, heard once.</summary>
internal sealed class ImportSignal : IImportSignal
{
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _bell.Writer.TryWrite(true);

    public async Task WaitAsync(TimeSpan most, TimeProvider clock, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var heard = _bell.Reader.ReadAsync(limit.Token).AsTask();
        await Task.WhenAny(heard, Task.Delay(most, clock, limit.Token));
        await limit.CancelAsync();
        try
        {
            await heard;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Nobody rang: time to look all the same.
        }
    }
}
