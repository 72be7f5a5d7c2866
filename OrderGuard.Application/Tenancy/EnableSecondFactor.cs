using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Switches the second factor on with a code that the app shows; answers the recovery codes, this once.</summary>
[SignedIn]
public sealed record EnableSecondFactor(string Code);

public sealed class EnableSecondFactorValidator : AbstractValidator<EnableSecondFactor>
{
    public EnableSecondFactorValidator()
    {
        RuleFor(x => x.Code).NotEmpty().MaximumLength(20);
    }
}

internal sealed class EnableSecondFactorHandler(IOrderGuardDb db, IAccounts accounts, OwnAccount own) : IHandler<EnableSecondFactor, IReadOnlyList<string>>
{
    public async Task<Result<IReadOnlyList<string>>> HandleAsync(EnableSecondFactor request, CancellationToken ct)
    {
        var found = await own.GetAsync(ct);
        if (found.Refusal is { } refusal) return refusal;
        if (found.Required.SecondFactor) return TenancyRefusals.SecondFactorOn;
        return await db.InTransactionAsync<Result<IReadOnlyList<string>>>(async token =>
        {
            if (await accounts.EnableSecondFactorAsync(found.Required.Id, request.Code, token) is not { } stamp) return TenancyRefusals.WrongCode with { Kind = RefusalKind.Invalid };
            var codes = await accounts.NewRecoveryCodesAsync(found.Required.Id, token);
            await own.RenewAsync(found.Required, stamp, "second-factor.enabled", token);
            return new Result<IReadOnlyList<string>>(codes, null);
        }, ct);
    }
}
