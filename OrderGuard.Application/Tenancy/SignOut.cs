using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Tenancy;

/// <summary>Ends the session that it is asked in.</summary>
[SignedIn]
public sealed record SignOut;

internal sealed class SignOutHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, TimeProvider clock) : IHandler<SignOut, Done>
{
    public async Task<Result<Done>> HandleAsync(SignOut request, CancellationToken ct)
    {
        if (caller.Session is not { } id || await db.UserSessions.SingleOrDefaultAsync(x => x.Id == id, ct) is not { } session) return new Done();
        session.End(clock.GetUtcNow());
        audit.Record("person.signed-out", "person", caller.Actor.Name, null, new { session = id.Value });
        await db.SaveChangesAsync(ct);
        return new Done();
    }
}
