using System.Globalization;
using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Configuration;

/// <summary>When a place works: its hours of the week, the days off, and the days worked instead of them.</summary>
public sealed record CalendarDefinition
{
    public required string Code { get; init; }
    public LocalizedText? Label { get; init; }

    /// <summary>IANA zone that its days and hours are told in.</summary>
    public string TimeZone { get; init; } = "UTC";
    public WeeklyHours Weekly { get; init; } = new();
    public IReadOnlyList<Holiday> Holidays { get; init; } = [];

    /// <summary>Days that are worked although the week or a holiday says otherwise (调休).</summary>
    public IReadOnlyList<MakeUpDay> MakeUpDays { get; init; } = [];

    /// <summary>The hours of a make-up day that names none: those of the first day of the week that is worked, from Monday on.</summary>
    public IReadOnlyList<OpeningHours> UsualHours() => WeeklyHours.Days.Select(Weekly.On).FirstOrDefault(x => x.Count > 0) ?? [];

    /// <summary>What the date is: an ordinary one, a holiday or a make-up day, and the hours that are worked on it.</summary>
    public CalendarDay On(DateOnly date)
    {
        if (MakeUpDays.FirstOrDefault(x => x.Date == date) is { } makeUp) return new(DayKind.MakeUp, makeUp.Hours.Count > 0 ? makeUp.Hours : UsualHours(), makeUp.Name);
        if (Holidays.FirstOrDefault(x => x.Covers(date)) is { } holiday) return new(DayKind.Holiday, [], holiday.Name);
        var hours = Weekly.On(date.DayOfWeek);
        return new(hours.Count > 0 ? DayKind.Working : DayKind.Free, hours, null);
    }
}

/// <summary>The hours of each day of the week; a day without any is free.</summary>
public sealed record WeeklyHours
{
    public IReadOnlyList<OpeningHours> Monday { get; init; } = [];
    public IReadOnlyList<OpeningHours> Tuesday { get; init; } = [];
    public IReadOnlyList<OpeningHours> Wednesday { get; init; } = [];
    public IReadOnlyList<OpeningHours> Thursday { get; init; } = [];
    public IReadOnlyList<OpeningHours> Friday { get; init; } = [];
    public IReadOnlyList<OpeningHours> Saturday { get; init; } = [];
    public IReadOnlyList<OpeningHours> Sunday { get; init; } = [];

    /// <summary>The days in the order in which people read a week.</summary>
    public static IReadOnlyList<DayOfWeek> Days { get; } =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public IReadOnlyList<OpeningHours> On(DayOfWeek day) => day switch
    {
        DayOfWeek.Monday => Monday,
        DayOfWeek.Tuesday => Tuesday,
        DayOfWeek.Wednesday => Wednesday,
        DayOfWeek.Thursday => Thursday,
        DayOfWeek.Friday => Friday,
        DayOfWeek.Saturday => Saturday,
        _ => Sunday,
    };

    public WeeklyHours With(DayOfWeek day, IReadOnlyList<OpeningHours> hours) => day switch
    {
        DayOfWeek.Monday => this with { Monday = hours },
        DayOfWeek.Tuesday => this with { Tuesday = hours },
        DayOfWeek.Wednesday => this with { Wednesday = hours },
        DayOfWeek.Thursday => this with { Thursday = hours },
        DayOfWeek.Friday => this with { Friday = hours },
        DayOfWeek.Saturday => this with { Saturday = hours },
        _ => this with { Sunday = hours },
    };
}

/// <summary>A span of one day on the wall clock, from inclusive to exclusive: <c>09:00-18:00</c>, at the latest until <c>24:00</c>.</summary>
public readonly record struct OpeningHours(TimeSpan From, TimeSpan To)
{
    public static readonly TimeSpan WholeDay = TimeSpan.FromDays(1);

    public bool IsSound => From >= TimeSpan.Zero && To > From && To <= WholeDay;

    public static bool TryParse(string text, out OpeningHours hours)
    {
        hours = default;
        var parts = text.Replace('–', '-').Replace('—', '-').Replace('：', ':').Split('-', StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || Clock(parts[0]) is not { } from || Clock(parts[1]) is not { } to) return false;
        hours = new OpeningHours(from, to);
        return true;
    }

    public override string ToString() => $"{Say(From)}-{Say(To)}";

    private static string Say(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}");

    private static TimeSpan? Clock(string text)
    {
        var parts = text.Split(':');
        if (parts.Length != 2 || parts[0].Length is < 1 or > 2 || parts[1].Length != 2) return null;
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hour) || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minute)) return null;
        return hour < 24 && minute < 60 || hour == 24 && minute == 0 ? new TimeSpan(hour, minute, 0) : null;
    }
}

/// <summary>Days on which nobody works, both ends included.</summary>
public sealed record Holiday
{
    public required DateOnly From { get; init; }

    /// <summary>The last day; null: there is but one.</summary>
    public DateOnly? To { get; init; }
    public string? Name { get; init; }

    public bool Covers(DateOnly date) => date >= From && date <= (To ?? From);
}

/// <summary>A day that is worked although it would be free.</summary>
public sealed record MakeUpDay
{
    public required DateOnly Date { get; init; }
    public string? Name { get; init; }

    /// <summary>The hours of that day; none: the usual ones.</summary>
    public IReadOnlyList<OpeningHours> Hours { get; init; } = [];
}

public enum DayKind
{
    Working,
    Free,
    Holiday,
    MakeUp,
}

/// <summary>One date of a calendar.</summary>
public sealed record CalendarDay(DayKind Kind, IReadOnlyList<OpeningHours> Hours, string? Name);

/// <summary>What calendars must hold to.</summary>
internal static class CalendarRules
{
    private const int LongestHoliday = 366;

    public static IEnumerable<ConfigurationProblem> Check(ConfigurationDocument document)
    {
        foreach (var problem in ConfigurationRules.Twice("/calendars", document.Calendars, x => x.Code, "code")) yield return problem;
        for (var i = 0; i < document.Calendars.Count; i++)
            foreach (var problem in Check(document.Calendars[i], ConfigurationProblem.At("/calendars", i))) yield return problem;
    }

    private static IEnumerable<ConfigurationProblem> Check(CalendarDefinition calendar, string at)
    {
        if (!ConfigurationLimits.IsCode(calendar.Code)) yield return new($"{at}/code", "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(calendar.TimeZone, out _)) yield return new($"{at}/timeZone", "unknown-zone", calendar.TimeZone);
        if (calendar.UsualHours().Count == 0) yield return new($"{at}/weekly", "calendar-never-open");
        foreach (var day in WeeklyHours.Days)
            foreach (var problem in Spans(calendar.Weekly.On(day), $"{at}/weekly/{day.ToString().ToLowerInvariant()}")) yield return problem;
        for (var i = 0; i < calendar.Holidays.Count; i++)
        {
            var (holiday, pointer) = (calendar.Holidays[i], ConfigurationProblem.At($"{at}/holidays", i));
            if (holiday.To is { } to && (to < holiday.From || to.DayNumber - holiday.From.DayNumber >= LongestHoliday)) yield return new($"{pointer}/to", "holiday-end", ConfigurationRules.Text(LongestHoliday));
            else if (calendar.Holidays.Take(i).Any(x => x.From <= (holiday.To ?? holiday.From) && (x.To ?? x.From) >= holiday.From)) yield return new($"{pointer}/from", "holiday-twice");
        }
        for (var i = 0; i < calendar.MakeUpDays.Count; i++)
        {
            var (day, pointer) = (calendar.MakeUpDays[i], ConfigurationProblem.At($"{at}/makeUpDays", i));
            if (calendar.MakeUpDays.Take(i).Any(x => x.Date == day.Date)) yield return new($"{pointer}/date", "duplicate", day.Date.ToString("O", CultureInfo.InvariantCulture));
            foreach (var problem in Spans(day.Hours, $"{pointer}/hours")) yield return problem;
        }
    }

    private static IEnumerable<ConfigurationProblem> Spans(IReadOnlyList<OpeningHours> hours, string at)
    {
        for (var i = 0; i < hours.Count; i++)
        {
            if (!hours[i].IsSound) yield return new(ConfigurationProblem.At(at, i), "opening-hours");
            else if (hours.Take(i).Any(x => x.From < hours[i].To && hours[i].From < x.To)) yield return new(ConfigurationProblem.At(at, i), "opening-hours-overlap");
        }
    }
}
