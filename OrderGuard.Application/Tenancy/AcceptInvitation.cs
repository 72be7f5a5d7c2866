using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Joins the tenant that the link is for; with name and password where the person has no account yet, else signed in as that person.</summary>
[Anyone]
public sealed record AcceptInvitation(string Token, string? Name, string? Password);

public sealed class AcceptInvitationValidator : AbstractValidator<AcceptInvitation>
{
    public AcceptInvitationValidator()
    {
        RuleFor(x => x.Name).MaximumLength(Account.NameMaxLength);
    }
}

internal sealed class AcceptInvitationHandler(
    IOrderGuardDb db, Invitations invitations, IAccounts accounts, CallerScope callers, AuditTrail audit, AccessDenials denials, TimeProvider clock) : IHandler<AcceptInvitation, Done>
{
    public async Task<Result<Done>> HandleAsync(AcceptInvitation request, CancellationToken ct)
    {
        if (await invitations.FindOpenAsync(request.Token, ct) is not { } found)
        {
            await denials.RecordAsync(callers.Current, "invitation", ct);
            return TenancyRefusals.LinkSpent;
        }
        var email = found.Invitation.Email;
        var known = await accounts.FindByEmailAsync(email, ct);
        if (known is not null && callers.Current.UserId != known.Id) return callers.Current.UserId is null ? TenancyRefusals.SignInToAccept : TenancyRefusals.OtherPersonsInvitation;
        if (known is null && string.IsNullOrWhiteSpace(request.Name)) return Refusal.Invalid("invalid", "A name is needed.", new Problem("/name", "A name is needed."));
        if (known is null && PasswordRules.Check(request.Password ?? "", email) is { } weak) return weak;

        return await db.InTransactionAsync(async token => await JoinAsync(request, known, token), ct);
    }

    private async Task<Result<Done>> JoinAsync(AcceptInvitation request, Account? known, CancellationToken ct)
    {
        // Read again: the transaction may be a second attempt, and somebody else may have come first.
        if (await invitations.FindOpenAsync(request.Token, ct) is not { } found) return TenancyRefusals.LinkSpent;
        var invitation = found.Invitation;
        var now = clock.GetUtcNow();
        if (known is null)
        {
            var made = await accounts.CreateAsync(invitation.Email, request.Name!, request.Password!, isPlatformOperator: false, ct);
            if (made.Refusal is { } refusal) return refusal;
            known = made.Required;
        }
        if (invitation.Accept(now) is { } spent) return spent;

        using (callers.WorkIn(invitation.TenantId, new Actor(ActorKind.Person, known.Id.Value.ToString(), known.DisplayName, callers.Current.Actor.Address)))
        {
            var member = await db.Memberships.SingleOrDefaultAsync(x => x.UserId == known.Id, ct);
            // One who is a member already keeps the role; the people page changes it.
            if (member is null) db.Memberships.Add(Membership.Of(invitation.TenantId, known.Id, invitation.Role, now));
            audit.Record("invitation.accepted", "person", known.DisplayName, null, new { role = member?.Role ?? invitation.Role });
            await db.SaveChangesAsync(ct);
        }
        return new Done();
    }
}
