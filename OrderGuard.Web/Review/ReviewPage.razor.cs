using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Review;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Review;

/// <summary>The held orders that wait for a reviewer.</summary>
public sealed partial class ReviewPage(
    IUseCase<GetReviewQueue, ReviewQueue> getQueue, IUseCase<DecideReviews, DecidedReviews> decide, ICallerSource callers, ILiveFeed feed, NavigationManager navigation,
    IToasts toasts, IStringLocalizer<ReviewText> texts) : ComponentBase, IDisposable
{
    private const int Limit = 50;
    private readonly HashSet<Guid> _selected = [];
    private ReviewQueue? _queue;
    private Refusal? _refusal;
    private IDisposable? _watch;
    private ElementReference _keys;
    private Guid? _current;
    private bool _mayDecide, _busy;

    [SupplyParameterFromQuery(Name = "show")] public string? ShowWord { get; set; }
    [SupplyParameterFromQuery(Name = "sort")] public string? SortWord { get; set; }
    [SupplyParameterFromQuery(Name = "skip")] public int? SkipNumber { get; set; }

    private ReviewShow Show => Enum.TryParse<ReviewShow>(ShowWord, true, out var show) && Enum.IsDefined(show) ? show : ReviewShow.Open;

    private ReviewSort Sort => Enum.TryParse<ReviewSort>(SortWord, true, out var sort) && Enum.IsDefined(sort) ? sort : ReviewSort.Risk;

    private int Skip => Math.Max(0, SkipNumber ?? 0);

    protected override async Task OnInitializedAsync()
    {
        var caller = await callers.GetAsync(default);
        _mayDecide = caller.May(Permission.DecideReviews);
        if (RendererInfo.IsInteractive && caller.TenantId is { } tenant)
            _watch = feed.Subscribe(tenant, x => x is ReviewLiveChange or AlertLiveChange { Change: AlertChange.Raised, Alert.Kind: AlertKind.Risk } ? InvokeAsync(LoadAsync) : Task.CompletedTask);
    }

    protected override Task OnParametersSetAsync() => LoadAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await _keys.FocusAsync(preventScroll: true);
    }

    public void Dispose() => _watch?.Dispose();

    private static string Address(ReviewShow show, ReviewSort sort, int skip) =>
        $"/review?show={show.ToString().ToLowerInvariant()}&sort={sort.ToString().ToLowerInvariant()}{(skip > 0 ? $"&skip={skip}" : "")}";

    private async Task LoadAsync()
    {
        var found = await getQueue.RunAsync(new GetReviewQueue(Show, Sort, Skip, Limit));
        (_refusal, _queue) = (found.Refusal, found.Value ?? _queue);
        _selected.IntersectWith(_queue?.Items.Select(x => x.Id) ?? []);
        if (_queue?.Items.Any(x => x.Id == _current) != true) _current = _queue?.Items is [var first, ..] ? first.Id : null;
        StateHasChanged();
    }

    private void Select(Guid id)
    {
        if (!_selected.Add(id)) _selected.Remove(id);
    }

    private async Task DecideAsync((Verdict Verdict, string? Note) word)
    {
        var (verdict, cases) = (word.Verdict.ToString(), _selected.Select(x => new ReviewCaseId(x)).ToList());
        if (_busy || !await toasts.ConfirmAsync(texts["Bulk.Title"], texts[$"Bulk.{word.Verdict}Does", cases.Count], texts[$"Verdict.{word.Verdict}"])) return;
        _busy = true;
        try
        {
            var decided = await decide.RunAsync(new DecideReviews(cases, verdict, word.Note));
            if (decided.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            else toasts.Success(texts["Bulk.Done", decided.Required.Decided.Count, decided.Required.AwaitSecond.Count, decided.Required.Left.Count]);
            _selected.Clear();
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private void OnKey(KeyboardEventArgs e)
    {
        if (e.CtrlKey || e.MetaKey || e.AltKey || _queue is not { Items: { Count: > 0 } rows }) return;
        var at = rows.ToList().FindIndex(x => x.Id == _current);
        if (e.Key is "j" or "k") _current = rows[Math.Clamp(at + (e.Key == "j" ? 1 : -1), 0, rows.Count - 1)].Id;
        else if (e.Key == "x" && at >= 0 && _mayDecide) Select(rows[at].Id);
        else if (e.Key == "Enter" && at >= 0 && _selected.Count == 0) navigation.NavigateTo($"/review/{rows[at].Id}");
    }
}
