using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Makes new recovery codes; the old ones are worth nothing from then on.</summary>
[SignedIn]
public sealed record RenewRecoveryCodes(string Password);

internal sealed class RenewRecoveryCodesHandler(IOrderGuardDb db, IAccounts accounts, OwnAccount own) : IHandler<RenewRecoveryCodes, IReadOnlyList<string>>
{
    public async Task<Result<IReadOnlyList<string>>> HandleAsync(RenewRecoveryCodes request, CancellationToken ct)
    {
        var found = await own.GetAsync(request.Password, "recovery codes", ct);
        if (found.Refusal is { } refusal) return refusal;
        if (!found.Required.SecondFactor) return TenancyRefusals.SecondFactorOff;
        return await db.InTransactionAsync(async token =>
        {
            var codes = await accounts.NewRecoveryCodesAsync(found.Required.Id, token);
            await own.RenewAsync(found.Required, found.Required.Stamp, "recovery-codes.renewed", token);
            return new Result<IReadOnlyList<string>>(codes, null);
        }, ct);
    }
}
