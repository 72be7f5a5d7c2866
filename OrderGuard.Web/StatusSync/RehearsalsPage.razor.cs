using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Common;
using OrderGuard.Web.Configuration;

namespace OrderGuard.Web.StatusSync;

/// <summary>All rehearsals of all sources, and what is asked before a source goes live.</summary>
public sealed partial class RehearsalsPage(DraftEditing editing, IUseCase<GetRehearsals, RehearsalList> get, IToasts toasts, IStringLocalizer<RehearsalText> texts) : ConfigurationPage(editing)
{
    private RehearsalList? _list;

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        var found = await get.RunAsync(new GetRehearsals());
        if (found.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        _list = found.Value ?? new RehearsalList([], 0, null);
    }

    private Task<bool> EditAsync(Func<GoLiveSettings, GoLiveSettings> edit) => Editing.EditAsync(x => x with { GoLive = edit(x.GoLive) });
}
