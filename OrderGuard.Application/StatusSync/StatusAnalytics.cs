using OrderGuard.Domain.Common;

namespace OrderGuard.Application.StatusSync;

/// <summary>How statuses travelled in a period: what came in, what the order book made of it, how long orders stayed, and what target systems were told.</summary>
public sealed record StatusAnalytics
{
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }
    public required string TimeZone { get; init; }

    /// <summary>Events by the hour, also hours without any.</summary>
    public required IReadOnlyList<EventHour> Hours { get; init; }
    public required IReadOnlyList<SourceTally> Sources { get; init; }
    public required IReadOnlyList<StatusPath> Paths { get; init; }

    /// <summary>Of the latest moves of the period; <see cref="StepsOf"/> tells of how many.</summary>
    public required IReadOnlyList<StepTime> Steps { get; init; }
    public required int StepsOf { get; init; }
    public required IReadOnlyList<TargetTally> Targets { get; init; }

    public long Events => Sources.Sum(x => (long)x.Events);
}

/// <summary>The events of one hour, by the company's clock.</summary>
public sealed record EventHour(DateTime Hour, int Events)
{
    public double PerMinute => Events / 60d;
}

/// <summary>What one source reported and what came of it.</summary>
public sealed record SourceTally(string Source, LocalizedText? Label, int Events, int Moved, int Observed, int Stale, int Illegal, int Unmapped);

/// <summary>So many orders went, or were to go, from one status into another.</summary>
public sealed record StatusPath(int From, int To, int Count, bool Illegal);

/// <summary>How long orders stayed in a status that one system had reported, until another one reported the next.</summary>
public sealed record StepTime(int Status, int Next, string Source, string NextSource, int Count, TimeSpan Median, TimeSpan P95);

/// <summary>What one target was told: how much, how quickly, and what failed. The latency is of the latest that were delivered.</summary>
public sealed record TargetTally(string Target, int Pushes, int Delivered, int Failures, int Review, TimeSpan? Median, TimeSpan? P95)
{
    /// <summary>Failed attempts for each push.</summary>
    public double FailureRate => Pushes == 0 ? 0 : (double)Failures / Pushes;
}
