using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Timeouts;

/// <summary>What another threshold would have done to the orders of a period, beside the one in force.</summary>
public sealed record ThresholdTrial
{
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }
    public required string TimeZone { get; init; }

    /// <summary>The threshold in force, and the one that is tried.</summary>
    public required TimeSpan Now { get; init; }
    public required TimeSpan Then { get; init; }
    public required long Orders { get; init; }

    /// <summary>Waits under the monitoring point.</summary>
    public required long Armed { get; init; }
    public required long AlertsNow { get; init; }
    public required long AlertsThen { get; init; }
    public required DurationCurve Curve { get; init; }
    public required IReadOnlyList<TrialDay> Days { get; init; }
    public required IReadOnlyList<TrialShare> ByCategory { get; init; }

    /// <summary>The levels of the monitoring point's policy; none: an alert is all.</summary>
    public required IReadOnlyList<TrialLevel> Levels { get; init; }
}

/// <summary>Alerts a day over the threshold, of the orders that it is the threshold of; and how long they really waited.</summary>
public sealed record DurationCurve(IReadOnlyList<CurvePoint> Points, TimeSpan? Median, TimeSpan? Percentile95, long Waits);

/// <summary>The alerts a day that a threshold would have brought.</summary>
public sealed record CurvePoint(TimeSpan Threshold, double AlertsPerDay);

/// <summary>The alerts of one day in the company's zone.</summary>
public sealed record TrialDay(DateOnly Day, long Now, long Then);

/// <summary>The alerts of one category; null: orders without one.</summary>
public sealed record TrialShare(string? Category, long Armed, long Now, long Then);

/// <summary>How many orders would have come to a level, had nobody done anything but what really happened.</summary>
/// <param name="Duties">Whom it would have told, by the duty's code, and how often; the empty code: nobody answers for the order.</param>
/// <param name="Amounts">By currency, what the orders that the level would have closed are worth.</param>
public sealed record TrialLevel(int Level, EscalationDeed Does, long Now, long Then, IReadOnlyDictionary<string, long> Duties, IReadOnlyDictionary<string, decimal> Amounts);
