namespace OrderGuard.Application.Timeouts;

/// <summary>Hours counted from the beginning of a period, gathered into the days and the week of the company's zone.</summary>
internal sealed class TimeoutHours
{
    private static readonly DayOfWeek[] Weekdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    private readonly List<(DateTime Local, int Orders, int Timeouts)> _hours = [];

    /// <param name="start">Midnight of the first day: so an hour of the count is an hour of the clock on the wall, also in zones half an hour off.</param>
    public TimeoutHours(TimeZoneInfo zone, DateTimeOffset start, DateTimeOffset end, IReadOnlyDictionary<long, int> placed, IReadOnlyCollection<DateTimeOffset> raised)
    {
        var late = raised.GroupBy(x => (x - start).Ticks / TimeSpan.TicksPerHour).ToDictionary(x => x.Key, x => x.Count());
        for (var hour = 0L; start.AddHours(hour) < end; hour++)
            _hours.Add((TimeZoneInfo.ConvertTime(start.AddHours(hour), zone).DateTime, placed.GetValueOrDefault(hour), late.GetValueOrDefault(hour)));
    }

    public IReadOnlyList<TimeoutDay> Days() =>
        [.. _hours.GroupBy(x => DateOnly.FromDateTime(x.Local)).OrderBy(x => x.Key).Select(x => new TimeoutDay(x.Key, x.Sum(h => h.Orders), x.Sum(h => h.Timeouts)))];

    public IReadOnlyList<TimeoutHour> Week()
    {
        var found = _hours.ToLookup(x => (x.Local.DayOfWeek, x.Local.Hour));
        return [.. from weekday in Weekdays
                   from hour in Enumerable.Range(0, 24)
                   select new TimeoutHour(weekday, hour, found[(weekday, hour)].Sum(x => x.Orders), found[(weekday, hour)].Sum(x => x.Timeouts))];
    }
}
