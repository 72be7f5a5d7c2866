using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Intake;

/// <summary>The events that wait for a person.</summary>
public partial class WaitingEventsPage(
    IUseCase<GetWaitingEvents, WaitingEvents> get, IUseCase<DismissEvents, DismissedEvents> dismiss, IUseCase<RestoreEvents, Done> restore,
    ICallerSource callers, IToasts toasts, IStringLocalizer<IntakeText> texts) : ComponentBase
{
    private WaitingEvents? _waiting;
    private Refusal? _refusal;
    private bool _mayDismiss;

    protected override async Task OnInitializedAsync()
    {
        _mayDismiss = (await callers.GetAsync(default)).May(Permission.ActOnOrders);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var got = await get.RunAsync(new GetWaitingEvents());
        (_waiting, _refusal) = (got.Value, got.Refusal);
    }

    private async Task DismissAsync(DismissEvents request)
    {
        var dismissed = await dismiss.RunAsync(request);
        if (dismissed.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        else toasts.Undo(texts[dismissed.Required.Count == 1 ? "DismissedOne" : "Dismissed", dismissed.Required.Count], () => InvokeAsync(() => RestoreAsync(dismissed.Required.At)));
        await LoadAsync();
    }

    private async Task RestoreAsync(DateTimeOffset at)
    {
        if ((await restore.RunAsync(new RestoreEvents(at))).Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        await LoadAsync();
        StateHasChanged();
    }
}
