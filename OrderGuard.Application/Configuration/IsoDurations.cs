using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace OrderGuard.Application.Configuration;

/// <summary>Durations as ISO 8601 writes them, without years and months, whose length nobody knows.</summary>
public static partial class IsoDurations
{
    public static bool TryRead(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length > 40 || Form().Match(text) is not { Success: true } match) return false;
        try
        {
            var seconds = Part(match, "w") * 604_800m + Part(match, "d") * 86_400m + Part(match, "h") * 3_600m + Part(match, "m") * 60m + Part(match, "s");
            duration = new TimeSpan((long)(seconds * TimeSpan.TicksPerSecond));
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    public static string Write(TimeSpan duration) => XmlConvert.ToString(duration);

    private static decimal Part(Match match, string group) =>
        match.Groups[group] is { Success: true } part ? decimal.Parse(part.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^P(?=\d|T\d)((?<w>[0-9]{1,9})W)?((?<d>[0-9]{1,9})D)?(T(?=\d)((?<h>[0-9]{1,9})H)?((?<m>[0-9]{1,9})M)?((?<s>[0-9]{1,9}(\.[0-9]{1,7})?)S)?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
