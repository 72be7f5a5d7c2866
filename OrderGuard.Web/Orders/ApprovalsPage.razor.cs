using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Orders;

/// <summary>The actions that wait for a person: what, why, how much, and a yes or no.</summary>
public sealed partial class ApprovalsPage(
    IUseCase<GetApprovals, ApprovalList> getList, IUseCase<GetApproval, ApprovalDetail> get, IUseCase<DecideAction, ApprovalDetail> decide, ICallerSource callers, ILiveFeed feed,
    NavigationManager navigation, IToasts toasts, IStringLocalizer<OrdersText> texts) : ComponentBase, IDisposable
{
    private ApprovalList? _list;
    private ApprovalDetail? _detail;
    private Refusal? _refusal;
    private Guid? _current;
    private IDisposable? _watch;
    private bool _busy;

    /// <summary>The request that a link leads to.</summary>
    [Parameter] public Guid? Id { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive && (await callers.GetAsync(CancellationToken.None)).TenantId is { } tenant)
            _watch = feed.Subscribe(tenant, x => Concerns(x) ? InvokeAsync(LoadAsync) : Task.CompletedTask);
    }

    protected override async Task OnParametersSetAsync()
    {
        _current = Id ?? _current;
        await LoadAsync();
    }

    public void Dispose() => _watch?.Dispose();

    private async Task LoadAsync()
    {
        var found = await getList.RunAsync(new GetApprovals());
        (_refusal, _list) = (found.Refusal, found.Value ?? _list);
        if (Id is { } id)
        {
            var one = await get.RunAsync(new GetApproval(new ActionRequestId(id)));
            (_detail, _refusal) = (one.Value, _refusal ?? one.Refusal);
        }
        else _detail = null;
        StateHasChanged();
    }

    /// <summary>What somebody else decides, what is asked for, and what happens to an order that is listed.</summary>
    private bool Concerns(LiveChange change) => change switch
    {
        ActionsLiveChange => true,
        OrdersLiveChange orders => _list?.Waiting.Any(x => orders.OrderNos.Contains(x.OrderNo)) == true,
        AlertLiveChange alert => alert.Alert.OrderNo is not null && alert.Change is not AlertChange.Raised,
        _ => false,
    };

    private void Open(Guid id) => navigation.NavigateTo($"/approvals/{id}");

    private void Close() => navigation.NavigateTo("/approvals");

    private async Task DecideAsync(DecideAction decision)
    {
        if (_busy) return;
        _busy = true;
        try
        {
            var answer = await decide.RunAsync(decision);
            if (answer.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            else toasts.Success(texts[decision.Approve ? "Approvals.Approved" : "Approvals.Refused", answer.Required.Row.OrderNo]);
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task OnKeyAsync(KeyboardEventArgs e)
    {
        if (e.CtrlKey || e.MetaKey || e.AltKey || _list is not { } list) return;
        var at = list.Waiting.ToList().FindIndex(x => x.Id == _current);
        if (e.Key is "j" or "k" && list.Waiting.Count > 0) _current = list.Waiting[Math.Clamp(at + (e.Key == "j" ? 1 : -1), 0, list.Waiting.Count - 1)].Id;
        else if (e.Key == "Enter" && at >= 0 && Id != _current) Open(list.Waiting[at].Id);
        else if (e.Key == "Escape" && Id is not null) Close();
        else if (e.Key == "a" && at >= 0) await DecideAsync(new DecideAction(new ActionRequestId(list.Waiting[at].Id), true));
    }
}
