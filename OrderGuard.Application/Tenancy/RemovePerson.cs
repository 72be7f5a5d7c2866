using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Ends a person's membership of the caller's tenant; the account and other memberships stay.</summary>
[Requires(Permission.ManagePeople)]
public sealed record RemovePerson(UserId Person);

internal sealed class RemovePersonHandler(IOrderGuardDb db, IAccounts accounts, MemberRules rules, AuditTrail audit) : IHandler<RemovePerson, Done>
{
    public Task<Result<Done>> HandleAsync(RemovePerson request, CancellationToken ct) => db.InTransactionAsync<Result<Done>>(async token =>
    {
        var found = await rules.FindAsync(request.Person, weakens: true, token);
        if (found.Refusal is { } refusal) return refusal;
        var account = await accounts.FindAsync(request.Person, token);
        audit.Record("member.removed", "person", account?.DisplayName ?? request.Person.Value.ToString(), new { found.Required.Role });
        db.Memberships.Remove(found.Required);
        await db.SaveChangesAsync(token);
        return new Done();
    }, ct);
}
