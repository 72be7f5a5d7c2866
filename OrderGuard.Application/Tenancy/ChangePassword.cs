using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Changes the caller's own password; every other session of the caller ends.</summary>
[SignedIn]
public sealed record ChangePassword(string Current, string Password);

internal sealed class ChangePasswordHandler(IOrderGuardDb db, IAccounts accounts, OwnAccount own) : IHandler<ChangePassword, Done>
{
    public async Task<Result<Done>> HandleAsync(ChangePassword request, CancellationToken ct)
    {
        var found = await own.GetAsync(request.Current, "password change", ct);
        if (found.Refusal is { } refusal) return refusal;
        if (PasswordRules.Check(request.Password, found.Required.Email) is { } weak) return weak;
        return await db.InTransactionAsync<Result<Done>>(async token =>
        {
            var set = await accounts.SetPasswordAsync(found.Required.Id, request.Password, token);
            if (set.Refusal is { } refused) return refused;
            await own.RenewAsync(found.Required, set.Required, "password.changed", token);
            return new Done();
        }, ct);
    }
}
