using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Signs the caller out in one other browser.</summary>
[SignedIn]
public sealed record EndSession(SessionId Id);

internal sealed class EndSessionHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, TimeProvider clock) : IHandler<EndSession, Done>
{
    public async Task<Result<Done>> HandleAsync(EndSession request, CancellationToken ct)
    {
        if (caller.UserId is not { } user || await db.UserSessions.SingleOrDefaultAsync(x => x.Id == request.Id && x.UserId == user, ct) is not { } session)
            return Refusal.NotFound("session");
        session.End(clock.GetUtcNow());
        audit.Record("session.ended", "person", caller.Actor.Name, null, new { session = session.Id.Value, session.Device });
        await db.SaveChangesAsync(ct);
        return new Done();
    }
}
