using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;

namespace OrderGuard.Application.Notifications;

/// <summary>Finds what the caller's company writes its messages with.</summary>
internal sealed class NoticeStyles(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, IOptions<NotificationOptions> options)
{
    public async Task<NoticeStyle> GetAsync(CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var tenant = await db.Tenants.Where(x => x.Id == caller.RequiredTenant).Select(x => new { x.Name, x.TimeZone }).SingleAsync(ct);
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(tenant.TimeZone, out var known) ? known : TimeZoneInfo.Utc;
        return new NoticeStyle(configuration.Document, zone, tenant.Name, options.Value.PortalAddress);
    }
}
