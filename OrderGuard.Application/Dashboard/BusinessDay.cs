namespace OrderGuard.Application.Dashboard;

/// <summary>A day as the company has it: from midnight to midnight in its zone, which is 23 to 25 hours.</summary>
public sealed record BusinessDay(TimeZoneInfo Zone, DateTimeOffset Yesterday, DateTimeOffset Start, DateTimeOffset End)
{
    public static BusinessDay Of(DateTimeOffset now, string zoneName)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(zoneName, out var known) ? known : TimeZoneInfo.Utc;
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        return new BusinessDay(zone, Midnight(today.AddDays(-1), zone), Midnight(today, zone), Midnight(today.AddDays(1), zone));
    }

    /// <summary>How many hours of the day have begun by <paramref name="now"/>.</summary>
    public int HoursUntil(DateTimeOffset now) => (int)((now - Start).Ticks / TimeSpan.TicksPerHour) + 1;

    /// <summary>The day's first instant; where the clock is put forward at midnight, the first that there is.</summary>
    public static DateTimeOffset Midnight(DateTime date, TimeZoneInfo zone)
    {
        var local = DateTime.SpecifyKind(date, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
