using System.Globalization;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Domain.Intake;

/// <summary>The alerts that a wrong clock raises.</summary>
public static class ClockAlerts
{
    public static readonly LocalizedText Recovered = new("The clock is right again.", "时钟已恢复正常。");

    /// <summary>The causes that end when the clock is right again; a jump is for a person to look at.</summary>
    public static IReadOnlyList<string> Passing(string source) => [Key(source, "wrong"), Key(source, "zone"), Key(source, "future")];

    public static IEnumerable<AlertCause> CausesOf(string source, ClockMeasure measure, ClockFindings findings, TenantConfiguration configuration, DateTimeOffset now)
    {
        var label = configuration.Source(source)?.Label ?? new LocalizedText(source, source);
        var (en, zh) = (Off(measure.Skew, "en"), Off(measure.Skew, "zh"));
        if (findings.HasFlag(ClockFindings.WrongZone))
            yield return Cause("zone", AlertSeverity.Critical, $"{label.En} states its times in a wrong zone: {en}", $"{label.Zh}上报时间的时区有误：{zh}");
        if (findings.HasFlag(ClockFindings.Wrong) && measure.Skew.Duration() > configuration.Document.Clock.CorrectAbove)
            yield return Cause("wrong", AlertSeverity.Warning, $"The clock of {label.En} is wrong: {en}", $"{label.Zh}的时钟不准：{zh}");
        if (findings.HasFlag(ClockFindings.Jump))
            yield return Cause("jump", AlertSeverity.Warning, $"The clock of {label.En} has jumped: now {en}", $"{label.Zh}的时钟发生跳变：现在{zh}");
        if (findings.HasFlag(ClockFindings.Future))
            yield return Cause("future", AlertSeverity.Warning, $"{label.En} reports events from the future", $"{label.Zh}上报了来自未来的事件");

        AlertCause Cause(string kind, AlertSeverity severity, string english, string chinese) =>
            new(AlertKind.Clock, severity, Key(source, kind), new LocalizedText(english, chinese), measure.Since ?? now, null, configuration.Version);
    }

    private static string Key(string source, string kind) => $"clock:{kind}:{source}";

    private static string Off(TimeSpan skew, string language)
    {
        var span = skew.Duration();
        var (ahead, culture) = (skew > TimeSpan.Zero, CultureInfo.InvariantCulture);
        if (language == "zh")
        {
            var chinese = span.TotalHours >= 1 ? string.Create(culture, $"{span.TotalHours:0.##} 小时") : span.TotalMinutes >= 5 ? string.Create(culture, $"{span.TotalMinutes:0.#} 分钟") : string.Create(culture, $"{span.TotalSeconds:0.#} 秒");
            return (ahead ? "快 " : "慢 ") + chinese;
        }
        var english = span.TotalHours >= 1 ? string.Create(culture, $"{span.TotalHours:0.##} h") : span.TotalMinutes >= 5 ? string.Create(culture, $"{span.TotalMinutes:0.#} min") : string.Create(culture, $"{span.TotalSeconds:0.#} s");
        return english + (ahead ? " ahead" : " behind");
    }
}
