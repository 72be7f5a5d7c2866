using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using OrderGuard.Application.Alerts;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Web.Alerts;

/// <summary>Tells one tenant's watchers what changed, in the order of the commits; one loop does all of it, so that nothing falls between a snapshot and the changes after it.</summary>
internal sealed partial class TenantBroadcast : IDisposable
{
    private static readonly TimeSpan SendWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CountersEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CountersAtMost = TimeSpan.FromSeconds(1);

    private readonly TenantId _tenant;
    private readonly SystemScopes _scopes;
    private readonly IHubContext<AlertsHub> _hub;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly IDisposable _subscription;
    private readonly ITimer _ticks;
    private readonly Channel<Func<Task>> _work = Channel.CreateUnbounded<Func<Task>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, Watcher> _watchers = new();
    private readonly ChangesInOrder _changes;
    private bool _changed;
    private DateTimeOffset _countersDue = DateTimeOffset.MinValue;
    private DateTimeOffset _countersNotBefore = DateTimeOffset.MinValue;

    public TenantBroadcast(TenantId tenant, ILiveFeed feed, SystemScopes scopes, IHubContext<AlertsHub> hub, TimeProvider clock, ILogger<TenantBroadcast> logger)
    {
        (_tenant, _scopes, _hub, _clock, _logger) = (tenant, scopes, hub, clock, logger);
        _changes = new ChangesInOrder(clock);
        _subscription = feed.Subscribe(tenant, change => { Receive(change); return Task.CompletedTask; });
        _ticks = clock.CreateTimer(_ => _work.Writer.TryWrite(TickAsync), null, ChangesInOrder.Patience, ChangesInOrder.Patience);
        _ = Task.Run(RunAsync);
    }

    private string People => $"alerts:{_tenant.Value:N}";

    private string Displays => $"alerts:{_tenant.Value:N}:displays";

    public Task JoinAsync(Watcher watcher)
    {
        _watchers[watcher.ConnectionId] = watcher;
        return EnqueueAsync(async () =>
        {
            await SnapshotAsync(watcher);
            await _hub.Groups.AddToGroupAsync(watcher.ConnectionId, watcher.Display is null ? People : Displays);
        });
    }

    /// <summary>True when nobody is left.</summary>
    public bool Leave(string connection)
    {
        _watchers.TryRemove(connection, out _);
        return _watchers.IsEmpty;
    }

    public Task SendSnapshotAsync(Watcher watcher) => EnqueueAsync(() => SnapshotAsync(watcher));

    public void Dispose()
    {
        _subscription.Dispose();
        _ticks.Dispose();
        _work.Writer.TryComplete();
    }

    private Task EnqueueAsync(Func<Task> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var taken = _work.Writer.TryWrite(async () =>
        {
            try
            {
                await work();
                done.TrySetResult();
            }
#pragma warning disable CA1031 // Told to the connection that asked, and to nobody else.
            catch (Exception e)
            {
                done.TrySetException(e);
            }
#pragma warning restore CA1031
        });
        return taken ? done.Task : Task.CompletedTask;
    }

    private async Task RunAsync()
    {
        await foreach (var work in _work.Reader.ReadAllAsync())
        {
            try
            {
                await work();
            }
#pragma warning disable CA1031 // One failed message must not end the tenant's feed; a client that misses it asks for a snapshot.
            catch (Exception e)
            {
                LogFailed(e, _tenant.Value);
            }
#pragma warning restore CA1031
        }
    }

    private void Receive(LiveChange change)
    {
        switch (change)
        {
            case AlertLiveChange alert:
                _work.Writer.TryWrite(() => { _changes.Add(alert); return SendReadyAsync(); });
                break;
            case OrdersLiveChange:
                _changed = true;
                break;
            case DisplayRevokedLiveChange revoked:
                foreach (var watcher in _watchers.Values.Where(x => x.Display == revoked.Display.Value)) watcher.Context.Abort();
                break;
            default:
                break;
        }
    }

    private async Task TickAsync()
    {
        await SendReadyAsync();
        var now = _clock.GetUtcNow();
        if (now < _countersNotBefore || (!_changed && now < _countersDue)) return;
        _changed = false;
        var began = _clock.GetTimestamp();
        var counters = await AskAsync<GetAlertCounters, AlertCounters>(new GetAlertCounters());
        var took = _clock.GetElapsedTime(began);
        // Once a second, and counting may take a tenth of the time at most.
        _countersNotBefore = now + (took * 10 > CountersAtMost ? took * 10 : CountersAtMost);
        _countersDue = now + CountersEvery;
        await SendAsync("counters", counters, counters);
    }

    private async Task SendReadyAsync()
    {
        foreach (var change in _changes.TakeReady())
        {
            _changed = true;
            var name = change.Change switch
            {
                AlertChange.Raised => "alertRaised",
                AlertChange.Resolved => "alertResolved",
                _ => "alertChanged",
            };
            await SendAsync(name, change.Alert, WithoutPeople(change.Alert));
        }
    }

    private async Task SnapshotAsync(Watcher watcher)
    {
        var snapshot = await AskAsync<GetAlertSnapshot, AlertSnapshot>(new GetAlertSnapshot());
        if (watcher.Display is not null) snapshot = snapshot with { Alerts = [.. snapshot.Alerts.Select(WithoutPeople)] };
        _changes.BeginAfter(snapshot.Sequence);
        await _hub.Clients.Client(watcher.ConnectionId).SendAsync("snapshot", snapshot).WaitAsync(SendWithin, _clock);
    }

    /// <summary>A screen that anybody can see names no person.</summary>
    private static AlertView WithoutPeople(AlertView alert) => alert with { Assignee = null, Resolution = null };

    private Task SendAsync(string name, object forPeople, object forDisplays) => Task.WhenAll(
        _hub.Clients.Group(People).SendAsync(name, forPeople), _hub.Clients.Group(Displays).SendAsync(name, forDisplays)).WaitAsync(SendWithin, _clock);

    private async Task<TAnswer> AskAsync<TRequest, TAnswer>(TRequest request) where TRequest : notnull
    {
        await using var scope = _scopes.Open(_tenant);
        return (await scope.ServiceProvider.GetRequiredService<IHandler<TRequest, TAnswer>>().HandleAsync(request, CancellationToken.None)).Required;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message of the live hub of tenant {Tenant} failed")]
    private partial void LogFailed(Exception exception, Guid tenant);
}
