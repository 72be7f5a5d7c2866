using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk;

/// <summary>The history that orders of one hour are judged against, read once for the hour and kept for as long as orders of it come in.</summary>
/// <remarks>What is reported of an hour after its history was read counts from the next hour on.</remarks>
public sealed class FulfilmentBackgrounds
{
    private readonly ConcurrentDictionary<TenantId, (DateTimeOffset Hour, FulfilmentHistory History)> _known = new();

    public async Task<FulfilmentHistory> GetAsync(IOrderGuardDb db, TenantId tenant, DateTimeOffset hour, CancellationToken ct)
    {
        if (_known.TryGetValue(tenant, out var known) && known.Hour == hour) return known.History;
        var history = FulfilmentHistory.Of(await db.BackgroundOfAsync(hour, ct), await ZoneAsync(db, tenant, ct));
        // The newest hour stays; an order of long ago is judged without making the others read again.
        _known.AddOrUpdate(tenant, (hour, history), (_, other) => other.Hour > hour ? other : (hour, history));
        return history;
    }

    internal static async Task<TimeZoneInfo> ZoneAsync(IOrderGuardDb db, TenantId tenant, CancellationToken ct) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(await db.Tenants.Where(x => x.Id == tenant).Select(x => x.TimeZone).SingleAsync(ct), out var zone) ? zone : TimeZoneInfo.Utc;
}
