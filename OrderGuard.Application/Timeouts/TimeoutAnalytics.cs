using OrderGuard.Domain.Common;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Application.Timeouts;

/// <summary>How a company's timeouts went in a period of whole days, beside the period of the same length before.</summary>
public sealed record TimeoutAnalytics
{
    /// <summary>The rate that the product's mission starts from; the target is the company's own.</summary>
    public const double StartingRate = 0.015;

    public required DateOnly From { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly To { get; init; }
    public required string TimeZone { get; init; }
    public required double TargetRate { get; init; }
    public required TimeoutFigures Now { get; init; }
    public required TimeoutFigures Before { get; init; }
    public IReadOnlyList<TimeoutDay> Days { get; init; } = [];
    public IReadOnlyList<TimeoutShare> ByCategory { get; init; } = [];
    public IReadOnlyList<TimeoutShare> ByWarehouse { get; init; } = [];
    public IReadOnlyList<TimeoutShare> BySource { get; init; } = [];

    /// <summary>All 168 hours of the week, Monday first, in the company's zone.</summary>
    public IReadOnlyList<TimeoutHour> Week { get; init; } = [];
    public IReadOnlyList<TimeoutLevel> Levels { get; init; } = [];
    public required SavedMinutes Saved { get; init; }
}

/// <summary>The figures of a period: timeouts raised in it, orders placed in it.</summary>
public sealed record TimeoutFigures(int Orders, int Timeouts)
{
    public int Acknowledged { get; init; }
    public int Resolved { get; init; }
    public TimeSpan? AcknowledgeMedian { get; init; }
    public TimeSpan? AcknowledgeP95 { get; init; }
    public TimeSpan? ResolveMedian { get; init; }
    public TimeSpan? ResolveP95 { get; init; }

    public double? Rate => TimeoutRates.Of(Timeouts, Orders);
}

public sealed record TimeoutDay(DateOnly Day, int Orders, int Timeouts)
{
    public double? Rate => TimeoutRates.Of(Timeouts, Orders);
}

/// <summary>The part of one category, warehouse or source; without a key, of the orders that name none.</summary>
public sealed record TimeoutShare(string? Key, LocalizedText? Label, int Orders, int Timeouts)
{
    public double? Rate => TimeoutRates.Of(Timeouts, Orders);
}

public sealed record TimeoutHour(DayOfWeek Weekday, int Hour, int Orders, int Timeouts)
{
    public double? Rate => TimeoutRates.Of(Timeouts, Orders);
}

/// <summary>The timeouts settled while they stood at a level, and how long these stood.</summary>
public sealed record TimeoutLevel(int Level, int Resolved, TimeSpan? Median);

internal static class TimeoutRates
{
    public static double? Of(int timeouts, int orders) => orders == 0 ? null : (double)timeouts / orders;
}
