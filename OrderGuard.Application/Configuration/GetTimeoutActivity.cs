using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Configuration;

/// <summary>How often each timeout rule fired in the last 7 days.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record GetTimeoutActivity;

/// <summary>Alerts of the last 7 days, by rule.</summary>
public sealed record TimeoutActivity(IReadOnlyDictionary<string, int> ByRule);

internal sealed class GetTimeoutActivityHandler(IOrderGuardDb db, TimeProvider clock) : IHandler<GetTimeoutActivity, TimeoutActivity>
{
    public async Task<Result<TimeoutActivity>> HandleAsync(GetTimeoutActivity request, CancellationToken ct)
    {
        var since = clock.GetUtcNow().AddDays(-7);
        var counts = await db.Alerts.AsNoTracking().Where(x => x.Kind == AlertKind.Timeout && x.RaisedAt >= since && x.Rule != null)
            .GroupBy(x => x.Rule!).Select(x => new { Rule = x.Key, Count = x.Count() }).ToListAsync(ct);
        return new TimeoutActivity(counts.ToDictionary(x => x.Rule, x => x.Count));
    }
}
