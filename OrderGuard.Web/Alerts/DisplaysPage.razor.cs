using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Alerts;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Alerts;

/// <summary>The links by which screens show the wall without a sign-in: made, seen and revoked.</summary>
public sealed partial class DisplaysPage(
    IUseCase<GetDisplays, IReadOnlyList<DisplayRow>> get, IUseCase<IssueDisplay, IssuedDisplay> issue, IUseCase<RevokeDisplay, Done> revoke,
    NavigationManager navigation, IToasts toasts, IStringLocalizer<AlertsText> texts, TimeProvider clock) : ComponentBase
{
    private IReadOnlyList<DisplayRow>? _rows;
    private Refusal? _refusal;
    private string _name = "";
    private string? _link;
    private int _days = 365;
    private bool _busy;

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var found = await get.RunAsync(new GetDisplays());
        (_rows, _refusal) = (found.Value, found.Refusal);
    }

    private async Task IssueAsync()
    {
        _busy = true;
        try
        {
            var issued = await issue.RunAsync(new IssueDisplay(_name, _days == 0 ? null : clock.GetUtcNow().AddDays(_days)));
            if (issued.Refusal is { } refusal)
            {
                toasts.Error(texts.ForRefusal(refusal));
                return;
            }
            _link = navigation.ToAbsoluteUri($"/wall?display={issued.Required.Token}").ToString();
            _name = "";
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task RevokeAsync(DisplayRow row)
    {
        if (!await toasts.ConfirmAsync(texts["Displays.Revoke"], texts["Displays.RevokeConsequence", row.Name], texts["Displays.Revoke"])) return;
        if ((await revoke.RunAsync(new RevokeDisplay(row.Id))).Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        await LoadAsync();
    }
}
