using FluentValidation;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Tenancy;

/// <summary>Changes the name under which others see the caller.</summary>
[SignedIn]
public sealed record ChangeName(string Name);

public sealed class ChangeNameValidator : AbstractValidator<ChangeName>
{
    public ChangeNameValidator()
    {
        RuleFor(x => x.Name).NotEmpty().MaximumLength(Account.NameMaxLength);
    }
}

internal sealed class ChangeNameHandler(IAccounts accounts, OwnAccount own, AuditTrail audit) : IHandler<ChangeName, Done>
{
    public async Task<Result<Done>> HandleAsync(ChangeName request, CancellationToken ct)
    {
        var found = await own.GetAsync(ct);
        if (found.Refusal is { } refusal) return refusal;
        // Saved together with the account.
        audit.Record("person.renamed", "person", found.Required.DisplayName, new { name = found.Required.DisplayName }, new { name = request.Name.Trim() });
        await accounts.RenameAsync(found.Required.Id, request.Name, ct);
        return new Done();
    }
}
