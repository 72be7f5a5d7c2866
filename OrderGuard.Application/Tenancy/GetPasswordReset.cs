using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Tells whoever holds the link whose password it resets.</summary>
[Anyone]
public sealed record GetPasswordReset(string Token);

public sealed record PasswordResetOffer(string Email, DateTimeOffset ExpiresAt);

internal sealed class GetPasswordResetHandler(IOrderGuardDb db, IAccounts accounts, TimeProvider clock) : IHandler<GetPasswordReset, PasswordResetOffer>
{
    public async Task<Result<PasswordResetOffer>> HandleAsync(GetPasswordReset request, CancellationToken ct)
    {
        var hash = OneTimeToken.HashOf(request.Token);
        var reset = await db.PasswordResets.AsNoTracking().SingleOrDefaultAsync(x => x.TokenHash == hash, ct);
        if (reset is null || !reset.IsOpen(clock.GetUtcNow()) || await accounts.FindAsync(reset.UserId, ct) is not { } account) return TenancyRefusals.LinkSpent;
        return new PasswordResetOffer(account.Email, reset.ExpiresAt);
    }
}
