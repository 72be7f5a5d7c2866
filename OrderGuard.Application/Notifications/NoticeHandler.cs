using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;

namespace OrderGuard.Application.Notifications;

/// <summary>Puts notices into their channels, each once: now, or when the quiet hours end.</summary>
internal sealed class NoticeHandler(IOrderGuardDb db, Caller caller, NoticeStyles styles, TimeProvider clock) : IWorkHandler
{
    public string Kind => WorkKinds.Notice;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var notices = items.Select(x => Notices.Read(x.Payload!)).ToList();
        var keys = notices.ConvertAll(x => x.Key);
        var told = (await db.Deliveries.Where(x => EF.Parameter(keys).Contains(x.Key)).Select(x => new { x.Key, x.Channel }).ToListAsync(ct))
            .Select(x => (x.Key, x.Channel)).ToHashSet();
        var style = await styles.GetAsync(ct);
        var now = clock.GetUtcNow();
        var wake = new HashSet<(string Channel, DateTimeOffset At)>();
        foreach (var notice in notices)
        {
            foreach (var code in notice.Channels.Select(x => style.Document.Listening(x)).OfType<string>().Where(x => told.Add((notice.Key, x))))
            {
                var channel = style.Document.Channels.FirstOrDefault(x => x.Code == code);
                var delivery = Of(caller.RequiredTenant, notice, code, channel, style, now);
                db.Deliveries.Add(delivery);
                wake.Add((code, delivery.DueAt));
            }
        }
        foreach (var (channel, at) in wake) db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), caller.RequiredTenant, WorkKinds.Deliver, channel, at, now));
    }

    public static Delivery Of(
        Domain.Tenancy.TenantId tenant, Notice notice, string code, ChannelDefinition? channel, NoticeStyle style, DateTimeOffset now, string? fellBackFrom = null)
    {
        var urgent = Delivery.RankOf(notice.Severity, notice.Level) >= Delivery.UrgentRank;
        var quietUntil = urgent || channel is not { Quiet: true } ? null : style.Document.Notifications.QuietHours is { } quiet ? quiet.EndAt(now, ZoneOf(quiet, style)) : null;
        var title = channel is null ? notice.Values.Title?.En ?? notice.Event : NoticeWriter.Write(notice, channel, style, [], now).Title;
        return Delivery.Of(tenant, notice.Key, code, notice.Event, notice.Severity, notice.Level, notice.Values.OrderNo, title, Notices.Write(notice), quietUntil ?? now, quietUntil is not null, now, fellBackFrom);
    }

    private static TimeZoneInfo ZoneOf(QuietHours quiet, NoticeStyle style) =>
        quiet.TimeZone is { } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var own) ? own : style.Zone;
}
