using FsCheck;
using FsCheck.Fluent;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Domain.Tests.Timeouts;

public sealed class WorkingTimeTests
{
    private static readonly OpeningHours Morning = Hours("09:00-12:00"), Afternoon = Hours("13:00-18:00"), Night = Hours("01:30-03:30"), AllDay = Hours("00:00-24:00"), Late = Hours("22:00-24:00");

    // Clocks that are set by an hour, by half an hour and at midnight, one that skipped a whole day, and some that are never set.
    private static readonly string[] Zones =
        ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Kolkata", "Pacific/Apia", "America/St_Johns", "Asia/Beirut", "UTC"];

    [Fact]
    public void Ten_thousand_random_spans_count_as_they_do_minute_by_minute()
    {
        var random = new Random(20261122);
        var calendars = Zones.Select(x => (Definition: Office(x), Working: WorkingTime.Compile(Office(x)), Zone: TimeZoneInfo.FindSystemTimeZoneById(x))).ToList();
        for (var i = 0; i < 10_000; i++)
        {
            var (definition, working, zone) = calendars[i % calendars.Count];
            var from = Start(random, zone);
            var to = from.AddMinutes(random.Next(0, 3 * 24 * 60));

            var counted = 0;
            for (var at = from; at < to; at = at.AddMinutes(1))
                if (IsWorked(definition, zone, at)) counted++;

            working.Between(from, to).ShouldBe(TimeSpan.FromMinutes(counted), $"{zone.Id} {from:O} to {to:O}");
            if (counted == 0) continue;
            var first = working.Add(from, TimeSpan.FromMinutes(counted));
            first.ShouldBeLessThanOrEqualTo(to);
            IsWorked(definition, zone, first.AddMinutes(-1)).ShouldBeTrue($"{zone.Id} {from:O} + {counted} min = {first:O}");
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T00:00:00Z", "2026-03-29T04:00:00Z", 60)]    // 02:00 to 03:00 is skipped: 01:30-02:00 and 03:00-03:30 are left
    [InlineData("Europe/Berlin", "2026-10-24T23:00:00Z", "2026-10-25T04:00:00Z", 180)]   // 02:00 to 03:00 comes twice
    [InlineData("Asia/Shanghai", "2026-03-28T16:00:00Z", "2026-03-29T16:00:00Z", 120)]
    [InlineData("Australia/Lord_Howe", "2026-10-03T13:00:00Z", "2026-10-04T13:00:00Z", 90)] // set by half an hour
    public void An_hour_that_the_clock_skips_is_not_worked_and_one_that_it_repeats_is_worked_twice(string zone, string from, string to, int minutes) =>
        WorkingTime.Compile(Weekly(zone, Night)).Between(At(from), At(to)).TotalMinutes.ShouldBe(minutes);

    [Fact]
    public void A_duration_runs_on_after_the_weekend_the_holidays_and_into_a_make_up_day()
    {
        var working = WorkingTime.Compile(Office("Asia/Shanghai"));

        // Wednesday 30 September 2026, 17:00: an hour that day, the holidays 1 to 7 October, then Thursday the 8th.
        working.Limit(At("2026-09-30T17:00:00+08:00"), TimeSpan.FromHours(2)).ShouldBe(At("2026-10-08T10:00:00+08:00"));
        // Friday 9 October, 17:00: Saturday the 10th is made up for, and names no hours of its own.
        working.Limit(At("2026-10-09T17:00:00+08:00"), TimeSpan.FromHours(2)).ShouldBe(At("2026-10-10T10:00:00+08:00"));
        // The make-up day of 20 September has hours of its own: 09:00 to 12:00.
        working.Between(At("2026-09-20T00:00:00+08:00"), At("2026-09-21T00:00:00+08:00")).ShouldBe(TimeSpan.FromHours(3));
    }

    [Fact]
    public void What_is_used_up_at_closing_time_is_in_time_until_the_next_opening()
    {
        var working = WorkingTime.Compile(Office("Asia/Shanghai"));

        working.Add(At("2026-11-20T17:00:00+08:00"), TimeSpan.FromHours(1)).ShouldBe(At("2026-11-20T18:00:00+08:00"));
        working.Limit(At("2026-11-20T17:00:00+08:00"), TimeSpan.FromHours(1)).ShouldBe(At("2026-11-22T01:30:00+08:00"));
    }

    [Fact]
    public void Hours_until_midnight_go_on_into_the_next_day()
    {
        var working = WorkingTime.Compile(Weekly("Asia/Shanghai", Late, Hours("00:00-02:00")));

        working.Limit(At("2026-11-20T23:00:00+08:00"), TimeSpan.FromHours(2)).ShouldBe(At("2026-11-21T01:00:00+08:00"));
    }

    [Fact]
    public void A_span_over_many_years_is_the_sum_of_its_years()
    {
        var working = WorkingTime.Compile(Weekly("Europe/Berlin", AllDay));

        working.Between(At("2001-01-01T00:00:00Z"), At("2031-01-01T00:00:00Z")).ShouldBe(At("2031-01-01T00:00:00Z") - At("2001-01-01T00:00:00Z"));
    }

    [Fact]
    public void More_than_the_duration_was_worked_exactly_after_its_limit() =>
        Prop.ForAll(Cases().ToArbitrary(), x =>
        {
            var working = WorkingTime.Compile(Office(x.Zone));
            return working.Between(x.From, x.To) > x.Worked == x.To > working.Limit(x.From, x.Worked);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_added_has_been_worked_at_the_end_and_at_its_limit() =>
        Prop.ForAll(Cases().ToArbitrary(), x =>
        {
            var working = WorkingTime.Compile(Office(x.Zone));
            var (first, last) = (working.Add(x.From, x.Worked), working.Limit(x.From, x.Worked));
            return first <= last && working.Between(x.From, first) == x.Worked && working.Between(x.From, last) == x.Worked;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Spans_that_follow_each_other_add_up() =>
        Prop.ForAll(Cases().ToArbitrary(), x =>
        {
            var working = WorkingTime.Compile(Office(x.Zone));
            var end = x.To > x.From ? x.To : x.From;
            var middle = x.From + (end - x.From) / 3;
            return working.Between(x.From, middle) + working.Between(middle, end) == working.Between(x.From, end);
        }).QuickCheckThrowOnFailure();

    private static Gen<(string Zone, DateTimeOffset From, DateTimeOffset To, TimeSpan Worked)> Cases() =>
        from zone in Gen.Elements(Zones)
        from start in Gen.Choose(0, 366 * 24 * 60)
        from seconds in Gen.Choose(0, 59)
        from length in Gen.Choose(0, 40 * 24 * 60)
        from worked in Gen.Choose(1, 200 * 60)
        let begin = At("2026-01-01T00:00:00Z").AddMinutes(start).AddSeconds(seconds)
        select (zone, begin, begin.AddMinutes(length), TimeSpan.FromMinutes(worked));

    /// <summary>A moment of some years, every other one close to where the zone sets its clock.</summary>
    private static DateTimeOffset Start(Random random, TimeZoneInfo zone)
    {
        var from = At("2010-06-01T00:00:00Z").AddMinutes(random.Next(0, 17 * 365 * 24 * 60));
        if (random.Next(2) == 0) return from;
        for (var day = from; day < from.AddYears(1); day = day.AddDays(1))
            if (zone.GetUtcOffset(day) != zone.GetUtcOffset(day.AddDays(1))) return day.AddMinutes(-random.Next(0, 24 * 60));
        return from;
    }

    private static bool IsWorked(CalendarDefinition calendar, TimeZoneInfo zone, DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return calendar.On(DateOnly.FromDateTime(local.DateTime)).Hours.Any(x => local.TimeOfDay >= x.From && local.TimeOfDay < x.To);
    }

    private static CalendarDefinition Office(string zone) => new()
    {
        Code = "office", TimeZone = zone,
        Weekly = new WeeklyHours { Monday = [Morning, Afternoon], Tuesday = [Morning, Afternoon], Wednesday = [Morning, Afternoon], Thursday = [Morning, Afternoon], Friday = [Afternoon, Morning], Sunday = [Night, Late] },
        Holidays = [new Holiday { From = new DateOnly(2026, 10, 1), To = new DateOnly(2026, 10, 7), Name = "国庆节" }, new Holiday { From = new DateOnly(2026, 1, 1) }],
        MakeUpDays = [new MakeUpDay { Date = new DateOnly(2026, 9, 20), Hours = [Morning] }, new MakeUpDay { Date = new DateOnly(2026, 10, 10) }],
    };

    private static CalendarDefinition Weekly(string zone, params OpeningHours[] hours) => new()
    {
        Code = "all", TimeZone = zone, Weekly = WeeklyHours.Days.Aggregate(new WeeklyHours(), (week, day) => week.With(day, hours)),
    };

    private static OpeningHours Hours(string text) => OpeningHours.TryParse(text, out var hours) ? hours : throw new FormatException(text);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
