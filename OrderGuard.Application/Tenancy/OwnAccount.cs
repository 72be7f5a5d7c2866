using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>The caller's own account; changing its credentials keeps this session and ends all others.</summary>
internal sealed class OwnAccount(IOrderGuardDb db, IAccounts accounts, Caller caller, AuditTrail audit, AccessDenials denials)
{
    /// <summary>Refused for a key or the system, which have no account.</summary>
    public async Task<Result<Account>> GetAsync(CancellationToken ct) =>
        caller.UserId is { } id && await accounts.FindAsync(id, ct) is { } account ? account : Refusal.Forbidden;

    /// <summary>The account, once its password was given again.</summary>
    public async Task<Result<Account>> GetAsync(string password, string what, CancellationToken ct)
    {
        var own = await GetAsync(ct);
        if (own.Refusal is not null) return own;
        var checkedPassword = await accounts.CheckPasswordAsync(own.Required.Id, password, ct);
        if (checkedPassword is CredentialCheck.Right) return own;
        await denials.RecordAsync(caller, what, ct);
        return checkedPassword is CredentialCheck.LockedOut ? TenancyRefusals.LockedOut : TenancyRefusals.WrongPassword;
    }

    /// <summary>Lets this session go on under the new security stamp, and records the change.</summary>
    public async Task RenewAsync(Account account, string stamp, string action, CancellationToken ct)
    {
        if (caller.Session is { } id && await db.UserSessions.SingleOrDefaultAsync(x => x.Id == id, ct) is { } session) session.Renew(stamp);
        audit.Record(action, "person", account.DisplayName);
        await db.SaveChangesAsync(ct);
    }
}
