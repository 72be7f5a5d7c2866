using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk.Learning;
using OrderGuard.Application.Risk.Samples;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Web.Risk.Learning;

/// <summary>The versions of the models, which of them decides, and the trainings that they come from.</summary>
public sealed partial class RiskModelsPage(
    IUseCase<GetRiskModels, RiskModels> getModels, IUseCase<GetLearning, LearningState> getLearning, IUseCase<GetModelCard, ModelCard> getCard, IUseCase<ListSampleSets, SampleSets> listSets,
    LearningDesk desk, ICallerSource callers, ILiveFeed feed) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private RiskModels? _models;
    private LearningState? _learning;
    private ModelCard? _champion;
    private IReadOnlyList<SampleSetView> _sets = [];
    private Refusal? _refusal;
    private (RiskModelKind, int)? _open;
    private IDisposable? _watch;
    private bool _mayEdit, _busy;
    private int _loading;

    protected override async Task OnInitializedAsync()
    {
        var caller = await callers.GetAsync(_gone.Token);
        _mayEdit = caller.May(Permission.EditRisk);
        _sets = (await listSets.RunAsync(new ListSampleSets(), _gone.Token)).Value?.Items ?? [];
        await LoadAsync();
        if (caller.TenantId is { } tenant && RendererInfo.IsInteractive) _watch = feed.Subscribe(tenant, x => x is TrainingLiveChange ? InvokeAsync(FollowAsync) : Task.CompletedTask);
    }

    /// <summary>While a training goes on only its progress is read anew; the versions when it has ended.</summary>
    private async Task FollowAsync()
    {
        if (_gone.IsCancellationRequested || Interlocked.Exchange(ref _loading, 1) == 1) return;
        try
        {
            var running = _learning?.Running;
            _learning = (await getLearning.RunAsync(new GetLearning(), _gone.Token)).Value ?? _learning;
            if (running is null || _learning?.Running?.Id != running.Id) await LoadModelsAsync();
        }
        finally
        {
            _loading = 0;
        }
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        _learning = (await getLearning.RunAsync(new GetLearning(), _gone.Token)).Value ?? _learning;
        await LoadModelsAsync();
    }

    private async Task LoadModelsAsync()
    {
        var found = await getModels.RunAsync(new GetRiskModels(), _gone.Token);
        (_models, _refusal) = (found.Value ?? _models, found.Refusal);
        _champion = _models?.Items.FirstOrDefault(x => x is { Kind: RiskModelKind.Classifier, IsChampion: true }) is { } champion ? (await getCard.RunAsync(new GetModelCard(champion.Version), _gone.Token)).Value : null;
    }

    private void Toggle(RiskModelView model) => _open = _open == (model.Kind, model.Version) ? null : (model.Kind, model.Version);

    private async Task BusyAsync(Func<Task> work)
    {
        _busy = true;
        try
        {
            await work();
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }
}
