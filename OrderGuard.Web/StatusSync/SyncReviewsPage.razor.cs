using System.Globalization;
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

/// <summary>Pushes that need a person: what was sent, what was answered, and what to do about it; one, several, or all that failed alike.</summary>
public partial class SyncReviewsPage(
    IUseCase<FindPushes, FoundPushes> find, IUseCase<RetryPushes, HandledPushes> retry, IUseCase<SkipPushes, HandledPushes> skip, IUseCase<UnskipPushes, HandledPushes> unskip,
    ICallerSource callers, ILiveFeed feed, IToasts toasts, NavigationManager navigation, IStringLocalizer<TargetsText> texts) : ComponentBase, IDisposable
{
    private const int PageSize = 50;

    private readonly HashSet<Guid> _selected = [];
    private PushFilter _filter = PushesAddress.Usual;
    private FoundPushes? _found;
    private PushSelection? _skipping;
    private Refusal? _refusal;
    private IDisposable? _subscription;
    private bool _mayAct, _busy;
    private int _page, _form;

    private int Pages => Math.Max(1, ((_found?.Count ?? 0) + PageSize - 1) / PageSize);

    private PushSelection Selection => new([.. _selected.Select(x => new StatusPushId(x))]);

    private IReadOnlyList<FilterChip> Chips
    {
        get
        {
            (string Key, string? Value)[] chips =
            [
                ("target", _filter.Target), ("state", _filter.State is PushState.Review ? null : _filter.State is { } state ? texts[$"State.{state}"].Value : texts["Any"].Value),
                ("status", _filter.Status?.ToString(CultureInfo.InvariantCulture)), ("cause", _filter.Cause is { } cause ? texts[$"Cause.{cause}"].Value : null),
                ("answer", _filter.Answer?.ToString(CultureInfo.InvariantCulture)), ("order", _filter.OrderNo),
            ];
            return [.. chips.Where(x => x.Value is not null).Select(x => new FilterChip(x.Key, texts[$"Filter.{x.Key}"], x.Value))];
        }
    }

    protected override async Task OnInitializedAsync()
    {
        navigation.LocationChanged += OnLocationChanged;
        var caller = await callers.GetAsync(default);
        _mayAct = caller.May(Permission.ActOnOrders);
        await ReadAddressAsync();
        if (RendererInfo.IsInteractive && caller.TenantId is { } tenant) _subscription = feed.Subscribe(tenant, OnChangeAsync);
    }

    public void Dispose()
    {
        navigation.LocationChanged -= OnLocationChanged;
        _subscription?.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Show(PushFilter filter) => navigation.NavigateTo(PushesAddress.Of(filter));

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath == PushesAddress.Page) _ = InvokeAsync(ReadAddressAsync);
    }

    private Task OnChangeAsync(LiveChange change) => change is PushesLiveChange && !_busy ? InvokeAsync(LoadAsync) : Task.CompletedTask;

    private Task ReadAddressAsync()
    {
        _filter = PushesAddress.Read(navigation.Uri);
        _form++;
        _selected.Clear();
        return GoAsync(0);
    }

    private Task GoAsync(int page)
    {
        _page = page;
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        var found = await find.RunAsync(new FindPushes(_filter, _page * PageSize, PageSize));
        (_found, _refusal) = (found.Value, found.Refusal);
        _selected.IntersectWith(_found?.Rows.Where(x => x.State is PushState.Review).Select(x => x.Id) ?? []);
        StateHasChanged();
    }

    private void Select((Guid Id, bool Selected) x)
    {
        if (x.Selected) _selected.Add(x.Id);
        else _selected.Remove(x.Id);
    }

    private int CountOf(PushSelection selection) => selection.Matching is not { } filter ? selection.Ids.Count
        : _found?.Groups.Where(x => x.Target == filter.Target && x.Cause == filter.Cause && x.AnswerStatus == filter.Answer).Sum(x => x.Count) ?? 0;

    private async Task RetryGroupAsync(PushSelection group)
    {
        if (await toasts.ConfirmAsync(texts["RetryGroup"], texts["RetryGroup.Consequence", CountOf(group), group.Matching!.Target!], texts["Retry"])) await RetryAsync(group, null);
    }

    private Task RetryAsync(PushSelection selection, string? body) => ActAsync(() => retry.RunAsync(new RetryPushes(selection, body)), done => toasts.Success(texts["Retried", done.Changed]));

    private async Task SkipAsync(string reason)
    {
        if (_skipping is not { } selection) return;
        await ActAsync(() => skip.RunAsync(new SkipPushes(selection, reason)), done =>
        {
            _skipping = null;
            if (done.Changed is > 0 and <= PushSelection.MostNamed) toasts.Undo(texts["Skipped", done.Changed], () => InvokeAsync(() => UnskipAsync(done.Ids)));
            else toasts.Success(texts["Skipped", done.Changed]);
        });
    }

    private Task UnskipAsync(IReadOnlyList<StatusPushId> ids) => ActAsync(() => unskip.RunAsync(new UnskipPushes(ids)), done => toasts.Success(texts["Unskipped", done.Changed]));

    private async Task ActAsync(Func<Task<Result<HandledPushes>>> act, Action<HandledPushes> told)
    {
        _busy = true;
        try
        {
            var done = await act();
            if (done.Value is { Changed: > 0 } changed) told(changed);
            if ((done.Refusal ?? done.Value?.Refused) is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
