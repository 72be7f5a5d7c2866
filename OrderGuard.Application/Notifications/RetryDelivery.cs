using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Notifications;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Notifications;

/// <summary>Has a message that failed tried again, from its first attempt.</summary>
[Requires(Permission.HandleAlerts)]
public sealed record RetryDelivery(DeliveryId Id);

internal sealed class RetryDeliveryHandler(IOrderGuardDb db, AuditTrail audit, TimeProvider clock) : IHandler<RetryDelivery, Done>
{
    public async Task<Result<Done>> HandleAsync(RetryDelivery request, CancellationToken ct)
    {
        if (await db.Deliveries.SingleOrDefaultAsync(x => x.Id == request.Id, ct) is not { } delivery) return Refusal.NotFound("message");
        if (delivery.Event == NoticeKinds.Test) return NotificationRefusals.NotFailed;
        var now = clock.GetUtcNow();
        if (delivery.Retry(now) is { } refusal) return refusal;
        db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), delivery.TenantId, WorkKinds.Deliver, delivery.Channel, now, now));
        audit.Record("notification.retried", "notification", delivery.Id.Value.ToString(), null, new { delivery.Channel, delivery.Event, delivery.OrderNo });
        await db.SaveChangesAsync(ct);
        return new Done();
    }
}
