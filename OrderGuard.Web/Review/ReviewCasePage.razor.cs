using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Review;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Review;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Review;

/// <summary>One case with everything on one screen, decided by one key.</summary>
public sealed partial class ReviewCasePage(
    IUseCase<GetReview, ReviewDetail> get, IUseCase<ClaimReview, ReviewRow> claim, IUseCase<DecideReviews, DecidedReviews> decide, IUseCase<UndoVerdict, ReviewRow> undo,
    ICallerSource callers, ILiveFeed feed, NavigationManager navigation, IToasts toasts, IStringLocalizer<ReviewText> texts) : ComponentBase, IDisposable
{
    private ReviewDetail? _detail;
    private Refusal? _refusal;
    private IDisposable? _watch;
    private ReviewVerdictBar? _bar;
    private ElementReference _keys;
    private Guid? _me, _loaded;
    private bool _busy;

    [Parameter] public Guid Id { get; set; }

    protected override async Task OnInitializedAsync()
    {
        var caller = await callers.GetAsync(default);
        _me = caller.UserId?.Value;
        if (RendererInfo.IsInteractive && caller.TenantId is { } tenant) _watch = feed.Subscribe(tenant, x => x is ReviewLiveChange && !_busy ? InvokeAsync(LoadAsync) : Task.CompletedTask);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded == Id) return;
        (_loaded, _detail) = (Id, null);
        await LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await _keys.FocusAsync(preventScroll: true);
    }

    public void Dispose() => _watch?.Dispose();

    private async Task LoadAsync()
    {
        var found = await get.RunAsync(new GetReview(new ReviewCaseId(Id)));
        (_detail, _refusal) = (found.Value ?? _detail, found.Refusal);
        StateHasChanged();
    }

    private Task ClaimAsync(bool giveBack) => DoAsync(async () => (await claim.RunAsync(new ClaimReview(new ReviewCaseId(Id), giveBack))).Refusal);

    private Task UndoAsync() => DoAsync(async () => (await undo.RunAsync(new UndoVerdict(new ReviewCaseId(Id)))).Refusal);

    private Task DecideAsync((Verdict Verdict, string? Note) word) => DoAsync(async () =>
    {
        var (id, orderNo) = (Id, _detail!.Case.OrderNo);
        var decided = await decide.RunAsync(new DecideReviews([new ReviewCaseId(id)], word.Verdict.ToString(), word.Note));
        if (decided.Refusal is not null) return decided.Refusal;
        if (decided.Required.AwaitSecond.Count > 0) toasts.Success(texts["SecondWanted", orderNo]);
        else toasts.Undo(texts[$"Done.{word.Verdict}", orderNo], () => InvokeAsync(async () =>
        {
            if ((await undo.RunAsync(new UndoVerdict(new ReviewCaseId(id)))).Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            else if (Id == id) await LoadAsync();
            else navigation.NavigateTo($"/review/{id}");
        }));
        if (_detail.Next is { } next) navigation.NavigateTo($"/review/{next}");
        return null;
    });

    private Task DecideGroupAsync(Verdict verdict) => DoAsync(async () =>
    {
        var cases = _detail!.Group.Append(Id).Select(x => new ReviewCaseId(x)).ToList();
        if (!await toasts.ConfirmAsync(texts["Bulk.Title"], texts[$"Bulk.{verdict}Does", cases.Count], texts[$"Verdict.{verdict}"])) return null;
        var decided = await decide.RunAsync(new DecideReviews(cases, verdict.ToString(), null));
        if (decided.Refusal is null) toasts.Success(texts["Bulk.Done", decided.Required.Decided.Count, decided.Required.AwaitSecond.Count, decided.Required.Left.Count]);
        return decided.Refusal;
    });

    private async Task DoAsync(Func<Task<Refusal?>> act)
    {
        if (_busy || _detail is null) return;
        _busy = true;
        try
        {
            if (await act() is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task OnKeyAsync(KeyboardEventArgs e)
    {
        if (e.CtrlKey || e.MetaKey || e.AltKey || _detail is not { } x) return;
        if (e.Key == "n" && x.Next is { } next) navigation.NavigateTo($"/review/{next}");
        else if (e.Key == "Escape") navigation.NavigateTo("/review");
        else if (!x.MayDecide) return;
        else if (e.Key == "u" && x.Case.Verdict is not null) await UndoAsync();
        else if (_bar is not { Open: true } bar) return;
        else if (e.Key == "t") await bar.FocusNoteAsync();
        else if (e.Key == "l") await DecideAsync((Verdict.Legitimate, bar.Note));
        else if (e.Key == "f") await DecideAsync((Verdict.Fraud, bar.Note));
        else if (e.Key is "c" or "h") await ClaimAsync(x.Case.ClaimedBy == _me && _me is not null);
    }
}
