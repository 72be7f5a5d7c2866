namespace OrderGuard.Application.Tenancy;

/// <summary>The time zones by their IANA names.</summary>
internal static class TimeZones
{
    public static bool Known(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId;
}
