using System.Globalization;
using System.Text;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Configuration;

/// <summary>The days of a calendar as an iCalendar file (RFC 5545) tells them; what could not be used is counted by reason.</summary>
public sealed record CalendarFileDays(IReadOnlyList<Holiday> Holidays, IReadOnlyList<MakeUpDay> MakeUpDays, IReadOnlyDictionary<CalendarFileProblem, int> Skipped)
{
    public bool IsEmpty => Holidays.Count + MakeUpDays.Count == 0;
}

/// <summary>Why an event of a file was left out.</summary>
public enum CalendarFileProblem
{
    /// <summary>It lasts hours, not days.</summary>
    NotAllDay,

    /// <summary>It repeats.</summary>
    Repeats,
    Unreadable,
}

/// <summary>Reads and writes holidays and make-up days as iCalendar.</summary>
/// <remarks>
/// An event is a make-up day where its categories say WORKDAY, or its summary says so in words (补班, 上班, 班 at the end, make-up, workday);
/// every other event that lasts whole days is a holiday.
/// </remarks>
public static class CalendarFile
{
    public const int MostBytes = 1024 * 1024;
    private const int LineBytes = 75;
    private const string Workday = "WORKDAY";
    private const string HoursProperty = "X-ORDERGUARD-HOURS";
    private static readonly string[] MakeUpWords = ["补班", "上班", "make-up", "makeup day", "make up day", "workday", "working day"];

    public static string Write(CalendarDefinition calendar, DateTimeOffset now)
    {
        var text = new StringBuilder();
        void Line(string line) => Fold(text, line);
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//OrderGuard//Working calendar//EN");
        Line("CALSCALE:GREGORIAN");
        Line("X-WR-CALNAME:" + Escape(calendar.Label?.En ?? calendar.Code));
        Line("X-WR-TIMEZONE:" + Escape(calendar.TimeZone));
        foreach (var holiday in calendar.Holidays.OrderBy(x => x.From)) Event("holiday", "HOLIDAY", "TRANSPARENT", holiday.From, holiday.To ?? holiday.From, holiday.Name, []);
        foreach (var day in calendar.MakeUpDays.OrderBy(x => x.Date)) Event("workday", Workday, "OPAQUE", day.Date, day.Date, day.Name, day.Hours);
        Line("END:VCALENDAR");
        return text.ToString();

        void Event(string kind, string category, string transparency, DateOnly from, DateOnly to, string? name, IReadOnlyList<OpeningHours> hours)
        {
            Line("BEGIN:VEVENT");
            Line($"UID:{kind}-{Date(from)}-{calendar.Code}@orderguard");
            Line("DTSTAMP:" + now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
            Line("DTSTART;VALUE=DATE:" + Date(from));
            Line("DTEND;VALUE=DATE:" + Date(to.AddDays(1)));
            Line("SUMMARY:" + Escape(name ?? category));
            Line("CATEGORIES:" + category);
            Line("TRANSP:" + transparency);
            if (hours.Count > 0) Line($"{HoursProperty}:{string.Join(',', hours)}");
            Line("END:VEVENT");
        }
    }

    /// <summary>What the file tells; null where it is no iCalendar file.</summary>
    public static CalendarFileDays? Read(string text)
    {
        var lines = Unfold(text);
        if (lines.FirstOrDefault()?.Equals("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase) != true) return null;
        var (holidays, makeUps, skipped) = (new List<Holiday>(), new List<MakeUpDay>(), new Dictionary<CalendarFileProblem, int>());
        Dictionary<string, (string Parameters, string Value)>? current = null;
        var inner = 0;
        foreach (var line in lines)
        {
            var (name, parameters, value) = Split(line);
            if (name == "BEGIN" && current is not null) inner++;
            else if (name == "BEGIN" && value.Equals("VEVENT", StringComparison.OrdinalIgnoreCase)) current = [];
            else if (name == "END" && inner > 0) inner--;
            else if (name == "END" && current is not null)
            {
                if (Take(current, holidays, makeUps) is { } problem) skipped[problem] = skipped.GetValueOrDefault(problem) + 1;
                current = null;
            }
            else if (inner == 0) current?.TryAdd(name, (parameters, value));
        }
        return new CalendarFileDays([.. holidays.DistinctBy(x => x.From).OrderBy(x => x.From)], [.. makeUps.DistinctBy(x => x.Date).OrderBy(x => x.Date)], skipped);
    }

    /// <summary>The calendar with the days of a file: they replace what stood on the same dates, and leave all others.</summary>
    public static CalendarDefinition With(this CalendarDefinition calendar, CalendarFileDays days)
    {
        bool Told(DateOnly from, DateOnly to) => days.Holidays.Any(x => x.From <= to && (x.To ?? x.From) >= from) || days.MakeUpDays.Any(x => x.Date >= from && x.Date <= to);
        return calendar with
        {
            Holidays = [.. calendar.Holidays.Where(x => !Told(x.From, x.To ?? x.From)).Concat(days.Holidays).OrderBy(x => x.From)],
            MakeUpDays = [.. calendar.MakeUpDays.Where(x => !Told(x.Date, x.Date)).Concat(days.MakeUpDays.Select(x => x.Hours.Count > 0 ? x
                : x with { Hours = calendar.MakeUpDays.FirstOrDefault(m => m.Date == x.Date)?.Hours ?? [] })).OrderBy(x => x.Date)],
        };
    }

    private static CalendarFileProblem? Take(Dictionary<string, (string Parameters, string Value)> told, List<Holiday> holidays, List<MakeUpDay> makeUps)
    {
        if (told.GetValueOrDefault("STATUS").Value?.Equals("CANCELLED", StringComparison.OrdinalIgnoreCase) == true) return null;
        if (told.ContainsKey("RRULE") || told.ContainsKey("RDATE")) return CalendarFileProblem.Repeats;
        if (!told.TryGetValue("DTSTART", out var start)) return CalendarFileProblem.Unreadable;
        if (start.Value.Length != 8) return start.Value.Contains('T', StringComparison.OrdinalIgnoreCase) ? CalendarFileProblem.NotAllDay : CalendarFileProblem.Unreadable;
        if (Day(start.Value) is not { } from) return CalendarFileProblem.Unreadable;
        DateOnly? last = from;
        if (told.TryGetValue("DTEND", out var end)) last = Day(end.Value)?.AddDays(-1);
        else if (told.TryGetValue("DURATION", out var duration))
            last = IsoDurations.TryRead(duration.Value.TrimStart('+'), out var span) && span.Ticks % TimeSpan.TicksPerDay == 0 && span.TotalDays is >= 1 and < 1000 ? from.AddDays((int)span.TotalDays - 1) : null;
        if (last is not { } to) return CalendarFileProblem.Unreadable;
        if (to < from) to = from;

        var name = Unescape(told.GetValueOrDefault("SUMMARY").Value ?? "");
        name = new string([.. name.Where(x => !char.IsControl(x))]).Trim();
        name = name.Cut(ConfigurationLimits.LabelLength).Trim();
        var label = name.Length == 0 ? null : name;
        if (!IsMakeUp(told.GetValueOrDefault("CATEGORIES").Value ?? "", name))
        {
            holidays.Add(new Holiday { From = from, To = to == from ? null : to, Name = label });
            return null;
        }
        var hours = (told.GetValueOrDefault(HoursProperty).Value ?? "").Split(',').Select(x => OpeningHours.TryParse(x, out var read) && read.IsSound ? read : (OpeningHours?)null).OfType<OpeningHours>().ToList();
        for (var date = from; date <= to; date = date.AddDays(1)) makeUps.Add(new MakeUpDay { Date = date, Name = label, Hours = hours });
        return null;
    }

    private static bool IsMakeUp(string categories, string summary) =>
        categories.Split(',').Any(x => x.Trim() is var category && (category.Equals(Workday, StringComparison.OrdinalIgnoreCase) || MakeUpWords.Contains(category, StringComparer.OrdinalIgnoreCase)))
        || summary.TrimEnd(')', '）', ' ').EndsWith('班') || MakeUpWords.Any(x => summary.Contains(x, StringComparison.OrdinalIgnoreCase));

    private static List<string> Unfold(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.TrimStart('\ufeff').Split('\n').Select(x => x.TrimEnd('\r')))
        {
            if (line.Length > 0 && line[0] is ' ' or '\t' && lines.Count > 0) lines[^1] += line[1..];
            else if (line.Length > 0) lines.Add(line);
        }
        return lines;
    }

    /// <summary>Name, parameters and value: the first colon outside of quotes parts them.</summary>
    private static (string Name, string Parameters, string Value) Split(string line)
    {
        var (quoted, semicolon) = (false, -1);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is '"') quoted = !quoted;
            else if (line[i] is ';' && !quoted && semicolon < 0) semicolon = i;
            else if (line[i] is ':' && !quoted)
                return (line[..(semicolon < 0 ? i : semicolon)].ToUpperInvariant(), semicolon < 0 ? "" : line[(semicolon + 1)..i], line[(i + 1)..].Trim());
        }
        return (line.ToUpperInvariant(), "", "");
    }

    /// <summary>Writes a line, broken after 75 octets and never within a character.</summary>
    private static void Fold(StringBuilder text, string line)
    {
        var bytes = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > LineBytes)
            {
                text.Append("\r\n ");
                bytes = 1;
            }
            text.Append(rune);
            bytes += rune.Utf8SequenceLength;
        }
        text.Append("\r\n");
    }

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static string Date(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not '\\' || i + 1 == text.Length) plain.Append(text[i]);
            else plain.Append(text[++i] is 'n' or 'N' ? ' ' : text[i]);
        }
        return plain.ToString();
    }
}
