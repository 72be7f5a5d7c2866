using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>What holds for every change of a member: never oneself, never beyond oneself, never the last administrator.</summary>
internal sealed class MemberRules(IOrderGuardDb db, Caller caller)
{
    public static bool Beyond(Caller caller, Role role) => role is Role.PlatformOperator || RolePermissions.Of(role).Any(x => !caller.May(x));

    /// <summary>The member to change; or why it cannot be.</summary>
    public async Task<Result<Membership>> FindAsync(UserId person, bool weakens, CancellationToken ct)
    {
        if (await db.Memberships.SingleOrDefaultAsync(x => x.UserId == person, ct) is not { } member) return TenancyRefusals.PersonNotFound;
        if (caller.UserId == person) return TenancyRefusals.NotYourself;
        if (!weakens || member.Role is not Role.TenantAdmin || member.Locked) return member;

        // Takes the ledger row, so that two administrators who demote each other at the same time come one after the other.
        await db.Ledgers.ExecuteUpdateAsync(x => x.SetProperty(l => l.AuditSequence, l => l.AuditSequence), ct);
        var others = await db.Memberships.CountAsync(x => x.Role == Role.TenantAdmin && !x.Locked && x.UserId != person, ct);
        return others == 0 ? TenancyRefusals.LastAdmin : member;
    }
}
