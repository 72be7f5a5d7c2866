using OrderGuard.Application.Intake;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Infrastructure.Intake;

/// <summary>The events of one call, answered together.</summary>
internal sealed record Submission(TenantId Tenant, IReadOnlyList<IncomingReport> Reports, CancellationToken Cancelled)
{
    // Continuations run elsewhere: the writer must not serve its callers.
    public TaskCompletionSource<IReadOnlyList<EventResult>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>What waits, in a line for each tenant; the tenants take turns, so that one with much to say does not hold up the others.</summary>
internal sealed class SubmissionQueues
{
    /// <summary>Events in one batch at the most; a single call may bring more and is still not split.</summary>
    public const int MostInBatch = 1_000;

    /// <summary>Events held here at the most before callers wait outside.</summary>
    public const int MostEvents = 8_000;

    private readonly Dictionary<TenantId, Queue<Submission>> _lines = [];
    private readonly Queue<TenantId> _turns = new();

    public int Events { get; private set; }

    public bool IsEmpty => _turns.Count == 0;

    public void Add(Submission submission)
    {
        if (!_lines.TryGetValue(submission.Tenant, out var line))
        {
            _lines.Add(submission.Tenant, line = new());
            _turns.Enqueue(submission.Tenant);
        }
        line.Enqueue(submission);
        Events += submission.Reports.Count;
    }

    /// <summary>The next batch: of one tenant, in the order it came. Empty where all who waited have gone.</summary>
    public List<Submission> Take()
    {
        var batch = new List<Submission>();
        if (!_turns.TryDequeue(out var tenant)) return batch;
        var line = _lines[tenant];
        var events = 0;
        while (line.TryPeek(out var next) && (batch.Count == 0 || events + next.Reports.Count <= MostInBatch))
        {
            line.Dequeue();
            Events -= next.Reports.Count;
            if (next.Cancelled.IsCancellationRequested)
            {
                next.Answer.TrySetCanceled(next.Cancelled);
                continue;
            }
            batch.Add(next);
            events += next.Reports.Count;
        }
        if (line.Count > 0) _turns.Enqueue(tenant);
        else _lines.Remove(tenant);
        return batch;
    }
}
