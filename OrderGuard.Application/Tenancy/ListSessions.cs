using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>The browsers in which the caller is signed in, this one first.</summary>
[SignedIn]
public sealed record ListSessions;

public sealed record SessionRow(SessionId Id, string Device, string? Address, DateTimeOffset Since, DateTimeOffset LastSeenAt, bool Remembered, bool IsThis);

internal sealed class ListSessionsHandler(IOrderGuardDb db, OwnAccount own, Caller caller, TimeProvider clock) : IHandler<ListSessions, IReadOnlyList<SessionRow>>
{
    public async Task<Result<IReadOnlyList<SessionRow>>> HandleAsync(ListSessions request, CancellationToken ct)
    {
        var found = await own.GetAsync(ct);
        if (found.Refusal is { } refusal) return refusal;
        var (id, stamp, now) = (found.Required.Id, found.Required.Stamp, clock.GetUtcNow());
        var oldest = now - UserSession.LongLife;
        var sessions = await db.UserSessions.AsNoTracking()
            .Where(x => x.UserId == id && x.Stamp == stamp && x.EndedAt == null && x.LastSeenAt > oldest)
            .OrderByDescending(x => x.LastSeenAt).ToListAsync(ct);
        return sessions.Where(x => x.IsLive(now))
            .Select(x => new SessionRow(x.Id, x.Device, x.Address, x.Since, x.LastSeenAt, x.Remembered, x.Id == caller.Session))
            .OrderByDescending(x => x.IsThis).ToList();
    }
}
