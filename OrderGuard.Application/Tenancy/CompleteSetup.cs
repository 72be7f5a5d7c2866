using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Makes the first platform operator with the link that the log printed.</summary>
[Anyone]
public sealed record CompleteSetup(string Token, string Email, string Name, string Password);

public sealed class CompleteSetupValidator : AbstractValidator<CompleteSetup>
{
    public CompleteSetupValidator()
    {
        RuleFor(x => x.Email).EmailAddress().MaximumLength(Invitation.EmailMaxLength);
        RuleFor(x => x.Name).NotEmpty().MaximumLength(Account.NameMaxLength);
    }
}

internal sealed class CompleteSetupHandler(IOrderGuardDb db, IAccounts accounts, SetupLink link, CallerScope callers, AuditTrail audit, AccessDenials denials)
    : IHandler<CompleteSetup, Done>
{
    public async Task<Result<Done>> HandleAsync(CompleteSetup request, CancellationToken ct)
    {
        if (!link.Admits(request.Token))
        {
            await denials.RecordAsync(callers.Current, "set-up", ct);
            return TenancyRefusals.SetupClosed;
        }
        if (PasswordRules.Check(request.Password, request.Email) is { } weak) return weak;

        using var platform = callers.WorkIn(TenantId.Platform);
        var made = await db.InTransactionAsync(async token =>
        {
            // Takes the platform's ledger row, so that of two nodes only one finds no account.
            await db.Ledgers.ExecuteUpdateAsync(x => x.SetProperty(l => l.AuditSequence, l => l.AuditSequence), token);
            if (await accounts.AnyAsync(token)) return TenancyRefusals.SetupClosed;
            var account = await accounts.CreateAsync(request.Email, request.Name, request.Password, isPlatformOperator: true, token);
            if (account.Refusal is not null) return account;
            audit.Record("platform.set-up", "person", request.Name);
            await db.SaveChangesAsync(token);
            return account;
        }, ct);
        if (made.Refusal is { } refusal) return refusal;
        link.Close();
        return new Done();
    }
}
