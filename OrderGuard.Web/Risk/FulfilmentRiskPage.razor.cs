using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Configuration;

namespace OrderGuard.Web.Risk;

/// <summary>Whether and how orders are judged for the risk of late fulfilment, and what the fitted weights are worth.</summary>
public partial class FulfilmentRiskPage(
    DraftEditing editing, IUseCase<GetFulfilmentModels, FulfilmentModels> getModels, IUseCase<FitFulfilmentRisk, FulfilmentModelView> fit, ICallerSource callers, IToasts toasts,
    IStringLocalizer<RiskText> texts) : ConfigurationPage(editing)
{
    private FulfilmentModels? _models;
    private Refusal? _refusal;
    private int? _shown;
    private bool _mayFit, _busy;

    private FulfilmentModelView? Shown => _models?.Models.FirstOrDefault(x => x.Version == _shown) ?? _models?.Champion ?? (_models?.Models is [var newest, ..] ? newest : null);

    protected override async Task OnInitializedAsync()
    {
        _mayFit = (await callers.GetAsync(default)).May(Permission.EditRisk);
        await base.OnInitializedAsync();
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var found = await getModels.RunAsync(new GetFulfilmentModels());
        (_models, _refusal) = (found.Value, found.Refusal);
    }

    private void Show(int version) => _shown = version;

    private async Task FitAsync()
    {
        _busy = true;
        try
        {
            var fitted = await fit.RunAsync(new FitFulfilmentRisk());
            if (fitted.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            else
            {
                _shown = fitted.Required.Version;
                toasts.Success(texts[fitted.Required.IsChampion ? "Fulfilment.FittedChampion" : "Fulfilment.FittedOnly", fitted.Required.Version]);
            }
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
