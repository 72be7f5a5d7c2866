using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Notifications;

/// <summary>Switches a channel on again whose receiver had said that it was gone.</summary>
[Requires(Permission.EditConfiguration)]
public sealed record EnableChannel(string Code);

internal sealed class EnableChannelHandler(IOrderGuardDb db, AuditTrail audit, TimeProvider clock) : IHandler<EnableChannel, Done>
{
    private static readonly LocalizedText SwitchedOn = new("Switched on again", "已重新启用");

    public async Task<Result<Done>> HandleAsync(EnableChannel request, CancellationToken ct)
    {
        if (await db.ChannelGates.SingleOrDefaultAsync(x => x.Channel == request.Code, ct) is not { } gate) return Refusal.NotFound("channel");
        gate.Enable();
        audit.Record("channel.enabled", "channel", request.Code);
        var cause = ChannelTrouble.CauseOf(request.Code);
        if (await db.Alerts.SingleOrDefaultAsync(x => x.OpenCause == cause, ct) is { } alert) alert.Resolve(SwitchedOn, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new Done();
    }
}
