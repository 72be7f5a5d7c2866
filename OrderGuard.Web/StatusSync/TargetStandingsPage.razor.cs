using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.StatusSync;

/// <summary>How the target systems stand, as it happens.</summary>
public partial class TargetStandingsPage(
    IUseCase<GetTargets, TargetStandings> get, IUseCase<PauseTarget, Done> pause, ICallerSource callers, ILiveFeed feed, IToasts toasts, IStringLocalizer<TargetsText> texts) : ComponentBase, IDisposable
{
    private TargetStandings? _standings;
    private Refusal? _refusal;
    private IDisposable? _subscription;
    private bool _mayAct, _busy;

    protected override async Task OnInitializedAsync()
    {
        var caller = await callers.GetAsync(default);
        _mayAct = caller.May(Permission.ActOnOrders);
        await LoadAsync();
        if (RendererInfo.IsInteractive && caller.TenantId is { } tenant) _subscription = feed.Subscribe(tenant, x => x is PushesLiveChange or ConfigurationLiveChange ? InvokeAsync(LoadAsync) : Task.CompletedTask);
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task LoadAsync()
    {
        var found = await get.RunAsync(new GetTargets());
        (_standings, _refusal) = (found.Value, found.Refusal);
        StateHasChanged();
    }

    private async Task PauseAsync(TargetStanding target)
    {
        _busy = true;
        try
        {
            var paused = target.PausedAt is null;
            if ((await pause.RunAsync(new PauseTarget(target.Code, paused))).Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            else toasts.Success(texts[paused ? "Paused" : "Resumed", target.Label.Or(target.Code)]);
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
