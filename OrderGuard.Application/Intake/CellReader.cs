using System.Globalization;
using OrderGuard.Domain.Intake;

namespace OrderGuard.Application.Intake;

/// <summary>Reads what people and programs write into the cells of a CSV: times, numbers, and the words for nothing.</summary>
public static class CellReader
{
    private static readonly HashSet<string> Nothing = new(StringComparer.OrdinalIgnoreCase)
        { "null", "nil", "none", "nan", "nat", "n/a", "na", "-", "--", "\\n", "#n/a", "无", "0000-00-00", "0000-00-00 00:00:00" };

    private static readonly string[] Formats = [.. (
        from date in new[] { "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy'年'M'月'd'日'" }
        from time in new[] { " H:m:s", "'T'H:m:s", " H:m:s.FFFFFFF", "'T'H:m:s.FFFFFFF", " H:m", "'T'H:m", "" }
        select date + time), "yyyyMMddHHmmss", "yyyyMMdd HHmmss", "yyyyMMdd"];

    private static readonly string[] OffsetFormats = [.. Formats.Where(x => x.Contains('H', StringComparison.Ordinal)).SelectMany(x => new[] { x + "zzz", x + " zzz", x + "K" })];

    /// <summary>The cell's text; null where it says nothing.</summary>
    public static string? Text(string cell)
    {
        var text = cell.Trim();
        return text.Length == 0 || Nothing.Contains(text) ? null : text;
    }

    /// <summary>A time, by the profile's own format or in the ways that programs commonly write it; without an offset it is the zone's.</summary>
    public static DateTimeOffset? Time(string text, string? format, TimeZoneInfo zone)
    {
        const DateTimeStyles white = DateTimeStyles.AllowWhiteSpaces;
        var culture = CultureInfo.InvariantCulture;
        if (format is not null)
        {
            var stated = format.Contains('z', StringComparison.Ordinal) || format.Contains('K', StringComparison.Ordinal);
            if (stated && DateTimeOffset.TryParseExact(text, format, culture, white | DateTimeStyles.AssumeUniversal, out var own)) return own.ToUniversalTime();
            return !stated && DateTime.TryParseExact(text, format, culture, white, out var ownLocal) ? LocalTimes.ToInstant(ownLocal, zone) : null;
        }
        if (DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss", culture, DateTimeStyles.None, out var local)) return LocalTimes.ToInstant(local, zone);
        if (text.Length > 40 || !char.IsAsciiDigit(text[0])) return null;
        var offset = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 9;
        if (offset) return DateTimeOffset.TryParseExact(text, OffsetFormats, culture, white | DateTimeStyles.AssumeUniversal, out var instant) ? instant.ToUniversalTime() : null;
        return DateTime.TryParseExact(text, Formats, culture, white, out local) ? LocalTimes.ToInstant(local, zone) : null;
    }

    /// <summary>A number with a point or a comma before its decimals, with or without groups and a sign of money.</summary>
    public static decimal? Number(string text)
    {
        var plain = string.Concat(text.Where(x => !char.IsWhiteSpace(x) && char.GetUnicodeCategory(x) is not UnicodeCategory.CurrencySymbol && x != '\''));
        var point = plain.LastIndexOf('.');
        var comma = plain.LastIndexOf(',');
        if (comma >= 0)
        {
            var decimals = plain.Length - comma - 1;
            var commaIsDecimal = comma > point && (point >= 0 || (decimals != 3 && plain.IndexOf(',', StringComparison.Ordinal) == comma));
            plain = commaIsDecimal
                ? plain.Replace(".", "", StringComparison.Ordinal).Replace(',', '.')
                : plain.Replace(",", "", StringComparison.Ordinal);
        }
        return decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
