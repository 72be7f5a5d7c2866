using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Infrastructure.Common.Demo;

/// <summary>The office hours of the demo's grocer, with the public holidays of 2026 and the days worked instead of them.</summary>
internal static class DemoCalendar
{
    private static readonly OpeningHours Morning = new(TimeSpan.FromHours(9), TimeSpan.FromHours(12)), Afternoon = new(TimeSpan.FromHours(13), TimeSpan.FromHours(18));

    public static CalendarDefinition Office { get; } = new()
    {
        Code = "office", Label = new LocalizedText("Office hours", "办公时间"), TimeZone = DemoConfiguration.Zone,
        Weekly = new WeeklyHours
        {
            Monday = [Morning, Afternoon], Tuesday = [Morning, Afternoon], Wednesday = [Morning, Afternoon], Thursday = [Morning, Afternoon], Friday = [Morning, Afternoon],
        },
        Holidays =
        [
            Days("元旦", (1, 1), (1, 3)), Days("春节", (2, 15), (2, 23)), Days("清明节", (4, 4), (4, 6)), Days("劳动节", (5, 1), (5, 5)),
            Days("端午节", (6, 19), (6, 21)), Days("中秋节", (9, 25), (9, 27)), Days("国庆节", (10, 1), (10, 7)),
        ],
        MakeUpDays =
        [
            MakeUp("元旦", (1, 4)), MakeUp("春节", (2, 14)), MakeUp("春节", (2, 28)), MakeUp("劳动节", (5, 9)), MakeUp("国庆节", (9, 20)), MakeUp("国庆节", (10, 10)),
        ],
    };

    private static Holiday Days(string name, (int Month, int Day) from, (int Month, int Day) to) =>
        new() { From = new DateOnly(2026, from.Month, from.Day), To = new DateOnly(2026, to.Month, to.Day), Name = name };

    private static MakeUpDay MakeUp(string name, (int Month, int Day) date) => new() { Date = new DateOnly(2026, date.Month, date.Day), Name = name + "调休" };
}
