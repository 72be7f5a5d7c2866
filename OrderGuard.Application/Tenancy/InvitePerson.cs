using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Offers somebody a role in the caller's tenant; the answer is the link to hand over.</summary>
[Requires(Permission.ManagePeople)]
public sealed record InvitePerson(string Email, Role Role);

public sealed class InvitePersonValidator : AbstractValidator<InvitePerson>
{
    public InvitePersonValidator()
    {
        RuleFor(x => x.Email).EmailAddress().MaximumLength(Invitation.EmailMaxLength);
        RuleFor(x => x.Role).IsInEnum().NotEqual(Role.PlatformOperator);
    }
}

internal sealed class InvitePersonHandler(IOrderGuardDb db, IAccounts accounts, Invitations invitations, Caller caller) : IHandler<InvitePerson, HandedLink>
{
    public async Task<Result<HandedLink>> HandleAsync(InvitePerson request, CancellationToken ct)
    {
        if (MemberRules.Beyond(caller, request.Role)) return TenancyRefusals.AboveYourself;
        var account = await accounts.FindByEmailAsync(request.Email, ct);
        if (account is not null && await db.Memberships.AnyAsync(x => x.UserId == account.Id, ct)) return TenancyRefusals.AlreadyMember;
        var link = await invitations.AddAsync(request.Email, request.Role, ct);
        await db.SaveChangesAsync(ct);
        return link;
    }
}
