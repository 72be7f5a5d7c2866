using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Common;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Orders;

/// <summary>The viewer's own filters by name, and those that colleagues share.</summary>
public partial class SavedFilterMenu(
    IUseCase<GetSavedFilters, IReadOnlyList<SavedFilterView>> getFilters, IUseCase<SaveFilter, SavedFilterView> save, IUseCase<RenameFilter, Done> rename,
    IUseCase<DeleteFilter, Done> delete, IToasts toasts, IStringLocalizer<OrdersText> texts) : ComponentBase
{
    private IReadOnlyList<SavedFilterView> _filters = [];
    private SavedFilterView? _editing;
    private string _name = "";
    private bool _shared;

    /// <summary>The filter in force, to be saved.</summary>
    [Parameter, EditorRequired] public OrderFilter Filter { get; set; } = new();

    [Parameter] public EventCallback<OrderFilter> OnChosen { get; set; }

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync() => _filters = (await getFilters.RunAsync(new GetSavedFilters())).Value ?? [];

    private void Edit(SavedFilterView saved) => (_editing, _name, _shared) = (saved, saved.Name, saved.Shared);

    private async Task SaveAsync()
    {
        var refusal = _editing is { } edited
            ? (await rename.RunAsync(new RenameFilter(edited.Id, _name, _shared))).Refusal
            : (await save.RunAsync(new SaveFilter(_name, Filter, _shared))).Refusal;
        if (refusal is not null)
        {
            toasts.Error(texts.ForRefusal(refusal));
            return;
        }
        toasts.Success(texts["Saved.Done", _name.Trim()]);
        (_editing, _name, _shared) = (null, "", false);
        await LoadAsync();
    }

    private async Task DeleteAsync(SavedFilterView saved)
    {
        if ((await delete.RunAsync(new DeleteFilter(saved.Id))).Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        else toasts.Undo(texts["Saved.Deleted", saved.Name], () => RestoreAsync(saved));
        if (_editing?.Id == saved.Id) _editing = null;
        await LoadAsync();
    }

    private async Task RestoreAsync(SavedFilterView saved)
    {
        if ((await save.RunAsync(new SaveFilter(saved.Name, saved.Filter, saved.Shared))).Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        await LoadAsync();
        await InvokeAsync(StateHasChanged);
    }
}
