using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Tenancy;

/// <summary>Signs the caller out everywhere but here; the answer is in how many browsers.</summary>
[SignedIn]
public sealed record EndOtherSessions;

internal sealed class EndOtherSessionsHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, TimeProvider clock) : IHandler<EndOtherSessions, int>
{
    public async Task<Result<int>> HandleAsync(EndOtherSessions request, CancellationToken ct)
    {
        if (caller.UserId is not { } user) return Refusal.Forbidden;
        var now = clock.GetUtcNow();
        var others = await db.UserSessions.Where(x => x.UserId == user && x.EndedAt == null && x.Id != caller.Session).ToListAsync(ct);
        foreach (var session in others) session.End(now);
        audit.Record("session.ended", "person", caller.Actor.Name, null, new { sessions = others.Count });
        await db.SaveChangesAsync(ct);
        return others.Count;
    }
}
