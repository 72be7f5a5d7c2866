using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Goes on from the ticket of the right password with a code of the authenticator app or a recovery code.</summary>
[Anyone]
public sealed record ConfirmSecondFactor(string Ticket, string Code, string Device);

public sealed class ConfirmSecondFactorValidator : AbstractValidator<ConfirmSecondFactor>
{
    public ConfirmSecondFactorValidator()
    {
        RuleFor(x => x.Code).NotEmpty().MaximumLength(40);
    }
}

internal sealed class ConfirmSecondFactorHandler(IAccounts accounts, SessionStart sessions, SignInDenials denials, ISignInTickets tickets, TimeProvider clock)
    : IHandler<ConfirmSecondFactor, SignedInPerson>
{
    public async Task<Result<SignedInPerson>> HandleAsync(ConfirmSecondFactor request, CancellationToken ct)
    {
        if (tickets.Read(request.Ticket) is not { } ticket || clock.GetUtcNow() - ticket.IssuedAt >= SignInTicket.Lifetime) return TenancyRefusals.SignInExpired;
        var account = await accounts.FindAsync(ticket.UserId, ct);
        if (account is null || account.Stamp != ticket.Stamp || !account.SecondFactor) return TenancyRefusals.SignInExpired;

        switch (await accounts.CheckSecondFactorAsync(account.Id, request.Code, ct))
        {
            case CredentialCheck.LockedOut:
                await denials.RecordAsync(account, account.Email, "second factor while locked out", ct);
                return TenancyRefusals.LockedOut;
            case CredentialCheck.Wrong:
                await denials.RecordAsync(account, account.Email, "second factor", ct);
                return TenancyRefusals.WrongCode;
        }
        return await sessions.BeginAsync(account, request.Device, ticket.Remember, ct);
    }
}
