using OrderGuard.Application.Orders;

namespace OrderGuard.Application.Dashboard;

/// <summary>How the company's day goes, as of a moment.</summary>
public sealed record Overview
{
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>When today began in the company's zone.</summary>
    public required DateTimeOffset DayStart { get; init; }
    public required string TimeZone { get; init; }

    /// <summary>Whether the company has any order at all.</summary>
    public required bool AnyOrders { get; init; }

    /// <summary>The orders placed today, by the status that they have now.</summary>
    public required IReadOnlyList<StatusCount> ByStatus { get; init; }

    /// <summary>Each hour of today until now.</summary>
    public required IReadOnlyList<HourCount> ByHour { get; init; }

    /// <summary>Placed yesterday by the same time of day.</summary>
    public required int PlacedYesterdayByNow { get; init; }
    public required int TimeoutsYesterdayByNow { get; init; }

    /// <summary>The share of orders that may time out.</summary>
    public required double TargetRate { get; init; }
    public required int OpenCritical { get; init; }
    public required int OpenWarning { get; init; }
    public required int OpenInfo { get; init; }
    public required int OnTheirWay { get; init; }
    public required IReadOnlyList<OrderRow> OldestWaiting { get; init; }

    public int Placed => ByHour.Sum(x => x.Placed);
    public int Timeouts => ByHour.Sum(x => x.Timeouts);
    public int OpenAlerts => OpenCritical + OpenWarning + OpenInfo;

    /// <summary>Timeouts for each order placed today; null while none was placed.</summary>
    public double? TimeoutRate => Placed == 0 ? null : (double)Timeouts / Placed;
}

public sealed record StatusCount(StatusView Status, int Count);

/// <summary>One hour: the orders placed and the timeouts raised in it.</summary>
public sealed record HourCount(DateTimeOffset Hour, int Placed, int Timeouts)
{
    /// <summary>Timeouts for each order placed in the hour; null while none was placed.</summary>
    public double? Rate => Placed == 0 ? null : (double)Timeouts / Placed;
}
