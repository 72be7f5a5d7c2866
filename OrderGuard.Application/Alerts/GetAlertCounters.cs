using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>The figures above the wall, as of now.</summary>
[Requires(Permission.ViewAlerts)]
public sealed record GetAlertCounters;

/// <summary>How many alerts stand, how grave they are, and whether it gets better or worse.</summary>
public sealed record AlertCounters
{
    public required OpenBySeverity Open { get; init; }
    public required int Acknowledged { get; init; }

    /// <summary>Standing alerts by level; the first is level 1.</summary>
    public required IReadOnlyList<int> ByLevel { get; init; }

    /// <summary>Timeout alerts raised in each hour of the company's day so far; the last is the running hour.</summary>
    public required IReadOnlyList<int> RaisedByHour { get; init; }
    public required IReadOnlyList<int> PlacedByHour { get; init; }

    /// <summary>Orders that timed out today, per order placed today; null while none was placed.</summary>
    public required double? TimeoutRate { get; init; }
    public required double TargetTimeoutRate { get; init; }
    public required int EventsPerMinute { get; init; }
    public required double OrdersPerMinute { get; init; }

    /// <summary>The tenant's running number of the latest change of an alert.</summary>
    public required long Sequence { get; init; }
    public required DateTimeOffset At { get; init; }
}

public sealed record OpenBySeverity(int Critical, int Warning, int Info);

internal sealed class GetAlertCountersHandler(AlertCounting counting) : IHandler<GetAlertCounters, AlertCounters>
{
    public async Task<Result<AlertCounters>> HandleAsync(GetAlertCounters request, CancellationToken ct) => await counting.CountAsync(ct);
}
