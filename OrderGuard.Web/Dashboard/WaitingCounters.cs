using OrderGuard.Application.Common;
using OrderGuard.Application.Dashboard;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Dashboard;

/// <summary>Counts what waits for the signed-in person, and counts again when the tenant's orders or alerts change.</summary>
internal sealed class WaitingCounters(IUseCase<GetWaitingCounts, WaitingCounts> count, ICallerSource callers, ILiveFeed feed, TimeProvider clock) : INavCounters, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _gone = new();
    private WaitingCounts _counts = new(0, 0, 0);
    private IDisposable? _subscription;
    private int _started, _soon;

    public event Action? Changed;

    public int For(string pageKey)
    {
        if (Interlocked.Exchange(ref _started, 1) == 0) _ = StartAsync();
        return pageKey switch { "alerts" => _counts.OpenAlerts, "imports" => _counts.RunningImports, "intake" => _counts.Events, "sync-reviews" => _counts.Pushes, "review" => _counts.Reviews, _ => 0 };
    }

    public void Dispose()
    {
        _gone.Cancel();
        _subscription?.Dispose();
        _gone.Dispose();
    }

    private async Task StartAsync()
    {
        try
        {
            if ((await callers.GetAsync(_gone.Token)).TenantId is not { } tenant) return;
            await CountAsync();
            if (!_gone.IsCancellationRequested) _subscription = feed.Subscribe(tenant, OnChangeAsync);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left before it was counted.
        }
    }

    private Task OnChangeAsync(LiveChange change)
    {
        if (Interlocked.Exchange(ref _soon, 1) == 0) _ = CountSoonAsync();
        return Task.CompletedTask;
    }

    private async Task CountSoonAsync()
    {
        try
        {
            await Task.Delay(Pause, clock, _gone.Token);
            Interlocked.Exchange(ref _soon, 0);
            await CountAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The viewer has left.
        }
    }

    private async Task CountAsync()
    {
        var counted = await count.RunAsync(new GetWaitingCounts(), _gone.Token);
        if (counted.Value is null || counted.Value == _counts) return;
        _counts = counted.Value;
        Changed?.Invoke();
    }
}
