using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>What is handed out: the secret of the link, shown this once, and until when it works.</summary>
public sealed record HandedLink(string Token, DateTimeOffset ExpiresAt);

/// <summary>Writes invitations of the tenant that is worked in, and finds one by its link.</summary>
internal sealed class Invitations(IOrderGuardDb db, CallerScope callers, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Adds an invitation beside its audit entry; one that is open for the same person is taken back.</summary>
    public async Task<HandedLink> AddAsync(string email, Role role, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var address = email.Trim();
        foreach (var older in await db.Invitations.Where(x => x.Email == address && x.AcceptedAt == null && x.RevokedAt == null).ToListAsync(ct)) older.Revoke(now);
        var token = OneTimeToken.New();
        var caller = callers.Current;
        var invitation = Invitation.To(caller.RequiredTenant, address, role, OneTimeToken.HashOf(token), caller.Actor.Name, now);
        db.Invitations.Add(invitation);
        audit.Record("invitation.issued", "invitation", address, null, new { role, invitation.ExpiresAt });
        return new HandedLink(token, invitation.ExpiresAt);
    }

    /// <summary>The open invitation of a link, whichever tenant it is for; null where the tenant is suspended.</summary>
    public async Task<(Invitation Invitation, Tenant Tenant)?> FindOpenAsync(string token, CancellationToken ct)
    {
        var hash = OneTimeToken.HashOf(token);
        var invitation = await db.Invitations.OfAllTenants().SingleOrDefaultAsync(x => x.TokenHash == hash, ct);
        if (invitation is null || !invitation.IsOpen(clock.GetUtcNow())) return null;
        var tenant = await db.Tenants.SingleAsync(x => x.Id == invitation.TenantId, ct);
        return tenant.Suspended ? null : (invitation, tenant);
    }
}
