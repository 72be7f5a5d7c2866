using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Web.Orders;

/// <summary>How stale what systems read may be, and how much of it is kept: section <c>Reads</c>.</summary>
public sealed class ReadCacheOptions
{
    /// <summary>How old an answer may be. What changes on this node is fresh at once; this bounds what another node changed. 2 seconds; 0 to 5 minutes.</summary>
    [System.ComponentModel.DataAnnotations.Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Staleness { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes of answers kept for each company at the most. 16 MiB; 0 to 1 GiB.</summary>
    [System.ComponentModel.DataAnnotations.Range(0, 1 << 30)]
    public int MostBytes { get; set; } = 16 << 20;
}

/// <summary>An answer as it was sent, and the tag by which it is known again.</summary>
public sealed record CachedAnswer(byte[] Body, string Tag, DateTimeOffset At)
{
    public static CachedAnswer Of(byte[] body, DateTimeOffset now) => new(body, $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"", now);
}

/// <summary>Answers to reads, for each company by itself and bounded: dropped as soon as the live feed tells of a change, and in any case after the stated time.</summary>
public sealed class ReadCache : IDisposable
{
    private readonly ConcurrentDictionary<TenantId, Shelf> _shelves = new();
    private readonly IDisposable _watch;
    private readonly ReadCacheOptions _options;
    private readonly TimeProvider _clock;

    public ReadCache(ILiveFeed feed, IOptions<ReadCacheOptions> options, TimeProvider clock)
    {
        (_options, _clock) = (options.Value, clock);
        _watch = feed.Listen(Hear);
    }

    public TimeSpan Staleness => _options.Staleness;

    /// <summary>The answer to a read about one order (or, without one, about a list), or null where it has to be read.</summary>
    public CachedAnswer? Find(TenantId tenant, string? orderNo, string key) =>
        _shelves.TryGetValue(tenant, out var shelf) && shelf.Find(orderNo ?? "", key) is { } found && _clock.GetUtcNow() - found.At < _options.Staleness ? found : null;

    /// <summary>To be taken before reading: what changes from then on keeps the answer from being kept.</summary>
    public Ticket Begin(TenantId tenant, string? orderNo) => _shelves.GetOrAdd(tenant, _ => new Shelf(_options.MostBytes)).Begin(orderNo ?? "");

    public void Keep(TenantId tenant, Ticket ticket, string key, CachedAnswer answer)
    {
        if (_options.Staleness > TimeSpan.Zero && _shelves.TryGetValue(tenant, out var shelf)) shelf.Keep(ticket, key, answer);
    }

    public void Dispose() => _watch.Dispose();

    private void Hear(LiveChange change)
    {
        if (!_shelves.TryGetValue(change.Tenant, out var shelf)) return;
        switch (change)
        {
            case OrdersLiveChange orders:
                shelf.Drop(orders.OrderNos);
                break;
            case AlertLiveChange { Alert.OrderNo: { } orderNo }:
                shelf.Drop([orderNo]);
                break;
            case AlertLiveChange:
                break;
            default:
                shelf.Clear();
                break;
        }
    }

    /// <summary>Stands for a read that is under way.</summary>
    public sealed record Ticket(string Subject, long Generation);

    private sealed class Shelf(int most)
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, Dictionary<string, CachedAnswer>> _bySubject = new(StringComparer.Ordinal);
        private readonly Dictionary<string, long> _changed = new(StringComparer.Ordinal);
        private long _generation;
        private long _cleared;
        private long _bytes;

        public CachedAnswer? Find(string subject, string key)
        {
            lock (_lock) return _bySubject.GetValueOrDefault(subject)?.GetValueOrDefault(key);
        }

        public Ticket Begin(string subject)
        {
            lock (_lock) return new Ticket(subject, ++_generation);
        }

        public void Keep(Ticket ticket, string key, CachedAnswer answer)
        {
            lock (_lock)
            {
                if (answer.Body.Length > most / 4 || ticket.Generation < _cleared || _changed.GetValueOrDefault(ticket.Subject) > ticket.Generation) return;
                if (_bytes + answer.Body.Length > most) ClearAll();
                if (!_bySubject.TryGetValue(ticket.Subject, out var answers)) _bySubject.Add(ticket.Subject, answers = new(StringComparer.Ordinal));
                if (answers.TryGetValue(key, out var old)) _bytes -= old.Body.Length;
                answers[key] = answer;
                _bytes += answer.Body.Length;
            }
        }

        /// <summary>These orders have changed, and with them every list.</summary>
        public void Drop(IReadOnlyCollection<string> orders)
        {
            lock (_lock)
            {
                _generation++;
                // Who began before a note was forgotten must not be believed: so the notes are forgotten as a whole, with all that is under way.
                if (_changed.Count + orders.Count > 10_000) ClearAll();
                foreach (var order in orders) Drop(order);
                Drop("");
            }
        }

        public void Clear()
        {
            lock (_lock) ClearAll();
        }

        private void Drop(string subject)
        {
            _changed[subject] = _generation;
            if (_bySubject.Remove(subject, out var gone)) _bytes -= gone.Values.Sum(x => (long)x.Body.Length);
        }

        private void ClearAll()
        {
            _cleared = ++_generation;
            _bytes = 0;
            _bySubject.Clear();
            _changed.Clear();
        }
    }
}
