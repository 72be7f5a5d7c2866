using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Switches the caller's second factor off, with the password.</summary>
[SignedIn]
public sealed record DisableSecondFactor(string Password);

internal sealed class DisableSecondFactorHandler(IOrderGuardDb db, IAccounts accounts, OwnAccount own) : IHandler<DisableSecondFactor, Done>
{
    public async Task<Result<Done>> HandleAsync(DisableSecondFactor request, CancellationToken ct)
    {
        var found = await own.GetAsync(request.Password, "second factor off", ct);
        if (found.Refusal is { } refusal) return refusal;
        if (!found.Required.SecondFactor) return TenancyRefusals.SecondFactorOff;
        return await db.InTransactionAsync<Result<Done>>(async token =>
        {
            var stamp = await accounts.DisableSecondFactorAsync(found.Required.Id, token);
            await own.RenewAsync(found.Required, stamp, "second-factor.disabled", token);
            return new Done();
        }, ct);
    }
}
