using Microsoft.Extensions.Localization;

namespace OrderGuard.Web.Common;

/// <summary>Durations and distances in time as a person says them.</summary>
public static class TimeWords
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>A duration in its two largest units; less than a second is "0 s", a negative one carries a minus.</summary>
    public static string ForDuration(this IStringLocalizer<CommonText> texts, TimeSpan duration)
    {
        var length = duration.Duration();
        var words = length switch
        {
            { Days: > 0 } => Two(texts, "D", "H", length.Days, length.Hours),
            { Hours: > 0 } => Two(texts, "H", "M", length.Hours, length.Minutes),
            { Minutes: > 0 } => Two(texts, "M", "S", length.Minutes, length.Seconds),
            _ => texts["Duration.S", length.Seconds],
        };
        return duration <= TimeSpan.FromSeconds(-1) ? texts["Duration.Negative", words] : words;
    }

    /// <summary>How long ago, or in how long; null when that is a day or more and a date says it better.</summary>
    public static string? ForDistance(this IStringLocalizer<CommonText> texts, DateTimeOffset instant, DateTimeOffset now)
    {
        var past = now - instant;
        if (past.Duration() >= Day) return null;
        if (past.Duration() < TimeSpan.FromSeconds(5)) return texts["Instant.Now"];

        var words = texts.ForLargestUnit(past.Duration());
        return texts[past > TimeSpan.Zero ? "Instant.Ago" : "Instant.In", words];
    }

    private static string ForLargestUnit(this IStringLocalizer<CommonText> texts, TimeSpan length) => length switch
    {
        { Hours: > 0 } => texts["Duration.H", length.Hours],
        { Minutes: > 0 } => texts["Duration.M", length.Minutes],
        _ => texts["Duration.S", length.Seconds],
    };

    private static string Two(IStringLocalizer texts, string large, string small, int first, int second) =>
        second == 0 ? texts[$"Duration.{large}", first] : texts[$"Duration.{large}{small}", first, second];
}
