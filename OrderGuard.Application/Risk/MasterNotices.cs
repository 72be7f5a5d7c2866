using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Risk;

/// <summary>Tells the orders' master system of holding and releasing, on the same way as other actions; it does not save.</summary>
internal sealed class MasterNotices(IOrderGuardDb db, ActionDesk desk, AuditTrail audit)
{
    public void Tell(Order order, OrderAction action, LocalizedText reason, TenantConfiguration configuration, string by, DateTimeOffset now)
    {
        if (!configuration.Document.Risk.TellMaster) return;
        var request = ActionRequest.Ask(order, null, action, null, reason, by, now);
        db.ActionRequests.Add(request);
        audit.Record("action.requested", "action", request.Id.Value.ToString(), null, new { request.OrderNo, request.Action, request.FromStatus });
        desk.Queue(request, now);
    }
}
