using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Begins a browser session with e-mail and password.</summary>
[Anyone]
public sealed record SignIn(string Email, string Password, bool Remember, string Device);

/// <summary>Either the person, or a ticket to show with the second factor.</summary>
public sealed record SignInAnswer(SignedInPerson? Person, string? Ticket);

public sealed class SignInValidator : AbstractValidator<SignIn>
{
    public SignInValidator()
    {
        RuleFor(x => x.Email).NotEmpty().MaximumLength(Invitation.EmailMaxLength);
        RuleFor(x => x.Password).NotEmpty().MaximumLength(PasswordRules.MaxLength);
    }
}

internal sealed class SignInHandler(IAccounts accounts, SessionStart sessions, SignInDenials denials, ISignInTickets tickets, TimeProvider clock) : IHandler<SignIn, SignInAnswer>
{
    public async Task<Result<SignInAnswer>> HandleAsync(SignIn request, CancellationToken ct)
    {
        var account = await accounts.FindByEmailAsync(request.Email, ct);
        switch (await accounts.CheckPasswordAsync(account?.Id, request.Password, ct))
        {
            case CredentialCheck.LockedOut:
                await denials.RecordAsync(account, request.Email, "sign-in while locked out", ct);
                return TenancyRefusals.LockedOut;
            case CredentialCheck.Wrong:
                await denials.RecordAsync(account, request.Email, "sign-in", ct);
                return TenancyRefusals.WrongCredentials;
        }

        if (account!.SecondFactor) return new SignInAnswer(null, tickets.Write(new SignInTicket(account.Id, account.Stamp, request.Remember, clock.GetUtcNow())));
        return new SignInAnswer(await sessions.BeginAsync(account, request.Device, request.Remember, ct), null);
    }
}
