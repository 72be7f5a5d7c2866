using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Lets a member in again, and ends the pause after too many wrong passwords.</summary>
[Requires(Permission.ManagePeople)]
public sealed record UnlockPerson(UserId Person);

internal sealed class UnlockPersonHandler(IOrderGuardDb db, IAccounts accounts, MemberRules rules, AuditTrail audit) : IHandler<UnlockPerson, Done>
{
    public Task<Result<Done>> HandleAsync(UnlockPerson request, CancellationToken ct) => db.InTransactionAsync<Result<Done>>(async token =>
    {
        var found = await rules.FindAsync(request.Person, weakens: false, token);
        if (found.Refusal is { } refusal) return refusal;
        found.Required.Unlock();
        audit.Record("member.unlocked", "person", (await accounts.FindAsync(request.Person, token))?.DisplayName ?? request.Person.Value.ToString());
        await db.SaveChangesAsync(token);
        await accounts.EndLockOutAsync(request.Person, token);
        return new Done();
    }, ct);
}
