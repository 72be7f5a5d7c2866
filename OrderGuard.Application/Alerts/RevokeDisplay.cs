using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>Ends a display's link; a screen that shows the wall by it goes dark at once.</summary>
[Requires(Permission.ManageDisplays)]
public sealed record RevokeDisplay(DisplayTokenId Id);

/// <summary>A display's link was revoked.</summary>
public sealed record DisplayRevokedLiveChange(TenantId Tenant, DisplayTokenId Display) : LiveChange(Tenant);

internal sealed class RevokeDisplayHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, ILiveFeed feed, TimeProvider clock) : IHandler<RevokeDisplay, Done>
{
    public async Task<Result<Done>> HandleAsync(RevokeDisplay request, CancellationToken ct)
    {
        var display = await db.DisplayTokens.SingleOrDefaultAsync(x => x.Id == request.Id, ct);
        if (display is null) return DisplayRefusals.NotFound;
        if (display.Revoke(clock.GetUtcNow()) is { } refusal) return refusal;

        audit.Record("display.revoked", "display", display.Id.Value.ToString(), null, new { display.Name });
        await db.SaveChangesAsync(ct);
        feed.Publish(new DisplayRevokedLiveChange(caller.RequiredTenant, request.Id));
        return new Done();
    }
}
