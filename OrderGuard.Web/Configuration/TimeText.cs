namespace OrderGuard.Web.Configuration;

/// <summary>The words of working calendars, overrides, maintenance and clocks.</summary>
public sealed class TimeText;
