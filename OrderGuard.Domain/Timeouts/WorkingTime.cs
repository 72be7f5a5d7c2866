using System.Collections.Concurrent;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Domain.Timeouts;

/// <summary>Counts by a calendar's working hours instead of by the clock on the wall.</summary>
/// <remarks>
/// An instant is worked where the calendar's zone shows an hour of that date's opening hours. So an hour that the clock skips is
/// not worked, and one that it repeats is worked twice. The spans of a year are found once, in the order of time, with what was
/// worked before each; a question then is a search within a year and a sum over years.
/// </remarks>
public sealed class WorkingTime
{
    private const int MostYears = 400;
    private static readonly TimeSpan FurthestEast = TimeSpan.FromHours(16), FurthestWest = TimeSpan.FromHours(14);

    private readonly CalendarDefinition _calendar;
    private readonly TimeZoneInfo _zone;
    private readonly Dictionary<DateOnly, CalendarDay> _special = [];
    private readonly ConcurrentDictionary<int, Year> _years = new();

    private WorkingTime(CalendarDefinition calendar)
    {
        _calendar = calendar;
        _zone = TimeZoneInfo.TryFindSystemTimeZoneById(calendar.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
        foreach (var holiday in calendar.Holidays)
            for (var date = holiday.From; date <= (holiday.To ?? holiday.From) && date < DateOnly.MaxValue; date = date.AddDays(1)) _special[date] = calendar.On(date);
        foreach (var day in calendar.MakeUpDays) _special[day.Date] = calendar.On(day.Date);
    }

    public string Code => _calendar.Code;

    public static WorkingTime Compile(CalendarDefinition calendar) => new(calendar);

    /// <summary>The working time between two instants; nothing where the second comes first.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        if (to <= from) return TimeSpan.Zero;
        var (first, last) = (YearOf(from), YearOf(to));
        if (first == last) return new TimeSpan(Of(first).Before(to.UtcTicks) - Of(first).Before(from.UtcTicks));
        var worked = Of(first).Total - Of(first).Before(from.UtcTicks) + Of(last).Before(to.UtcTicks);
        for (var year = first + 1; year < last; year++) worked += Of(year).Total;
        return new TimeSpan(worked);
    }

    /// <summary>The first instant at which the duration has been worked.</summary>
    public DateTimeOffset Add(DateTimeOffset from, TimeSpan worked) => worked <= TimeSpan.Zero ? from : Find(from, worked.Ticks, strictly: false);

    /// <summary>The last instant by which no more than the duration has been worked: what is done by then is in time.</summary>
    /// <remarks>A duration that is used up at closing time therefore lasts until the next opening.</remarks>
    public DateTimeOffset Limit(DateTimeOffset from, TimeSpan worked) => Find(from, Math.Max(0, worked.Ticks), strictly: true);

    private DateTimeOffset Find(DateTimeOffset from, long ticks, bool strictly)
    {
        var year = YearOf(from);
        var left = ticks + Of(year).Before(from.UtcTicks);
        for (var end = Math.Min(year + MostYears, DateOnly.MaxValue.Year - 1); year <= end; year++)
        {
            if (Of(year) is var spans && (spans.Total > left || !strictly && spans.Total == left && left > 0)) return new DateTimeOffset(spans.At(left, strictly), TimeSpan.Zero);
            left -= Of(year).Total;
        }
        return DateTimeOffset.MaxValue;
    }

    private int YearOf(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, _zone).Year;

    private Year Of(int year) => _years.GetOrAdd(year, x => new Year(Spans(x)));

    private List<(long From, long To)> Spans(int year)
    {
        var spans = new List<(long From, long To)>();
        var first = new DateOnly(year, 1, 1);
        var days = DateTime.IsLeapYear(year) ? 366 : 365;
        for (var i = 0; i < days; i++)
        {
            var date = first.AddDays(i);
            var hours = _special.TryGetValue(date, out var special) ? special.Hours : _calendar.Weekly.On(date.DayOfWeek);
            if (hours.Count > 0) Add(spans, date.DayNumber * TimeSpan.TicksPerDay, hours);
        }
        spans.Sort();
        return spans;
    }

    /// <summary>The instants at which the zone shows the hours of one date: one span each, or more where the clock was set.</summary>
    private void Add(List<(long From, long To)> spans, long midnight, IReadOnlyList<OpeningHours> hours)
    {
        var end = midnight + TimeSpan.TicksPerDay + FurthestWest.Ticks;
        for (var begin = midnight - FurthestEast.Ticks; begin < end;)
        {
            var offset = OffsetAt(begin);
            var next = OffsetAt(end - 1) == offset ? end : Change(begin, end - 1, offset);
            foreach (var span in hours)
            {
                var (from, to) = (Math.Max(begin, midnight + span.From.Ticks - offset), Math.Min(next, midnight + span.To.Ticks - offset));
                if (from < to) spans.Add((from, to));
            }
            begin = next;
        }
    }

    /// <summary>The first instant after <paramref name="low"/> with another offset.</summary>
    private long Change(long low, long high, long offset)
    {
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (OffsetAt(middle) == offset) low = middle;
            else high = middle;
        }
        return high;
    }

    private long OffsetAt(long ticks) =>
        _zone.GetUtcOffset(new DateTimeOffset(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero)).Ticks;

    /// <summary>The working spans of one year and what was worked before each.</summary>
    private sealed class Year
    {
        private readonly long[] _from, _to, _before;

        public Year(List<(long From, long To)> spans)
        {
            (_from, _to, _before) = (new long[spans.Count], new long[spans.Count], new long[spans.Count]);
            for (var i = 0; i < spans.Count; i++)
            {
                (_from[i], _to[i], _before[i]) = (spans[i].From, spans[i].To, Total);
                Total += spans[i].To - spans[i].From;
            }
        }

        public long Total { get; }

        /// <summary>What the year has worked before an instant.</summary>
        public long Before(long instant)
        {
            var i = Array.BinarySearch(_from, instant);
            if (i < 0) i = ~i - 1;
            return i < 0 ? 0 : _before[i] + Math.Min(instant, _to[i]) - _from[i];
        }

        /// <summary>The instant at which so much has been worked: the first such, or strictly the last.</summary>
        public long At(long worked, bool strictly)
        {
            var i = Array.BinarySearch(_before, worked);
            if (i < 0) i = ~i - 1;
            else if (!strictly && i > 0) i--;
            return _from[i] + (worked - _before[i]);
        }
    }
}
