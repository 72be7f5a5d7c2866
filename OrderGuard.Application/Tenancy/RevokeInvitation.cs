using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Takes an invitation back, so that its link is worth nothing.</summary>
[Requires(Permission.ManagePeople)]
public sealed record RevokeInvitation(InvitationId Id);

internal sealed class RevokeInvitationHandler(IOrderGuardDb db, AuditTrail audit, TimeProvider clock) : IHandler<RevokeInvitation, Done>
{
    public async Task<Result<Done>> HandleAsync(RevokeInvitation request, CancellationToken ct)
    {
        var invitation = await db.Invitations.SingleOrDefaultAsync(x => x.Id == request.Id, ct);
        if (invitation is null) return Refusal.NotFound("invitation");
        if (invitation.Revoke(clock.GetUtcNow()) is { } refusal) return refusal;
        audit.Record("invitation.revoked", "invitation", invitation.Email);
        await db.SaveChangesAsync(ct);
        return new Done();
    }
}
