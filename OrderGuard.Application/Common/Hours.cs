namespace OrderGuard.Application.Common;

/// <summary>Counts by the hour within the database.</summary>
public static class Hours
{
    /// <summary>Whole hours from <paramref name="start"/> to <paramref name="instant"/>, which is not before it. The store computes it.</summary>
    public static long Between(DateTimeOffset start, DateTimeOffset instant) => (instant.UtcTicks - start.UtcTicks) / TimeSpan.TicksPerHour;
}
