using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Shuts a member out of the caller's tenant at once, until unlocked.</summary>
[Requires(Permission.ManagePeople)]
public sealed record LockPerson(UserId Person);

internal sealed class LockPersonHandler(IOrderGuardDb db, IAccounts accounts, MemberRules rules, AuditTrail audit) : IHandler<LockPerson, Done>
{
    public Task<Result<Done>> HandleAsync(LockPerson request, CancellationToken ct) => db.InTransactionAsync<Result<Done>>(async token =>
    {
        var found = await rules.FindAsync(request.Person, weakens: true, token);
        if (found.Refusal is { } refusal) return refusal;
        found.Required.Lock();
        audit.Record("member.locked", "person", (await accounts.FindAsync(request.Person, token))?.DisplayName ?? request.Person.Value.ToString());
        await db.SaveChangesAsync(token);
        return new Done();
    }, ct);
}
