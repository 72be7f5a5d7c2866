namespace OrderGuard.Domain.Intake;

/// <summary>Reads wall-clock times of a zone: an ambiguous one is standard time, a non-existent one moves forward by the gap.</summary>
/// <remarks>
/// Asks the zone only what is never in doubt, the offset at an instant, so that a clock that was set for another reason than
/// summer time is read by the same rule. Of two readings, standard time is the one with the smaller offset.
/// </remarks>
public static class LocalTimes
{
    private static readonly TimeSpan Around = TimeSpan.FromHours(26);

    public static DateTimeOffset ToInstant(DateTime local, TimeZoneInfo zone)
    {
        var wall = new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), TimeSpan.Zero);
        var before = OffsetAt(wall, -Around, zone);
        var after = OffsetAt(wall, Around, zone);
        if (before == after) return Shift(wall, before);

        // The clock is set close by: after the change read with the new offset, before it with the old one.
        var late = Shift(wall, after);
        var early = Shift(wall, before);
        var lateIsTrue = zone.GetUtcOffset(late) == after;
        var earlyIsTrue = zone.GetUtcOffset(early) == before;
        return (earlyIsTrue, lateIsTrue) switch
        {
            (true, true) => before < after ? early : late,
            (false, true) => late,
            // In the gap no reading is true; with the old offset the wall clock reads later by just the gap's length.
            _ => early,
        };
    }

    private static TimeSpan OffsetAt(DateTimeOffset wall, TimeSpan away, TimeZoneInfo zone)
    {
        var ticks = Math.Clamp(wall.Ticks + away.Ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks);
        return zone.GetUtcOffset(new DateTimeOffset(ticks, TimeSpan.Zero));
    }

    private static DateTimeOffset Shift(DateTimeOffset wall, TimeSpan offset) =>
        new(Math.Clamp(wall.Ticks - offset.Ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
}
