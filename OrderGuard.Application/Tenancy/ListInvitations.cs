using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>The invitations of the caller's tenant that are neither accepted nor taken back, newest first.</summary>
[Requires(Permission.ManagePeople)]
public sealed record ListInvitations;

public sealed record PendingInvitation(InvitationId Id, string Email, Role Role, string InvitedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

internal sealed class ListInvitationsHandler(IOrderGuardDb db) : IHandler<ListInvitations, IReadOnlyList<PendingInvitation>>
{
    public async Task<Result<IReadOnlyList<PendingInvitation>>> HandleAsync(ListInvitations request, CancellationToken ct) => await db.Invitations
        .Where(x => x.AcceptedAt == null && x.RevokedAt == null)
        .OrderByDescending(x => x.CreatedAt)
        .Select(x => new PendingInvitation(x.Id, x.Email, x.Role, x.InvitedBy, x.CreatedAt, x.ExpiresAt))
        .ToListAsync(ct);
}
