using FluentValidation;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Tenancy;

/// <summary>Changes the number under which the caller is mentioned and gets text messages; empty: none.</summary>
[SignedIn]
public sealed record ChangeMobile(string? Mobile);

public sealed class ChangeMobileValidator : AbstractValidator<ChangeMobile>
{
    public ChangeMobileValidator() => RuleFor(x => x.Mobile)
        .Must(x => string.IsNullOrWhiteSpace(x) || (x.Length <= Account.MobileMaxLength * 2 && Order.NormalizePhone(x) is { Length: >= 7 and <= Account.MobileMaxLength } number && number.TrimStart('+').All(char.IsAsciiDigit)))
        .WithMessage("This is not a mobile number. Write it such as 138 0000 0000 or +44 7700 900123.");
}

internal sealed class ChangeMobileHandler(IAccounts accounts, OwnAccount own, AuditTrail audit) : IHandler<ChangeMobile, Done>
{
    public async Task<Result<Done>> HandleAsync(ChangeMobile request, CancellationToken ct)
    {
        var found = await own.GetAsync(ct);
        if (found.Refusal is { } refusal) return refusal;
        var mobile = string.IsNullOrWhiteSpace(request.Mobile) ? null : Order.NormalizePhone(request.Mobile);
        // Saved together with the account; the audit keeps what can be recognised, not what can be called.
        audit.Record("person.mobile-changed", "person", found.Required.DisplayName, new { mobile = Orders.PersonalData.MaskPhone(found.Required.Mobile) }, new { mobile = Orders.PersonalData.MaskPhone(mobile) });
        await accounts.SetMobileAsync(found.Required.Id, mobile, ct);
        return new Done();
    }
}
