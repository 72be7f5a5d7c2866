using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Common;

/// <summary>Does the work of one kind. Runs in a scope of the items' tenant; what it changes is saved with the items in one transaction.</summary>
/// <remarks>
/// The items given are leased and all of one tenant. A handler reads its subjects again (never trust the timer), changes them,
/// and marks each item (<see cref="WorkItem.Complete"/>, <see cref="WorkItem.Postpone"/>); an item left unmarked counts as
/// completed. It does not save. An exception fails the batch; its items are then run one by one.
/// </remarks>
public interface IWorkHandler
{
    string Kind { get; }

    /// <summary>Whether it may take longer than a lease: then the lease is renewed while it works, and runs out only where the node dies.</summary>
    bool TakesLong => false;

    Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct);
}

/// <summary>Wakes the work pump when something may be due before its next look.</summary>
public interface IWorkSignal
{
    void Wake(DateTimeOffset at);
}
