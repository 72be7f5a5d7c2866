using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>Where one is signed in, and a way to end it from here.</summary>
public partial class SessionsPage(
    IUseCase<ListSessions, IReadOnlyList<SessionRow>> list, IUseCase<EndSession, Done> end, IUseCase<EndOtherSessions, int> endOthers, IToasts toasts) : ComponentBase
{
    private IReadOnlyList<SessionRow>? _rows;
    private Refusal? _failed;
    private bool _busy;

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var rows = await list.RunAsync(new ListSessions());
        (_rows, _failed) = (rows.Value, rows.Refusal);
    }

    private async Task EndAsync(SessionRow row)
    {
        _busy = true;
        if ((await end.RunAsync(new EndSession(row.Id))).Refusal is { } refusal) toasts.Error(L.ForRefusal(refusal));
        else toasts.Success(L["Sessions.Ended"]);
        await LoadAsync();
        _busy = false;
    }

    private async Task EndOthersAsync()
    {
        if (!await toasts.ConfirmAsync(L["Sessions.EndOthers"], L["Sessions.EndOthersText", _rows!.Count - 1], L["Sessions.EndOthers"])) return;
        _busy = true;
        if ((await endOthers.RunAsync(new EndOtherSessions())).Refusal is { } refusal) toasts.Error(L.ForRefusal(refusal));
        else toasts.Success(L["Sessions.Ended"]);
        await LoadAsync();
        _busy = false;
    }
}
