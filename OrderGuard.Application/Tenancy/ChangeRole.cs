using FluentValidation;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Gives a member another role; it counts with the member's next request.</summary>
[Requires(Permission.ManagePeople)]
public sealed record ChangeRole(UserId Person, Role Role);

public sealed class ChangeRoleValidator : AbstractValidator<ChangeRole>
{
    public ChangeRoleValidator()
    {
        RuleFor(x => x.Role).IsInEnum().NotEqual(Role.PlatformOperator);
    }
}

internal sealed class ChangeRoleHandler(IOrderGuardDb db, IAccounts accounts, MemberRules rules, Caller caller, AuditTrail audit) : IHandler<ChangeRole, Done>
{
    public Task<Result<Done>> HandleAsync(ChangeRole request, CancellationToken ct) => db.InTransactionAsync<Result<Done>>(async token =>
    {
        var found = await rules.FindAsync(request.Person, request.Role is not Role.TenantAdmin, token);
        if (found.Refusal is { } refusal) return refusal;
        if (MemberRules.Beyond(caller, request.Role)) return TenancyRefusals.AboveYourself;
        var member = found.Required;
        if (member.Role == request.Role) return new Done();

        var account = await accounts.FindAsync(request.Person, token);
        audit.Record("member.role-changed", "person", account?.DisplayName ?? request.Person.Value.ToString(), new { member.Role }, new { request.Role });
        member.Change(request.Role);
        await db.SaveChangesAsync(token);
        return new Done();
    }, ct);
}
