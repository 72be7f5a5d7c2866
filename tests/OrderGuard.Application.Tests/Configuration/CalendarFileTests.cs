using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Tests.Configuration;

public sealed class CalendarFileTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_file_of_public_holidays_is_understood_in_all_its_forms()
    {
        var days = CalendarFile.Read(Ics("""
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20261001
            DTEND;VALUE=DATE:20261008
            SUMMARY:国庆节\, 放假
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20260920
            SUMMARY:国庆节 补班 第1天/共2天
            BEGIN:VALARM
            SUMMARY:not this one
            END:VALARM
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20261010
            DTEND;VALUE=DATE:20261011
            SUMMARY:A long name that the writer has bro
             ken in two
            CATEGORIES:SHOP,WORKDAY
            X-ORDERGUARD-HOURS:09:00-12:00,13:00-17:00
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20260101
            DURATION:P3D
            SUMMARY;LANGUAGE="x:y":New year
            END:VEVENT
            BEGIN:VEVENT
            DTSTART:20260101T090000Z
            SUMMARY:A meeting
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20260501
            RRULE:FREQ=YEARLY
            SUMMARY:Labour day
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20260601
            STATUS:CANCELLED
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20269901
            END:VEVENT
            """))!;

        days.Holidays.ShouldBe([new Holiday { From = Day(1, 1), To = Day(1, 3), Name = "New year" }, new Holiday { From = Day(10, 1), To = Day(10, 7), Name = "国庆节, 放假" }]);
        days.MakeUpDays.Select(x => (x.Date, x.Name, string.Join(' ', x.Hours)))
            .ShouldBe([(Day(9, 20), "国庆节 补班 第1天/共2天", ""), (Day(10, 10), "A long name that the writer has broken in two", "09:00-12:00 13:00-17:00")]);
        days.Skipped.ShouldBe(new Dictionary<CalendarFileProblem, int> { [CalendarFileProblem.NotAllDay] = 1, [CalendarFileProblem.Repeats] = 1, [CalendarFileProblem.Unreadable] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public void What_was_written_is_read_back_and_no_line_is_longer_than_75_octets() =>
        Prop.ForAll(Calendars().ToArbitrary(), calendar =>
        {
            var text = CalendarFile.Write(calendar, Now);
            var read = CalendarFile.Read(text)!;
            return text.Split("\r\n").All(x => Encoding.UTF8.GetByteCount(x) <= 75) && !text.Replace("\r\n", "", StringComparison.Ordinal).Contains('\n', StringComparison.Ordinal)
                && read.Skipped.Count == 0 && ConfigurationDiff.Compare(Document(calendar), Document(calendar with { Holidays = read.Holidays, MakeUpDays = read.MakeUpDays })).Count == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_read_or_refused_without_an_exception() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            _ = CalendarFile.Read("BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + text);
            return CalendarFile.Read("<" + text) is null;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_days_of_a_file_replace_what_stood_on_their_dates_and_leave_the_others()
    {
        var calendar = new CalendarDefinition
        {
            Code = "c", Holidays = [new Holiday { From = Day(1, 1), Name = "old" }, new Holiday { From = Day(5, 1), To = Day(5, 3) }], MakeUpDays = [new MakeUpDay { Date = Day(10, 10), Hours = [new(TimeSpan.FromHours(8), TimeSpan.FromHours(9))] }],
        };

        var with = calendar.With(new CalendarFileDays([new Holiday { From = Day(1, 1), Name = "new" }], [new MakeUpDay { Date = Day(10, 10), Name = "named" }, new MakeUpDay { Date = Day(5, 2) }], new Dictionary<CalendarFileProblem, int>()));

        with.Holidays.ShouldBe([new Holiday { From = Day(1, 1), Name = "new" }]);
        with.MakeUpDays.Select(x => (x.Date, x.Name, x.Hours.Count)).ShouldBe([(Day(5, 2), null, 0), (Day(10, 10), "named", 1)]);
    }

    private static Gen<CalendarDefinition> Calendars() =>
        from starts in Gen.SubListOf(Enumerable.Range(0, 12).ToArray())
        from lengths in Gen.ListOf(Gen.Choose(0, 20), starts.Count)
        from names in Gen.ListOf(Gen.Elements<string?>("国庆节放假", "a; b, c \\ d", "Ein sehr langer Name, der mehr als fünfundsiebzig Oktette braucht, damit er umgebrochen werden muss", "🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉"), starts.Count)
        from makeUps in Gen.SubListOf(22, 23, 24, 25)
        select new CalendarDefinition
        {
            Code = "c", Label = new LocalizedText("Office", "办公室"),
            Holidays = [.. starts.Select((x, i) => new Holiday { From = Day(x + 1, 1), To = lengths[i] == 0 ? null : Day(x + 1, 1).AddDays(lengths[i]), Name = names[i] })],
            MakeUpDays = [.. makeUps.Select(x => new MakeUpDay { Date = Day(6, x), Name = "调休", Hours = x % 2 == 0 ? [] : [new OpeningHours(TimeSpan.FromHours(9), TimeSpan.FromHours(24))] })],
        };

    private static ConfigurationDocument Document(CalendarDefinition calendar) => new() { Calendars = [calendar] };

    private static DateOnly Day(int month, int day) => new(2026, month, day);

    private static string Ics(string events) => "\ufeffBEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + events.ReplaceLineEndings("\r\n") + "\r\nEND:VCALENDAR\r\n";
}
