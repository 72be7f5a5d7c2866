using System.Globalization;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Intake;

namespace OrderGuard.Web.Configuration;

/// <summary>Hours, dates and moments as people type them into fields.</summary>
internal static class TimeFields
{
    public const string HoursProblem = "Problem.opening-hours";
    private const string Local = "yyyy-MM-dd'T'HH:mm";

    public static string Say(this IReadOnlyList<OpeningHours> hours) => string.Join(", ", hours);

    /// <summary>Reads <c>09:00-12:00, 13:00-18:00</c>; nothing is a free day.</summary>
    public static bool TryHours(string text, out IReadOnlyList<OpeningHours> hours)
    {
        var read = new List<OpeningHours>();
        hours = read;
        foreach (var part in text.Split([',', '，', ';', '、'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!OpeningHours.TryParse(part, out var span) || !span.IsSound) return false;
            read.Add(span);
        }
        return true;
    }

    /// <summary>A moment as a date-and-time field of the browser holds it, in the viewer's zone.</summary>
    public static string ToField(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString(Local, CultureInfo.InvariantCulture);

    public static DateTimeOffset? FromField(string? text, TimeZoneInfo zone) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? LocalTimes.ToInstant(local, zone) : null;

    public static DateOnly? ToDate(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    public static string Iso(this DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Codes typed in one field, parted by commas.</summary>
    public static IReadOnlyList<string> ToCodes(string text) => [.. text.Split([',', '，', '、', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];

    public static IReadOnlyList<string> Toggled(this IReadOnlyList<string> codes, string code) => codes.Contains(code) ? [.. codes.Where(x => x != code)] : [.. codes, code];

    public static ConfigurationDocument WithCalendar(this ConfigurationDocument document, int index, Func<CalendarDefinition, CalendarDefinition> edit) =>
        document with { Calendars = document.Calendars.Put(index, edit(document.Calendars[index])) };

    public static ConfigurationDocument WithWindow(this ConfigurationDocument document, int index, Func<MaintenanceWindow, MaintenanceWindow> edit) =>
        document with { Maintenance = document.Maintenance.Put(index, edit(document.Maintenance[index])) };

    /// <summary>Turns a date over: a worked one into a holiday, a free one into a make-up day, and either back.</summary>
    public static CalendarDefinition Toggled(this CalendarDefinition calendar, DateOnly date) => calendar.On(date).Kind switch
    {
        DayKind.MakeUp => calendar with { MakeUpDays = [.. calendar.MakeUpDays.Where(x => x.Date != date)] },
        DayKind.Holiday => calendar with { Holidays = [.. calendar.Holidays.SelectMany(x => Without(x, date)).OrderBy(x => x.From)] },
        DayKind.Free => calendar with { MakeUpDays = [.. calendar.MakeUpDays.Append(new MakeUpDay { Date = date }).OrderBy(x => x.Date)] },
        _ => calendar with { Holidays = [.. calendar.Holidays.Append(new Holiday { From = date }).OrderBy(x => x.From)] },
    };

    private static IEnumerable<Holiday> Without(Holiday holiday, DateOnly date)
    {
        var last = holiday.To ?? holiday.From;
        if (!holiday.Covers(date)) yield return holiday;
        else
        {
            if (holiday.From < date) yield return holiday with { To = date.AddDays(-1) == holiday.From ? null : date.AddDays(-1) };
            if (last > date) yield return holiday with { From = date.AddDays(1), To = last == date.AddDays(1) ? null : last };
        }
    }
}
