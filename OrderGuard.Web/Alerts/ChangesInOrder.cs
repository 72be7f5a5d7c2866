using OrderGuard.Application.Common;

namespace OrderGuard.Web.Alerts;

/// <summary>Puts changes that were announced after their commits back into the order of the commits.</summary>
/// <remarks>
/// Commits of one tenant are in order, but two threads may announce theirs the other way round. A change that comes too early
/// waits for those before it, though not for long: one that was lost is a gap that the client sees, and asks for a snapshot.
/// </remarks>
internal sealed class ChangesInOrder(TimeProvider clock)
{
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly SortedDictionary<long, AlertLiveChange> _waiting = [];
    private readonly Queue<AlertLiveChange> _late = [];
    private long? _last;
    private long _stuckSince;

    /// <summary>What came with a snapshot need not be waited for.</summary>
    public void BeginAfter(long sequence)
    {
        if (_last is null) _last = sequence;
    }

    public void Add(AlertLiveChange change)
    {
        if (_last is { } last && change.Alert.Sequence <= last) _late.Enqueue(change);
        else
        {
            if (_waiting.Count == 0) _stuckSince = clock.GetTimestamp();
            _waiting[change.Alert.Sequence] = change;
        }
    }

    /// <summary>The changes whose turn it is.</summary>
    public IReadOnlyList<AlertLiveChange> TakeReady()
    {
        List<AlertLiveChange> ready = [.. _late];
        _late.Clear();
        while (_waiting.Count > 0)
        {
            var (sequence, change) = _waiting.First();
            var isNext = _last is null || sequence == _last + 1;
            if (!isNext && clock.GetElapsedTime(_stuckSince) < Patience) break;
            _waiting.Remove(sequence);
            _last = sequence;
            _stuckSince = isNext ? clock.GetTimestamp() : _stuckSince;
            ready.Add(change);
        }
        return ready;
    }
}
