using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;

namespace OrderGuard.Infrastructure.Intake;

/// <summary>One writer for this node: while a batch is being committed the next gathers, so that the more comes in the larger the batches grow.</summary>
/// <remarks>The writer begins with the first submission. On stopping, what was accepted is still committed and answered.</remarks>
internal sealed partial class IntakeWriter(SystemScopes scopes, ILogger<IntakeWriter> logger) : IIntake, IHostedService, IAsyncDisposable
{
    private const int MostWaiting = 1_000;
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
        while (!_waiting.IsEmpty || await _incoming.Reader.WaitToReadAsync())
        {
            while (_waiting.Events < SubmissionQueues.MostEvents && _incoming.Reader.TryRead(out var submission)) _waiting.Add(submission);
            var batch = _waiting.Take();
            if (batch.Count > 0) await CommitAsync(batch);
        }
    }

    private async Task CommitAsync(List<Submission> batch)
    {
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
