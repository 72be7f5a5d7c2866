using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Sets a new password with a one-time link; whoever was signed in as this person is signed out everywhere.</summary>
[Anyone]
public sealed record ResetPassword(string Token, string Password);

internal sealed class ResetPasswordHandler(IOrderGuardDb db, IAccounts accounts, SessionStart sessions, CallerScope callers, AuditTrail audit, AccessDenials denials, TimeProvider clock)
    : IHandler<ResetPassword, Done>
{
    public async Task<Result<Done>> HandleAsync(ResetPassword request, CancellationToken ct)
    {
        var hash = OneTimeToken.HashOf(request.Token);
        var done = await db.InTransactionAsync<Result<Done>>(async token =>
        {
            var reset = await db.PasswordResets.SingleOrDefaultAsync(x => x.TokenHash == hash, token);
            if (reset is null || await accounts.FindAsync(reset.UserId, token) is not { } account) return TenancyRefusals.LinkSpent;
            if (!reset.IsOpen(clock.GetUtcNow())) return TenancyRefusals.LinkSpent;
            if (PasswordRules.Check(request.Password, account.Email) is { } weak) return weak;
            reset.Spend(clock.GetUtcNow());
            using (callers.WorkIn(await sessions.TenantOfAsync(account, token), new Actor(ActorKind.Anonymous, account.Id.Value.ToString(), account.DisplayName, callers.Current.Actor.Address)))
            {
                audit.Record("password.reset", "person", account.DisplayName);
                await db.SaveChangesAsync(token);
            }
            var set = await accounts.SetPasswordAsync(account.Id, request.Password, token);
            return set.Refusal is { } refusal ? refusal : new Done();
        }, ct);
        if (done.Refusal == TenancyRefusals.LinkSpent) await denials.RecordAsync(callers.Current, "password reset", ct);
        return done;
    }
}
