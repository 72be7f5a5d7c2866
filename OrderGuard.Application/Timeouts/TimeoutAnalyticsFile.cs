using System.Globalization;
using OrderGuard.Application.Common;

namespace OrderGuard.Application.Timeouts;

/// <summary>The analytics as one flat CSV: a line for each day, category, warehouse, source, hour of the week and level, told apart by the first column.</summary>
public static class TimeoutAnalyticsFile
{
    public static IEnumerable<string> Lines(TimeoutAnalytics x)
    {
        yield return CsvText.Line(["part", "key", "orders", "timeouts", "rate", "targetRate", "resolved", "medianSeconds", "p95Seconds"]);
        yield return Figures("period", $"{Day(x.From)}/{Day(x.To)}", x.Now, x.TargetRate);
        yield return Figures("periodBefore", "", x.Before, x.TargetRate);
        foreach (var day in x.Days) yield return Line("day", Day(day.Day), day.Orders, day.Timeouts, day.Rate, x.TargetRate);
        foreach (var (part, shares) in new[] { ("category", x.ByCategory), ("warehouse", x.ByWarehouse), ("source", x.BySource) })
            foreach (var share in shares) yield return Line(part, share.Key, share.Orders, share.Timeouts, share.Rate, x.TargetRate);
        foreach (var hour in x.Week)
            yield return Line("weekHour", string.Create(CultureInfo.InvariantCulture, $"{hour.Weekday} {hour.Hour:00}"), hour.Orders, hour.Timeouts, hour.Rate, x.TargetRate);
        foreach (var level in x.Levels)
            yield return CsvText.Line(["level", Number(level.Level), null, null, null, null, Number(level.Resolved), Seconds(level.Median), null]);
        yield return CsvText.Line(["savedMinutes", x.Saved.Minutes.ToString("0", CultureInfo.InvariantCulture), null, null, null, null, Number(x.Saved.Compared), null, null]);
    }

    private static string Figures(string part, string key, TimeoutFigures x, double target) => CsvText.Line(
        [part, key, Number(x.Orders), Number(x.Timeouts), Rate(x.Rate), Rate(target), Number(x.Resolved), Seconds(x.ResolveMedian), Seconds(x.ResolveP95)]);

    private static string Line(string part, string? key, int orders, int timeouts, double? rate, double target) =>
        CsvText.Line([part, key, Number(orders), Number(timeouts), Rate(rate), Rate(target), null, null, null]);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Rate(double? rate) => rate?.ToString("0.######", CultureInfo.InvariantCulture);

    private static string? Seconds(TimeSpan? span) => span?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
}
