using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;

namespace OrderGuard.Application.Notifications;

/// <summary>What follows when a channel cannot deliver: its fall-back takes over, and a receiver that is gone is said so.</summary>
internal sealed class ChannelTrouble(IOrderGuardDb db, Caller caller, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Ends a delivery and gives its notice to the channel's fall-back, unless that has it already.</summary>
    public async Task FallBackAsync(Delivery delivery, ChannelDefinition? channel, NoticeStyle style, SendOutcome outcome, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var next = channel?.Fallback is { } code && style.Document.Listening(code) is { } on ? style.Document.Channels.FirstOrDefault(x => x.Code == on) : null;
        var key = delivery.Key;
        var takesOver = next is not null && delivery.Event != NoticeKinds.Test && !await db.Deliveries.AnyAsync(x => x.Key == key && x.Channel == next.Code, ct);
        delivery.Fail(outcome.Status, outcome.Answer, takesOver ? next!.Code : null, now);
        if (!takesOver) return;

        var other = NoticeHandler.Of(delivery.TenantId, Notices.Read(delivery.Notice), next!.Code, next, style, now, delivery.Channel);
        db.Deliveries.Add(other);
        db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), delivery.TenantId, WorkKinds.Deliver, next.Code, other.DueAt, now));
    }

    /// <summary>Switches the channel off and raises an alert, until a person switches it on again.</summary>
    public async Task DisableAsync(ChannelGate gate, ChannelDefinition channel, SendOutcome outcome, CancellationToken ct)
    {
        if (gate.DisabledAt is not null) return;
        var now = clock.GetUtcNow();
        gate.Disable(now);
        audit.Record("channel.disabled", "channel", channel.Code, null, new { outcome.Status, outcome.Answer });
        var cause = CauseOf(channel.Code);
        if (await db.Alerts.AnyAsync(x => x.OpenCause == cause, ct)) return;
        var name = channel.Label ?? new LocalizedText(channel.Code, channel.Code);
        db.Alerts.Add(Alert.Raise(caller.RequiredTenant, new AlertCause(AlertKind.Sync, AlertSeverity.Warning, cause,
            new LocalizedText($"Channel {name.En} is switched off: its receiver is gone", $"渠道“{name.Zh}”已停用：接收方已不存在"), now, null, 0), now));
    }

    public static string CauseOf(string channel) => $"channel:{channel}";
}
