using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk.Learning;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Risk.Learning;

/// <summary>All about one version of the classifier, to be read and printed.</summary>
public sealed partial class ModelCardPage(IUseCase<GetModelCard, ModelCard> get) : ComponentBase
{
    private ModelCard? _card;
    private Refusal? _refusal;

    [Parameter] public int Version { get; set; }

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var found = await get.RunAsync(new GetModelCard(Version));
        (_card, _refusal) = (found.Value, found.Refusal);
    }
}
