using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Tenancy;

/// <summary>The caller's own account.</summary>
[SignedIn]
public sealed record GetProfile;

public sealed record Profile(string Email, string DisplayName, bool SecondFactor, int RecoveryCodesLeft, bool IsPlatformOperator, string? Mobile);

internal sealed class GetProfileHandler(OwnAccount own) : IHandler<GetProfile, Profile>
{
    public async Task<Result<Profile>> HandleAsync(GetProfile request, CancellationToken ct)
    {
        var found = await own.GetAsync(ct);
        if (found.Refusal is { } refusal) return refusal;
        var account = found.Required;
        return new Profile(account.Email, account.DisplayName, account.SecondFactor, account.RecoveryCodesLeft, account.IsPlatformOperator, account.Mobile);
    }
}
