using System.Globalization;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Configuration;

/// <summary>Durations as people say and type them: <c>30 min</c>, <c>1 h 30 min</c>, <c>3 天</c>.</summary>
public static class DurationWords
{
    private static readonly (string[] Words, long Seconds)[] Units =
    [
        (["w", "wk", "week", "weeks", "周", "星期"], 604_800),
        (["d", "day", "days", "天", "日"], 86_400),
        (["h", "hr", "hour", "hours", "小时", "时", "小時"], 3_600),
        (["m", "min", "mins", "minute", "minutes", "分", "分钟"], 60),
        (["s", "sec", "second", "seconds", "秒", "秒钟"], 1),
    ];

    /// <summary>The whole duration in as many units as it has.</summary>
    public static LocalizedText Of(TimeSpan span) => new(Say(span, "d", "h", "min", "s"), Say(span, "天", "小时", "分钟", "秒"));

    /// <summary>Reads what a person typed; a number alone counts minutes.</summary>
    public static bool TryRead(string text, out TimeSpan span)
    {
        span = default;
        text = text.Trim();
        if (IsoDurations.TryRead(text.ToUpperInvariant(), out span)) return true;
        var (total, at, any) = (0m, 0, false);
        var remaining = text.Replace('，', ' ').Replace('．', '.');
        while (at < remaining.Length)
        {
            if (char.IsWhiteSpace(remaining[at]) || remaining[at] is ',')
            {
                at++;
                continue;
            }
            var digits = at;
            while (digits < remaining.Length && (char.IsAsciiDigit(remaining[digits]) || remaining[digits] is '.')) digits++;
            if (digits == at || digits - at > 9 || !decimal.TryParse(remaining[at..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)) return false;
            while (digits < remaining.Length && char.IsWhiteSpace(remaining[digits])) digits++;
            var end = digits;
            while (end < remaining.Length && char.IsLetter(remaining[end])) end++;
            var word = remaining[digits..end];
            var unit = word.Length == 0 && !any && end == remaining.Length ? 60 : Units.FirstOrDefault(x => x.Words.Contains(word, StringComparer.OrdinalIgnoreCase)).Seconds;
            if (unit == 0) return false;
            (total, at, any) = (total + count * unit, end, true);
        }
        if (!any || total > 10_000_000_000m) return false;
        span = new TimeSpan((long)(total * TimeSpan.TicksPerSecond));
        return true;
    }

    private static string Say(TimeSpan span, string day, string hour, string minute, string second)
    {
        var seconds = span.Seconds + span.Milliseconds / 1000.0;
        (double Count, string Unit)[] parts = [(Math.Floor(span.TotalDays), day), (span.Hours, hour), (span.Minutes, minute), (seconds, second)];
        var said = parts.Where(x => x.Count > 0).Select(x => string.Create(CultureInfo.InvariantCulture, $"{x.Count:0.###} {x.Unit}")).ToList();
        return said.Count == 0 ? $"0 {second}" : string.Join(' ', said);
    }
}
