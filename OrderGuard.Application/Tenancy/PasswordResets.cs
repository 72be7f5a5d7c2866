using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Writes reset links beside their audit entry; a newer one makes the older worthless.</summary>
internal sealed class PasswordResets(IOrderGuardDb db, AuditTrail audit, TimeProvider clock)
{
    public async Task<HandedLink> AddAsync(Account account, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var older in await db.PasswordResets.Where(x => x.UserId == account.Id && x.SpentAt == null).ToListAsync(ct)) older.Spend(now);
        var token = OneTimeToken.New();
        var reset = PasswordReset.For(account.Id, OneTimeToken.HashOf(token), now);
        db.PasswordResets.Add(reset);
        audit.Record("password-reset.issued", "person", account.DisplayName, null, new { reset.ExpiresAt });
        return new HandedLink(token, reset.ExpiresAt);
    }
}
