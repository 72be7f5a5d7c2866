using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Alerts;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Alerts;

/// <summary>The alerts as a list that one hand works through; it follows the live feed and keeps what was selected.</summary>
public sealed partial class AlertsPage(
    IUseCase<SearchAlerts, FoundAlerts> search, IUseCase<GetAlert, AlertDetail> get, AlertActions actions, ICallerSource callers, ILiveFeed feed,
    NavigationManager navigation, IStringLocalizer<AlertsText> texts, TimeProvider clock) : ComponentBase, IDisposable
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan LeadLasts = TimeSpan.FromMilliseconds(1_200);

    private readonly HashSet<Guid> _selected = [];
    private readonly CancellationTokenSource _gone = new();
    private AlertsShown _shown = new();
    private FoundAlerts? _found;
    private AlertDetail? _detail;
    private Refusal? _refusal;
    private IReadOnlyList<PersonName> _team = [];
    private Caller _caller = Caller.Nobody;
    private IDisposable? _subscription;
    private Guid? _current;
    private int _reloading;
    private long _lead;
    private bool _mayHandle;
    private bool _mayManageDisplays;

    private IReadOnlyList<FilterChip> Chips => AlertChips.Of(_shown, _found?.Categories ?? [], texts);

    protected override async Task OnInitializedAsync()
    {
        navigation.LocationChanged += OnLocationChanged;
        _caller = await callers.GetAsync(_gone.Token);
        (_mayHandle, _mayManageDisplays) = (_caller.May(Permission.HandleAlerts), _caller.May(Permission.ManageDisplays));
        await ReadAddressAsync();
        if (RendererInfo.IsInteractive && _caller.TenantId is { } tenant) _subscription = feed.Subscribe(tenant, OnChangeAsync);
    }

    public void Dispose()
    {
        navigation.LocationChanged -= OnLocationChanged;
        _subscription?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }

    private void Show(AlertsShown shown) => navigation.NavigateTo(shown.Address);

    private void Open(Guid id) => Show(_shown with { Alert = id });

    private void Close() => Show(_shown with { Alert = null });

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath == AlertsShown.Page) _ = InvokeAsync(ReadAddressAsync);
    }

    private async Task ReadAddressAsync()
    {
        _shown = AlertsShown.Read(navigation.Uri);
        _current = _shown.Alert ?? _current;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        try
        {
            var request = new SearchAlerts(_shown.FilterFor(_caller.UserId), _shown.Sort, _shown.Descending, (_shown.PageNumber - 1) * AlertsShown.PageSize, AlertsShown.PageSize);
            var found = await search.RunAsync(request, _gone.Token);
            (_refusal, _found) = (found.Refusal, found.Value ?? _found);
            _detail = _shown.Alert is { } alert ? (await get.RunAsync(new GetAlert(new AlertId(alert)), _gone.Token)).Value : null;
            if (_detail is not null && _mayHandle && _team.Count == 0) _team = await actions.TeamAsync();
            StateHasChanged();
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The viewer has left.
        }
    }

    /// <summary>Many changes in a row are one reason to load anew; what is selected stays selected.</summary>
    private Task OnChangeAsync(LiveChange change)
    {
        if (change is not AlertLiveChange || Interlocked.Exchange(ref _reloading, 1) == 1) return Task.CompletedTask;
        return InvokeAsync(async () =>
        {
            await Task.Delay(Settle, clock, _gone.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            Interlocked.Exchange(ref _reloading, 0);
            if (!_gone.IsCancellationRequested) await LoadAsync();
        });
    }

    private void Select(Guid id)
    {
        if (!_selected.Remove(id)) _selected.Add(id);
    }

    private void ClearSelection() => _selected.Clear();

    private Task ActAsync(AlertAction action) => ChosenAsync(ids => action switch
    {
        AlertAction.Acknowledge => actions.AcknowledgeAsync(ids),
        AlertAction.Snooze => actions.SnoozeAsync(ids, TimeSpan.FromMinutes(30)),
        _ => actions.ResolveAsync(ids),
    });

    private Task AssignAsync(Guid? person) => ChosenAsync(ids => actions.AssignAsync(ids, person));

    private async Task NoteAsync(string text)
    {
        if (_detail is not null && await actions.NoteAsync(new AlertId(_detail.Alert.Id), text)) await LoadAsync();
    }

    private async Task ChosenAsync(Func<IReadOnlyList<AlertId>, Task> act)
    {
        List<AlertId> ids = [.. _selected.Count > 0 ? _selected.Select(x => new AlertId(x)) : (_shown.Alert ?? _current) is { } one ? [new AlertId(one)] : []];
        if (!_mayHandle || ids.Count == 0) return;
        await act(ids);
        _selected.Clear();
        await LoadAsync();
    }

    private async Task OnKeyAsync(KeyboardEventArgs e)
    {
        if (e.CtrlKey || e.MetaKey || e.AltKey || _found is null) return;
        // "g a" leads to another page; its second letter is not meant for this list.
        if (e.Key == "g") _lead = clock.GetTimestamp();
        else if (_lead != 0 && clock.GetElapsedTime(_lead) < LeadLasts) _lead = 0;
        else if (e.Key is "j" or "k") Move(e.Key == "j" ? 1 : -1);
        else if (e.Key == "x" && _current is { } marked) Select(marked);
        else if (e.Key is "Enter" or "o" && _current is { } opened && _shown.Alert != opened) Open(opened);
        else if (e.Key == "Escape" && _shown.Alert is not null) Close();
        else if (e.Key is "a" or "s" or "r") await ActAsync(e.Key switch { "a" => AlertAction.Acknowledge, "s" => AlertAction.Snooze, _ => AlertAction.Resolve });
    }

    /// <summary>Typing in the panel is not meant for the list; only Esc leaves it.</summary>
    private void OnPanelKey(KeyboardEventArgs e)
    {
        if (e.Key == "Escape") Close();
    }

    private void Move(int by)
    {
        var rows = _found!.Items;
        if (rows.Count == 0) return;
        var at = rows.Select((x, i) => (x.Id, Index: i)).Where(x => x.Id == _current).Select(x => (int?)x.Index).FirstOrDefault();
        _current = rows[Math.Clamp(at is { } index ? index + by : 0, 0, rows.Count - 1)].Id;
        if (_shown.Alert is not null) Open(_current.Value);
    }
}
