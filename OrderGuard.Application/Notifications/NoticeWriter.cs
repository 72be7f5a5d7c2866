using System.Globalization;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;

namespace OrderGuard.Application.Notifications;

/// <summary>What a company's messages are written with: its templates, its zone, and where its portal is.</summary>
internal sealed record NoticeStyle(ConfigurationDocument Document, TimeZoneInfo Zone, string Company, string? Portal);

/// <summary>Writes notices in the words of their templates.</summary>
internal static class NoticeWriter
{
    private static readonly LocalizedText[] Severities = [new("Info", "提示"), new("Warning", "警告"), new("Critical", "严重")];

    public static (string Title, string Text) Write(Notice notice, ChannelDefinition channel, NoticeStyle style, IReadOnlyList<Contact> people, DateTimeOffset now) =>
        Write(TemplateOf(notice.Event, channel, style.Document), notice, channel, style, people, now);

    public static (string Title, string Text) Write(NoticeTemplate template, Notice notice, ChannelDefinition channel, NoticeStyle style, IReadOnlyList<Contact> people, DateTimeOffset now)
    {
        var escape = channel.IsRobot && channel.Style is not ChannelStyle.Text ? (Func<string, string>)Harmless : OneLine;
        var (title, text) = template.Fill(x => x is "link" ? LinkOf(notice, style) : Value(x, notice, channel.Language, style, people, now) is { } value ? escape(value) : null);
        return (title.Length > 0 ? title : notice.Event, text);
    }

    /// <summary>Where the matter is dealt with; none where it is not known under which address people reach the portal.</summary>
    public static string? LinkOf(Notice notice, NoticeStyle style) => notice.Values.Path is { } path && style.Portal is { Length: > 0 } portal
        ? portal.TrimEnd('/') + path.Replace(" ", "%20", StringComparison.Ordinal).Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)
        : null;

    private static NoticeTemplate TemplateOf(string @event, ChannelDefinition channel, ConfigurationDocument document)
    {
        var own = document.Notifications.Templates.GetValueOrDefault(ChannelRules.TemplateName(@event, channel.Kind, channel.Language));
        return (own is null ? null : NoticeTemplate.Read(own, out _)) ?? NoticeTemplate.Read(NoticePresets.Of(@event, channel.Kind, channel.Language), out _)!;
    }

    private static string? Value(string placeholder, Notice notice, string language, NoticeStyle style, IReadOnlyList<Contact> people, DateTimeOffset now)
    {
        var values = notice.Values;
        return placeholder switch
        {
            "title" => values.Title?.For(language) ?? values.OrderNo,
            "response" => values.Response?.For(language),
            "order" => values.OrderNo,
            "category" => style.Document.Categories.FirstOrDefault(x => x.Code == values.Category)?.Label?.For(language) ?? values.Category,
            "warehouse" => values.Warehouse,
            "amount" => values.Amount is { } amount ? $"{amount.ToString("#,0.00", CultureInfo.InvariantCulture)} {values.Currency}".Trim() : null,
            "since" => Time(values.Since, style.Zone),
            "due" => Time(values.DueAt, style.Zone),
            "waiting" => values.Since is { } since && since < now ? DurationWords.Of(Rounded(now - since)).For(language) : null,
            "level" => notice.Level > 0 ? $"L{notice.Level}" : null,
            "severity" => SeverityOf(notice.Severity, language),
            "people" => people.Count > 0 ? string.Join(language == "en" ? ", " : "、", people.Select(x => x.Name)) : null,
            "company" => style.Company,
            _ => null,
        };
    }

    private static TimeSpan Rounded(TimeSpan span) => span < TimeSpan.FromMinutes(1) ? TimeSpan.FromSeconds((int)span.TotalSeconds) : span < TimeSpan.FromDays(1) ? TimeSpan.FromMinutes((int)span.TotalMinutes) : TimeSpan.FromHours((int)span.TotalHours);

    public static string SeverityOf(AlertSeverity severity, string language) => Severities[(int)severity].For(language);

    private static string? Time(DateTimeOffset? at, TimeZoneInfo zone) =>
        at is { } instant ? TimeZoneInfo.ConvertTime(instant, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : null;

    /// <summary>What came from other systems can neither format, nor link, nor mention.</summary>
    public static string Harmless(string text) => OneLine(text)
        .Replace('<', '＜').Replace('>', '＞').Replace('[', '［').Replace(']', '］').Replace('*', '＊').Replace('`', '｀').Replace('@', '＠');

    private static string OneLine(string text) => string.Concat(text.Select(x => char.IsControl(x) || x is '\u2028' or '\u2029' ? ' ' : x));
}
