using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.StatusSync;

/// <summary>Where a source and the order book differ for longer than is usual: by cause and by source, with both sides, and what a person can do.</summary>
public sealed partial class MismatchesPage(
    IUseCase<GetMismatches, MismatchList> get, MismatchActions actions, ICallerSource callers, ILiveFeed feed, NavigationManager navigation, IStringLocalizer<SyncText> texts, TimeProvider clock)
    : ComponentBase, IDisposable
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(700);
    private readonly HashSet<Guid> _selected = [];
    private readonly CancellationTokenSource _gone = new();
    private MismatchesAddress _shown = new();
    private MismatchList? _list;
    private Refusal? _refusal;
    private IDisposable? _watch;
    private string _text = "";
    private int _reloading;
    private bool _mayAct;

    /// <summary>How many of how many are done, while something is under way.</summary>
    private (int Done, int Of)? _progress;

    private IReadOnlyList<FilterChip> Chips =>
    [
        .. _shown.Filter.Cause is { } cause ? [new FilterChip("cause", texts["Cause"], texts[$"Cause.{cause}"])] : Array.Empty<FilterChip>(),
        .. _shown.Filter.Source is { } source ? [new FilterChip("source", texts["Source"], source)] : Array.Empty<FilterChip>(),
        .. _shown.Filter.Text is { Length: > 0 } text ? [new FilterChip("text", texts["Order"], text)] : Array.Empty<FilterChip>(),
    ];

    /// <summary>The chosen sources that cannot be asked, for the button to say why.</summary>
    private IReadOnlyList<string> CannotAsk => _list is null ? [] :
        [.. _list.Rows.Where(x => _selected.Contains(x.Id)).Select(x => x.Source).Distinct().Where(x => !_list.Sources.Any(s => s.Source == x && s.CanBeAsked))];

    protected override async Task OnInitializedAsync()
    {
        navigation.LocationChanged += OnLocationChanged;
        var caller = await callers.GetAsync(_gone.Token);
        _mayAct = caller.May(Permission.ActOnOrders);
        await ReadAddressAsync();
        if (RendererInfo.IsInteractive && caller.TenantId is { } tenant) _watch = feed.Subscribe(tenant, OnChangeAsync);
    }

    public void Dispose()
    {
        navigation.LocationChanged -= OnLocationChanged;
        _watch?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }

    private void Show(Func<MismatchFilter, MismatchFilter> edit) => navigation.NavigateTo(_shown.With(edit).Address);

    private void Turn(int by) => navigation.NavigateTo((_shown with { PageNumber = _shown.PageNumber + by }).Address);

    private void Remove(string key) => Show(x => key switch { "cause" => x with { Cause = null }, "source" => x with { Source = null }, _ => x with { Text = null } });

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath == MismatchesAddress.Page) _ = InvokeAsync(ReadAddressAsync);
    }

    private Task ReadAddressAsync()
    {
        _shown = MismatchesAddress.Read(navigation.Uri);
        _text = _shown.Filter.Text ?? "";
        _selected.Clear();
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        try
        {
            var found = await get.RunAsync(new GetMismatches(_shown.Filter, (_shown.PageNumber - 1) * MismatchesAddress.PageSize, MismatchesAddress.PageSize), _gone.Token);
            (_refusal, _list) = (found.Refusal, found.Value ?? _list);
            if (_list is not null) _selected.IntersectWith(_list.Rows.Select(x => x.Id));
            StateHasChanged();
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The viewer has left.
        }
    }

    /// <summary>Many changes in a row are one reason to load anew.</summary>
    private Task OnChangeAsync(LiveChange change)
    {
        if (change is not (AlertLiveChange { Alert.Kind: Domain.Alerts.AlertKind.Mismatch } or ConfigurationLiveChange) || Interlocked.Exchange(ref _reloading, 1) == 1) return Task.CompletedTask;
        return InvokeAsync(async () =>
        {
            await Task.Delay(Settle, clock, _gone.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            Interlocked.Exchange(ref _reloading, 0);
            if (!_gone.IsCancellationRequested && _progress is null) await LoadAsync();
        });
    }

    private void Select(Guid id)
    {
        if (!_selected.Remove(id)) _selected.Add(id);
    }

    private void SelectAll() => _selected.UnionWith(_list!.Rows.Select(x => x.Id));

    private Task AskAsync() => CarryOutAsync(ids => actions.AskAsync(ids, Tick));

    private Task SettleAsync((MismatchEnd End, string Reason) wish) => CarryOutAsync(ids => actions.SettleAsync(ids, wish.End, wish.Reason, Tick, () => InvokeAsync(LoadAsync)));

    private async Task CarryOutAsync(Func<IReadOnlyList<MismatchId>, Task> carryOut)
    {
        List<MismatchId> ids = [.. _selected.Select(x => new MismatchId(x))];
        if (ids.Count == 0 || _progress is not null) return;
        _progress = (0, ids.Count);
        try
        {
            await carryOut(ids);
        }
        finally
        {
            _progress = null;
        }
        await LoadAsync();
    }

    private void Tick(int done)
    {
        if (_progress is { } now) _progress = now with { Done = done };
        StateHasChanged();
    }
}
