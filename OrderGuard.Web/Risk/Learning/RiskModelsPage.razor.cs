using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk.Learning;
using OrderGuard.Application.Risk.Samples;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Risk.Rules;

namespace OrderGuard.Web.Risk.Learning;

/// <summary>The versions of the models: learnt, judged, and which of them decides.</summary>
public partial class RiskModelsPage(
    IUseCase<GetRiskModels, RiskModels> get, IUseCase<TrainClassifier, RiskModelView> train, IUseCase<PromoteRiskModel, RiskModelView> promote, IUseCase<ListSampleSets, SampleSets> listSets,
    ICallerSource callers, IToasts toasts, IStringLocalizer<RiskRuleText> texts) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private RiskModels? _models;
    private IReadOnlyList<SampleSetView> _sets = [];
    private Refusal? _refusal;
    private (RiskModelKind, int)? _open;
    private string _set = "";
    private string? _problem;
    private double? _share;
    private bool _mayEdit, _busy;

    protected override async Task OnInitializedAsync()
    {
        _mayEdit = (await callers.GetAsync(_gone.Token)).May(Permission.EditRisk);
        _sets = (await listSets.RunAsync(new ListSampleSets(), _gone.Token)).Value?.Items ?? [];
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var found = await get.RunAsync(new GetRiskModels(), _gone.Token);
        (_models, _refusal) = (found.Value, found.Refusal);
    }

    private void Toggle(RiskModelView model) => _open = _open == (model.Kind, model.Version) ? null : (model.Kind, model.Version);

    private Task TrainAsync() => BusyAsync(async () =>
    {
        var learnt = await train.RunAsync(new TrainClassifier(Guid.TryParse(_set, out var set) ? set : null, new Progress<double>(x => _ = InvokeAsync(() => Show(x)))), _gone.Token);
        if (learnt.Refusal is { } refusal)
        {
            _problem = texts.ForRefusal(refusal);
            return;
        }
        _open = (learnt.Required.Kind, learnt.Required.Version);
        toasts.Success(texts[learnt.Required.IsChampion ? "Train.Champion" : "Train.Only", learnt.Required.Version]);
        await LoadAsync();
    });

    private Task PromoteAsync(RiskModelView model) => BusyAsync(async () =>
    {
        if ((await promote.RunAsync(new PromoteRiskModel(model.Version), _gone.Token)).Refusal is { } refusal) _problem = texts.ForRefusal(refusal);
        else toasts.Success(texts["Promoted", model.Version]);
        await LoadAsync();
    });

    private void Show(double share)
    {
        if (_busy) _share = share;
        StateHasChanged();
    }

    private async Task BusyAsync(Func<Task> work)
    {
        (_busy, _problem) = (true, null);
        try
        {
            await work();
        }
        finally
        {
            (_busy, _share) = (false, null);
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        GC.SuppressFinalize(this);
    }
}
