using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Web.Alerts;

/// <summary>The broadcasts of all tenants that somebody watches: begun with the first watcher, ended with the last.</summary>
internal sealed class TenantBroadcasts(ILiveFeed feed, SystemScopes scopes, IHubContext<AlertsHub> hub, TimeProvider clock, ILogger<TenantBroadcast> logger)
{
    private readonly Dictionary<TenantId, TenantBroadcast> _byTenant = [];
    private readonly ConcurrentDictionary<string, Watcher> _watchers = new();
    private readonly Lock _lock = new();

    public Task JoinAsync(Watcher watcher)
    {
        _watchers[watcher.ConnectionId] = watcher;
        lock (_lock)
        {
            if (!_byTenant.TryGetValue(watcher.Tenant, out var broadcast))
                _byTenant[watcher.Tenant] = broadcast = new TenantBroadcast(watcher.Tenant, feed, scopes, hub, clock, logger);
            return broadcast.JoinAsync(watcher);
        }
    }

    public void Leave(Watcher watcher)
    {
        _watchers.TryRemove(watcher.ConnectionId, out _);
        lock (_lock)
        {
            if (!_byTenant.TryGetValue(watcher.Tenant, out var broadcast) || !broadcast.Leave(watcher.ConnectionId)) return;
            _byTenant.Remove(watcher.Tenant);
            broadcast.Dispose();
        }
    }

    public Task SendSnapshotAsync(Watcher watcher)
    {
        lock (_lock) return _byTenant.TryGetValue(watcher.Tenant, out var broadcast) ? broadcast.SendSnapshotAsync(watcher) : Task.CompletedTask;
    }
}
