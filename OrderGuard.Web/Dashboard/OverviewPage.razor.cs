using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Dashboard;
using OrderGuard.Domain.Common;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Dashboard;

/// <summary>How the company's day goes; keeps itself current.</summary>
public partial class OverviewPage(IUseCase<GetOverview, Overview> getOverview, ICallerSource callers, ILiveFeed feed, TimeProvider clock, ViewerClock viewer)
    : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _gone = new();
    private Overview? _overview;
    private Refusal? _refusal;
    private IDisposable? _subscription;
    private ITimer? _timer;
    private string? _traceId;
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;
    private bool _failed;
    private int _loading, _soon;

    private ViewerClock Clock => viewer;

    protected override async Task OnInitializedAsync()
    {
        await LoadAsync();
        if (!RendererInfo.IsInteractive) return;
        _timer = clock.CreateTimer(_ => _ = InvokeAsync(LoadAsync), null, Beat, Beat);
        if ((await callers.GetAsync(_gone.Token)).TenantId is { } tenant) _subscription = feed.Subscribe(tenant, OnChangeAsync);
    }

    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        if (_timer is not null) await _timer.DisposeAsync();
        await _gone.CancelAsync();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task LoadAsync()
    {
        if (_gone.IsCancellationRequested || Interlocked.Exchange(ref _loading, 1) == 1) return;
        try
        {
            var found = await getOverview.RunAsync(new GetOverview(), _gone.Token);
            (_refusal, _failed) = (found.Refusal, false);
            _overview = found.Value ?? _overview;
            if (_overview is not null) _zone = TimeZoneInfo.FindSystemTimeZoneById(_overview.TimeZone);
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // What was shown stays; the page says that it is no longer current, and tries again.
        catch (Exception)
        {
            (_failed, _traceId) = (true, Activity.Current?.TraceId.ToString());
        }
#pragma warning restore CA1031
        finally
        {
            Interlocked.Exchange(ref _loading, 0);
        }
        StateHasChanged();
    }

    /// <summary>Many changes at once are one reason to look again; the feed is not held up meanwhile.</summary>
    private Task OnChangeAsync(LiveChange change)
    {
        if (Interlocked.Exchange(ref _soon, 1) == 0) _ = LoadSoonAsync();
        return Task.CompletedTask;
    }

    private async Task LoadSoonAsync()
    {
        try
        {
            await Task.Delay(Soon, clock, _gone.Token);
            Interlocked.Exchange(ref _soon, 0);
            await InvokeAsync(LoadAsync);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The viewer has left.
        }
    }

    /// <summary>The hour and minute in the company's zone, by which its day is cut.</summary>
    private string TimeOf(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, _zone).ToString("HH:mm", CultureInfo.InvariantCulture);
}
