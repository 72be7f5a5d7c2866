using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Makes a reset link for anybody who has an account; for those whom no single tenant answers for.</summary>
[Requires(Permission.ManageTenants)]
public sealed record IssueAnyResetLink(string Email);

public sealed class IssueAnyResetLinkValidator : AbstractValidator<IssueAnyResetLink>
{
    public IssueAnyResetLinkValidator()
    {
        RuleFor(x => x.Email).NotEmpty().MaximumLength(Invitation.EmailMaxLength);
    }
}

internal sealed class IssueAnyResetLinkHandler(IOrderGuardDb db, IAccounts accounts, PasswordResets resets, CallerScope callers) : IHandler<IssueAnyResetLink, HandedLink>
{
    public async Task<Result<HandedLink>> HandleAsync(IssueAnyResetLink request, CancellationToken ct)
    {
        if (await accounts.FindByEmailAsync(request.Email, ct) is not { } account) return TenancyRefusals.PersonNotFound;
        using var platform = callers.WorkIn(TenantId.Platform);
        var link = await resets.AddAsync(account, ct);
        await db.SaveChangesAsync(ct);
        return link;
    }
}
