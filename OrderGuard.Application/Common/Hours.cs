namespace OrderGuard.Application.Common;

/// <summary>Counts by the hour and the minute within the database.</summary>
public static class Hours
{
    /// <summary>Whole hours from the instant of <paramref name="startTicks"/> (in UTC) to <paramref name="instant"/>, which is not before it. The store computes it.</summary>
    public static long Between(long startTicks, DateTimeOffset instant) => (instant.UtcTicks - startTicks) / TimeSpan.TicksPerHour;

    /// <summary>Whole minutes from one instant to another, which is not before it. The store computes it.</summary>
    public static long Minutes(DateTimeOffset from, DateTimeOffset to) => (to.UtcTicks - from.UtcTicks) / TimeSpan.TicksPerMinute;
}
