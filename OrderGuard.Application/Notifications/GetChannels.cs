using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Notifications;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Notifications;

/// <summary>How the company's channels stand: what went out lately, what waits, what is switched off.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record GetChannels;

public sealed record ChannelStanding(string Code, int SentToday, int Waiting, int FailedToday, DateTimeOffset? BlockedUntil, DateTimeOffset? DisabledAt);

public sealed record ChannelStandings(IReadOnlyList<ChannelStanding> Channels, int SmsThisMonth);

internal sealed class GetChannelsHandler(IOrderGuardDb db, TimeProvider clock) : IHandler<GetChannels, ChannelStandings>
{
    public async Task<Result<ChannelStandings>> HandleAsync(GetChannels request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var dayAgo = now.AddDays(-1);
        var counts = await db.Deliveries.Where(x => x.CreatedAt >= dayAgo || x.State == DeliveryState.Waiting || x.State == DeliveryState.Sending)
            .GroupBy(x => new { x.Channel, x.State }).Select(x => new { x.Key.Channel, x.Key.State, Count = x.Count() }).ToListAsync(ct);
        var gates = await db.ChannelGates.AsNoTracking().ToListAsync(ct);
        var month = (now.UtcDateTime.Year * 100) + now.UtcDateTime.Month;
        var sms = gates.FirstOrDefault(x => x.Channel == ChannelGate.SmsBudget);
        int Count(string channel, params DeliveryState[] states) => counts.Where(x => x.Channel == channel && states.Contains(x.State)).Sum(x => x.Count);
        return new ChannelStandings(
            [.. counts.Select(x => x.Channel).Concat(gates.Select(x => x.Channel)).Distinct().Where(x => x != ChannelGate.SmsBudget).Select(x => (Code: x, Gate: gates.FirstOrDefault(g => g.Channel == x)))
                .Select(x => new ChannelStanding(x.Code, Count(x.Code, DeliveryState.Sent), Count(x.Code, DeliveryState.Waiting, DeliveryState.Sending), Count(x.Code, DeliveryState.Failed),
                    x.Gate?.BlockedUntil > now ? x.Gate.BlockedUntil : null, x.Gate?.DisabledAt))],
            sms?.Month == month ? sms.Spent : 0);
    }
}
