using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Application.Review;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Orders;

/// <summary>All that is known of one order, and what may be asked of it.</summary>
public partial class OrderDetailPage(
    IUseCase<GetOrder, OrderDetail> getOrder, IUseCase<GetOrderPushes, OrderPushList> getPushes, IUseCase<ActOnOrder, ActedOrder> act,
    IUseCase<GetOrderRisk, OrderRiskView> getRisk, IUseCase<FlagMisjudged, FlaggedOrder> flag, ICallerSource callers, ILiveFeed feed, IToasts toasts,
    IStringLocalizer<OrdersText> texts) : ComponentBase, IDisposable
{
    private OrderDetail? _order;
    private OrderRiskView? _risk;
    private IReadOnlyList<PushView> _pushes = [];
    private Refusal? _refusal;
    private IDisposable? _subscription;
    private string? _loaded;
    private bool _mayAct, _mayViewRisk, _busy, _changed;

    [Parameter] public string OrderNo { get; set; } = "";

    protected override async Task OnInitializedAsync()
    {
        var caller = await callers.GetAsync(default);
        _mayAct = caller.May(Permission.ActOnOrders);
        _mayViewRisk = caller.May(Permission.ViewRisk);
        if (RendererInfo.IsInteractive && caller.TenantId is { } tenant) _subscription = feed.Subscribe(tenant, OnChangeAsync);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded == OrderNo) return;
        _loaded = OrderNo;
        _order = null;
        await LoadAsync();
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task LoadAsync()
    {
        var found = await getOrder.RunAsync(new GetOrder(OrderNo));
        (_order, _refusal, _changed) = (found.Value, found.Refusal, false);
        _pushes = (await getPushes.RunAsync(new GetOrderPushes(OrderNo))).Value?.Pushes ?? [];
        _risk = _mayViewRisk ? (await getRisk.RunAsync(new GetOrderRisk(OrderNo))).Value : null;
    }

    private async Task FlagAsync(FlagMisjudged request)
    {
        _busy = true;
        try
        {
            var flagged = await flag.RunAsync(request);
            if (flagged.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            else toasts.Success(texts[request.Fraud ? "Flagged.Fraud" : flagged.Required.Restoring ? "Flagged.Restoring" : flagged.Required.Released ? "Flagged.Released" : "Flagged.Honest", request.OrderNo]);
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task ActAsync(ActOnOrder request)
    {
        _busy = true;
        try
        {
            var acted = await act.RunAsync(request);
            if (acted.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            else if (acted.Required.Approval is not null) toasts.Success(texts["Done.SecondPerson"]);
            else toasts.Success(texts[$"Done.{request.Action}", request.OrderNo]);
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    /// <summary>A person's reason as it was written; the system's own in the viewer's language, as its alert says it.</summary>
    private string ReasonOf(Hold hold) => hold.Kind switch
    {
        HoldKinds.Risk when hold.By == Actor.System.Name && _order?.Alerts.FirstOrDefault(x => x.Kind is AlertKind.Risk && x.State is not AlertState.Resolved) is { } alert => alert.Title.Say(),
        HoldKinds.Assessment => texts["Held.NotAssessed"],
        _ => hold.Reason,
    };

    private Task OnChangeAsync(LiveChange change)
    {
        var concerns = change switch
        {
            OrdersLiveChange orders => orders.OrderNos.Contains(OrderNo),
            AlertLiveChange alert => alert.Alert.OrderNo == OrderNo,
            _ => false,
        };
        if (!concerns || _busy) return Task.CompletedTask;
        _changed = true;
        return InvokeAsync(StateHasChanged);
    }
}
