using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Risk;

/// <summary>What is released or held whatever its score.</summary>
public partial class RiskListsPage(
    IUseCase<GetRiskLists, RiskListPage> get, IUseCase<AddListEntry, RiskListRow> add, IUseCase<RemoveListEntry, Done> remove, ICallerSource callers, IToasts toasts,
    IStringLocalizer<RiskText> texts) : ComponentBase
{
    private List<RiskListRow>? _rows;
    private Refusal? _refusal;
    private string? _next;
    private bool _mayEdit, _busy, _over;
    private int _form;

    protected override async Task OnInitializedAsync()
    {
        _mayEdit = (await callers.GetAsync(default)).May(Permission.EditRisk);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var found = await get.RunAsync(new GetRiskLists(Over: _over));
        (_rows, _next, _refusal) = (found.Value?.Items.ToList(), found.Value?.Next, found.Refusal);
    }

    private async Task MoreAsync()
    {
        var found = await get.RunAsync(new GetRiskLists(Over: _over, After: _next));
        if (found.Value is not { } page) return;
        _rows!.AddRange(page.Items);
        _next = page.Next;
    }

    private Task ShowOverAsync(ChangeEventArgs e)
    {
        _over = e.Value is true;
        return LoadAsync();
    }

    private async Task AddAsync(AddListEntry request)
    {
        _busy = true;
        try
        {
            var added = await add.RunAsync(request);
            if (added.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            else
            {
                toasts.Success(texts["Lists.Added"]);
                _form++;
                await LoadAsync();
            }
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task RemoveAsync(Guid id)
    {
        _busy = true;
        try
        {
            var removed = await remove.RunAsync(new RemoveListEntry(id));
            if (removed.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            else toasts.Success(texts["Lists.Removed"]);
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
