using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Infrastructure.Common;

/// <summary>The live feed within one process: each watcher has a queue of its own, so that a slow one holds up nobody.</summary>
internal sealed class LiveFeed(ILogger<LiveFeed>? logger = null) : ILiveFeed
{
    private const int MostWaiting = 10_000;
    private readonly ConcurrentDictionary<TenantId, ConcurrentDictionary<Subscription, byte>> _watchers = new();
    private readonly ConcurrentDictionary<Guid, Action<LiveChange>> _listeners = new();
    private readonly ILogger _logger = logger ?? (ILogger)NullLogger.Instance;

    public void Publish(LiveChange change)
    {
        foreach (var listener in _listeners.Values) listener(change);
        if (!_watchers.TryGetValue(change.Tenant, out var watchers)) return;
        foreach (var watcher in watchers.Keys) watcher.Offer(change);
    }

    public IDisposable Subscribe(TenantId tenant, Func<LiveChange, Task> receive)
    {
        var watchers = _watchers.GetOrAdd(tenant, _ => new());
        var subscription = new Subscription(receive, _logger, x => watchers.TryRemove(x, out _));
        watchers.TryAdd(subscription, 0);
        return subscription;
    }

    public IDisposable Listen(Action<LiveChange> heard)
    {
        var id = Guid.CreateVersion7();
        _listeners.TryAdd(id, heard);
        return new Listening(() => _listeners.TryRemove(id, out _));
    }

    private sealed class Listening(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    private sealed class Subscription : IDisposable
    {
        private readonly Channel<LiveChange> _waiting = Channel.CreateBounded<LiveChange>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
        private readonly Action<Subscription> _remove;

        public Subscription(Func<LiveChange, Task> receive, ILogger logger, Action<Subscription> remove)
        {
            _remove = remove;
            _ = Task.Run(async () =>
            {
                await foreach (var change in _waiting.Reader.ReadAllAsync())
                {
                    try
                    {
                        await receive(change);
                    }
#pragma warning disable CA1031 // One watcher's failure must end neither its feed nor another's.
                    catch (Exception e)
                    {
                        logger.LogWarning(e, "A watcher of the live feed failed");
                    }
#pragma warning restore CA1031
                }
            });
        }

        public void Offer(LiveChange change) => _waiting.Writer.TryWrite(change);

        public void Dispose()
        {
            _remove(this);
            _waiting.Writer.TryComplete();
        }
    }
}
