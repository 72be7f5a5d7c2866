using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Makes a one-time link with which a member chooses a new password.</summary>
[Requires(Permission.ManagePeople)]
public sealed record IssueResetLink(UserId Person);

internal sealed class IssueResetLinkHandler(IOrderGuardDb db, IAccounts accounts, PasswordResets resets, Caller caller) : IHandler<IssueResetLink, HandedLink>
{
    public async Task<Result<HandedLink>> HandleAsync(IssueResetLink request, CancellationToken ct)
    {
        if (!await db.Memberships.AnyAsync(x => x.UserId == request.Person, ct) || await accounts.FindAsync(request.Person, ct) is not { } account) return TenancyRefusals.PersonNotFound;
        // Whoever holds the link becomes the person, so it must not open a door that is not this tenant's.
        var elsewhere = await db.Memberships.OfAllTenants().AnyAsync(x => x.UserId == request.Person && x.TenantId != caller.RequiredTenant, ct);
        if ((elsewhere || account.IsPlatformOperator) && !caller.May(Permission.ManageTenants)) return TenancyRefusals.InOtherTenants;
        var link = await resets.AddAsync(account, ct);
        await db.SaveChangesAsync(ct);
        return link;
    }
}
