using System.Globalization;
using OrderGuard.Application.Common;

namespace OrderGuard.Application.StatusSync;

/// <summary>The figures as a table for a spreadsheet, one after the other.</summary>
public static class StatusAnalyticsFile
{
    public static IEnumerable<string> Lines(StatusAnalytics x)
    {
        yield return CsvText.Line(["source", "events", "moved", "observed", "stale", "illegal", "unmapped"]);
        foreach (var s in x.Sources) yield return CsvText.Line([s.Source, N(s.Events), N(s.Moved), N(s.Observed), N(s.Stale), N(s.Illegal), N(s.Unmapped)]);
        yield return "";
        yield return CsvText.Line(["from", "to", "orders", "illegal"]);
        foreach (var p in x.Paths) yield return CsvText.Line([N(p.From), N(p.To), N(p.Count), p.Illegal ? "true" : "false"]);
        yield return "";
        yield return CsvText.Line(["status", "next", "source", "nextSource", "orders", "medianSeconds", "p95Seconds"]);
        foreach (var s in x.Steps) yield return CsvText.Line([N(s.Status), N(s.Next), s.Source, s.NextSource, N(s.Count), Seconds(s.Median), Seconds(s.P95)]);
        yield return "";
        yield return CsvText.Line(["target", "pushes", "delivered", "failures", "review", "medianSeconds", "p95Seconds"]);
        foreach (var t in x.Targets) yield return CsvText.Line([t.Target, N(t.Pushes), N(t.Delivered), N(t.Failures), N(t.Review), Seconds(t.Median), Seconds(t.P95)]);
        yield return "";
        yield return CsvText.Line(["hour", "events", "perMinute"]);
        foreach (var h in x.Hours) yield return CsvText.Line([h.Hour.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), N(h.Events), h.PerMinute.ToString("0.###", CultureInfo.InvariantCulture)]);
    }

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Seconds(TimeSpan? span) => span?.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
