using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;

namespace OrderGuard.Infrastructure.Intake;

/// <summary>Commits what is submitted on this node in batches: while one is being committed the next gathers, so that the more comes in the larger they grow.</summary>
/// <remarks>
/// The next batch is read and judged while the one before it is written; should they meet at an order, the later begins again.
/// It begins with the first submission. On stopping, what was accepted is still committed and answered.
/// </remarks>
internal sealed partial class IntakeWriter(SystemScopes scopes, ILogger<IntakeWriter> logger) : IIntake, IHostedService, IAsyncDisposable
{
    private const int MostWaiting = 1_000;

    /// <summary>Batches at work at the same time: one that is written, and one that is read and judged.</summary>
    private const int SideBySide = 2;
    private readonly Channel<Submission> _incoming = Channel.CreateBounded<Submission>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly SubmissionQueues _waiting = new();
    private readonly Lock _starting = new();
    private Task? _writer;

    public async Task<IReadOnlyList<EventResult>> SubmitAsync(IReadOnlyList<IncomingReport> reports, CancellationToken ct)
    {
        if (reports.Count == 0) return [];
        EnsureStarted();
        var submission = new Submission(reports[0].By.RequiredTenant, reports, ct);
        await _incoming.Writer.WriteAsync(submission, ct);
        return await submission.Answer.Task.WaitAsync(ct);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _incoming.Writer.TryComplete();
        if (_writer is { } writer) await writer.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private void EnsureStarted()
    {
        if (_writer is not null) return;
        lock (_starting) _writer ??= Task.Run(WriteAsync);
    }

    private async Task WriteAsync()
    {
        using var free = new SemaphoreSlim(SideBySide);
        while (!_waiting.IsEmpty || await _incoming.Reader.WaitToReadAsync())
        {
            await free.WaitAsync();
            while (_waiting.Events < SubmissionQueues.MostEvents && _incoming.Reader.TryRead(out var submission)) _waiting.Add(submission);
            var batch = _waiting.Take();
            _ = Task.Run(async () =>
            {
                await CommitAsync(batch);
                free.Release();
            });
        }
        for (var i = 0; i < SideBySide; i++) await free.WaitAsync();
    }

    private async Task CommitAsync(List<Submission> batch)
    {
        if (batch.Count == 0) return;
        var began = Stopwatch.GetTimestamp();
        try
        {
            var reports = batch is [var only] ? only.Reports : [.. batch.SelectMany(x => x.Reports)];
            await using var scope = scopes.Open(batch[0].Tenant);
            var results = await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync(reports, CancellationToken.None);
            IntakeMetrics.Committed(results, Stopwatch.GetElapsedTime(began));
            var from = 0;
            foreach (var submission in batch)
            {
                submission.Answer.TrySetResult(batch.Count == 1 ? results : [.. results.Skip(from).Take(submission.Reports.Count)]);
                from += submission.Reports.Count;
            }
        }
#pragma warning disable CA1031 // Whatever failed is told to those who wait for it; the writer goes on for the others.
        catch (Exception e)
        {
            if (batch.Count > 1 && e is DbUpdateException)
            {
                // Something in one of them cannot be stored: it must not take the others with it.
                foreach (var submission in batch) await CommitAsync([submission]);
                return;
            }
            LogFailed(e, batch.Sum(x => x.Reports.Count), batch[0].Tenant.Value);
            foreach (var submission in batch) submission.Answer.TrySetException(e);
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of {Events} events of tenant {Tenant} could not be applied")]
    private partial void LogFailed(Exception exception, int events, Guid tenant);
}
