using System.Collections.Concurrent;

namespace OrderGuard.Infrastructure.Common;

/// <summary>The turn to write to a SQLite file: the transactions of this process queue here, one after the other as they came.</summary>
/// <remarks>SQLite itself has those who wait sleep and try again, up to a tenth of a second at a time, while nobody writes. It still guards the file against other processes.</remarks>
internal sealed class SqliteTurn : IDisposable
{
    // Whoever waited this long goes on without a turn, and hears from SQLite what is wrong.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Queues = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _queue;

    private SqliteTurn(SemaphoreSlim queue) => _queue = queue;

    public static async ValueTask<IDisposable?> TakeAsync(string file, CancellationToken ct)
    {
        var queue = Queues.GetOrAdd(file, _ => new SemaphoreSlim(1));
        return await queue.WaitAsync(Patience, ct) ? new SqliteTurn(queue) : null;
    }

    public void Dispose() => _queue.Release();
}
