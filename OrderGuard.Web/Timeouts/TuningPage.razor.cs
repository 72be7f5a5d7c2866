using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Configuration;

namespace OrderGuard.Web.Timeouts;

/// <summary>Another threshold tried on the stored history: what it would have raised, and whom it would have troubled.</summary>
public partial class TuningPage(
    IUseCase<TryThreshold, ThresholdTrial> tryThreshold, IUseCase<GetDraft, DraftState> getDraft, IUseCase<SaveDraft, DraftState> saveDraft,
    ICallerSource callers, IToasts toasts, IStringLocalizer<TuningText> texts) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<TimeoutRule>? _rules;
    private IReadOnlyList<CategoryDefinition> _categories = [];
    private IReadOnlyDictionary<string, string> _labels = new Dictionary<string, string>(), _duties = new Dictionary<string, string>();
    private string _rule = "";
    private string? _category;
    private TimeSpan? _within;
    private (DateOnly From, DateOnly To)? _period;
    private DateOnly _today;
    private ThresholdTrial? _trial;
    private Refusal? _refusal;
    private bool _busy, _failed, _mayEdit;

    /// <summary>The monitoring point to begin with.</summary>
    [SupplyParameterFromQuery] public string? Rule { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _mayEdit = (await callers.GetAsync(_gone.Token)).May(Permission.EditConfiguration);
        var draft = await getDraft.RunAsync(new GetDraft(), _gone.Token);
        _refusal = draft.Refusal;
        if (draft.Value is not { } state) return;
        (_rules, _categories) = (state.PublishedDocument.Timeouts, state.PublishedDocument.Categories);
        _labels = _categories.ToDictionary(x => x.Code, x => x.Label?.Say() ?? x.Code);
        _duties = state.PublishedDocument.Duties.ToDictionary(x => x.Code, x => x.Label?.Say() ?? x.Code);
        if (_rules.Count > 0) await ChooseAsync(_rules.FirstOrDefault(x => x.Code == Rule)?.Code ?? _rules[0].Code, null);
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }

    private Task ChooseRuleAsync(ChangeEventArgs e) => ChooseAsync(e.Value?.ToString() ?? _rule, null);

    private Task ChooseCategoryAsync(ChangeEventArgs e) => ChooseAsync(_rule, e.Value?.ToString() is { Length: > 0 } code ? code : null);

    private Task ChooseAsync(string rule, string? category)
    {
        (_rule, _category, _within) = (rule, category, null);
        return RunAsync();
    }

    private Task SetAsync(TimeSpan? within)
    {
        _within = within;
        return RunAsync();
    }

    private Task PeriodAsync((DateOnly From, DateOnly To) period)
    {
        _period = period;
        return RunAsync();
    }

    private async Task RunAsync()
    {
        if (_rule.Length == 0 || _busy) return;
        (_busy, _failed) = (true, false);
        StateHasChanged();
        try
        {
            var tried = await tryThreshold.RunAsync(new TryThreshold(_rule, _category, _within, _period?.From, _period?.To), _gone.Token);
            _refusal = tried.Refusal;
            _trial = tried.Value ?? _trial;
            _within ??= tried.Value?.Then;
            if (_period is null && _trial is not null) _today = _trial.To;
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page was left.
        }
#pragma warning disable CA1031 // The page says so and offers to try again.
        catch (Exception)
        {
            _failed = true;
        }
#pragma warning restore CA1031
        finally
        {
            _busy = false;
        }
    }

    private async Task UseAsync()
    {
        if (_trial is not { } trial || (await getDraft.RunAsync(new GetDraft(), _gone.Token)).Value is not { } draft) return;
        var (rule, category) = (_rule, _category);
        var edited = draft.Document with { Timeouts = [.. draft.Document.Timeouts.Select(x => x.Code != rule ? x : With(x, category, trial.Then))] };
        var saved = await saveDraft.RunAsync(new SaveDraft(draft.Document, edited), _gone.Token);
        if (saved.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        else toasts.Success(texts["Used", trial.Then.Say()]);
    }

    private static TimeoutRule With(TimeoutRule rule, string? category, TimeSpan within) =>
        category is null ? rule with { Within = within } : rule with { ByCategory = new Dictionary<string, TimeSpan>(rule.ByCategory) { [category] = within } };
}
