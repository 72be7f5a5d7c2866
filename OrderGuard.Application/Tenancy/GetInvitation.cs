using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Tells whoever holds the link what it offers.</summary>
[Anyone]
public sealed record GetInvitation(string Token);

public sealed record InvitationOffer(string Email, string TenantName, Role Role, string InvitedBy, DateTimeOffset ExpiresAt, bool HasAccount);

internal sealed class GetInvitationHandler(Invitations invitations, IAccounts accounts) : IHandler<GetInvitation, InvitationOffer>
{
    public async Task<Result<InvitationOffer>> HandleAsync(GetInvitation request, CancellationToken ct)
    {
        if (await invitations.FindOpenAsync(request.Token, ct) is not { } found) return TenancyRefusals.LinkSpent;
        var account = await accounts.FindByEmailAsync(found.Invitation.Email, ct);
        return new InvitationOffer(found.Invitation.Email, found.Tenant.Name, found.Invitation.Role, found.Invitation.InvitedBy, found.Invitation.ExpiresAt, account is not null);
    }
}
