using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Makes a key for the caller's authenticator app; it counts once a code of it was entered.</summary>
[SignedIn]
public sealed record BeginSecondFactor;

/// <summary>The key to type, and what the QR code says.</summary>
public sealed record SecondFactorKey(string Key, string Uri);

internal sealed class BeginSecondFactorHandler(IAccounts accounts, OwnAccount own) : IHandler<BeginSecondFactor, SecondFactorKey>
{
    public async Task<Result<SecondFactorKey>> HandleAsync(BeginSecondFactor request, CancellationToken ct)
    {
        var found = await own.GetAsync(ct);
        if (found.Refusal is { } refusal) return refusal;
        if (found.Required.SecondFactor) return TenancyRefusals.SecondFactorOn;
        var key = await accounts.NewSecondFactorKeyAsync(found.Required.Id, ct);
        return new SecondFactorKey(Totp.ToBase32(key), Totp.ToUri(key, found.Required.Email));
    }
}
