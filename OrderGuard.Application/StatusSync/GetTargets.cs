using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>How the target systems stand: what waits, what failed, and whether they can be reached.</summary>
[Requires(Permission.ViewOrders)]
public sealed record GetTargets;

public sealed record TargetStandings(IReadOnlyList<TargetStanding> Targets);

/// <summary>One target's standing.</summary>
/// <param name="IsConfigured">False: it was taken out of the configuration while something waited for it.</param>
/// <param name="OldestSince">Since when the oldest that has not gone out waits: the lag.</param>
public sealed record TargetStanding(
    string Code, LocalizedText? Label, bool IsConfigured, bool Enabled, int Waiting, int InFlight, int Review, int DeliveredToday, int FailedToday, DateTimeOffset? OldestSince,
    DateTimeOffset? OpenedAt, DateTimeOffset? ProbeAt, DateTimeOffset? RestUntil, DateTimeOffset? PausedAt, string? PausedBy, DateTimeOffset? SucceededAt, string? LastError, double PerSecond);

internal sealed class GetTargetsHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, TimeProvider clock) : IHandler<GetTargets, TargetStandings>
{
    public async Task<Result<TargetStandings>> HandleAsync(GetTargets request, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var gates = await db.TargetGates.AsNoTracking().ToDictionaryAsync(x => x.Target, ct);
        var open = await db.StatusPushes.Where(x => x.State < PushState.Delivered).GroupBy(x => new { x.Target, x.State })
            .Select(x => new { x.Key.Target, x.Key.State, Count = x.Count(), Since = x.Min(p => p.CreatedAt) }).ToListAsync(ct);
        var since = clock.GetUtcNow().AddDays(-1);
        var today = await db.StatusPushes.Where(x => x.CreatedAt >= since).GroupBy(x => x.Target)
            .Select(x => new { Target = x.Key, Delivered = x.Count(p => p.State == PushState.Delivered), Failed = x.Sum(p => p.Failures) }).ToDictionaryAsync(x => x.Target, ct);
        var codes = configuration.Document.Targets.Select(x => x.Code).Union(open.Select(x => x.Target), StringComparer.Ordinal);
        return new TargetStandings([.. codes.Select(code =>
        {
            var target = configuration.Document.Targets.FirstOrDefault(x => x.Code == code);
            var (gate, mine) = (gates.GetValueOrDefault(code), open.Where(x => x.Target == code).ToList());
            var waiting = mine.Where(x => x.State is PushState.Waiting or PushState.Behind or PushState.Sending).ToList();
            return new TargetStanding(
                code, target?.Label, target is not null, target?.Enabled ?? false, mine.Where(x => x.State is PushState.Waiting or PushState.Behind).Sum(x => x.Count),
                mine.Where(x => x.State is PushState.Sending).Sum(x => x.Count), mine.Where(x => x.State is PushState.Review).Sum(x => x.Count),
                today.GetValueOrDefault(code)?.Delivered ?? 0, today.GetValueOrDefault(code)?.Failed ?? 0, waiting.Count == 0 ? null : waiting.Min(x => x.Since),
                gate?.OpenedAt, gate?.ProbeAt, gate?.RestUntil, gate?.PausedAt, gate?.PausedBy, gate?.SucceededAt, gate?.LastError, target?.PerSecond ?? 0);
        })]);
    }
}
