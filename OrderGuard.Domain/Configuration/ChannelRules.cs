using System.Globalization;
using OrderGuard.Domain.Notifications;

namespace OrderGuard.Domain.Configuration;

/// <summary>What channels and notification settings must hold to.</summary>
public static class ChannelRules
{
    private static readonly string[] Languages = ["en", "zh-CN"];

    public static IEnumerable<ConfigurationProblem> Check(ConfigurationDocument document)
    {
        foreach (var problem in ConfigurationRules.Twice("/channels", document.Channels, x => x.Code, "code")) yield return problem;
        for (var i = 0; i < document.Channels.Count; i++)
            foreach (var problem in Check(document, document.Channels[i], ConfigurationProblem.At("/channels", i))) yield return problem;
        foreach (var problem in Check(document.Notifications)) yield return problem;
    }

    /// <summary>The parts of a template's name: event, kind of channel, language.</summary>
    public static string TemplateName(string @event, ChannelKind kind, string language) => $"{@event}.{char.ToLowerInvariant(kind.ToString()[0])}{kind.ToString()[1..]}.{language}";

    private static IEnumerable<ConfigurationProblem> Check(ConfigurationDocument document, ChannelDefinition channel, string at)
    {
        if (!ConfigurationLimits.IsCode(channel.Code)) yield return new($"{at}/code", "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
        if (!Languages.Contains(channel.Language)) yield return new($"{at}/language", "one-of", string.Join(", ", Languages));
        if (channel.Fallback is { } fallback)
        {
            if (document.Channels.All(x => x.Code != fallback)) yield return new($"{at}/fallback", "unknown-channel", fallback);
            else if (LeadsBack(document, channel)) yield return new($"{at}/fallback", "fallback-circle");
        }
        if (channel.Kind is not ChannelKind.Email)
        {
            if (channel.Target.Length == 0) yield return new($"{at}/address", "missing");
            else if (!IsAddress(channel)) yield return new($"{at}/address", "web-address");
        }
        foreach (var (role, name) in channel.Secrets)
        {
            if (!ConfigurationLimits.IsCode(role)) yield return new(ConfigurationProblem.At($"{at}/secrets", role), "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
            if (!ConfigurationLimits.IsCode(name)) yield return new(ConfigurationProblem.At($"{at}/secrets", role), "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
        }
        foreach (var problem in OfKind(channel, at)) yield return problem;
    }

    private static IEnumerable<ConfigurationProblem> OfKind(ChannelDefinition channel, string at)
    {
        switch (channel.Kind)
        {
            case ChannelKind.DingTalk or ChannelKind.WeCom:
                if (!channel.Secrets.ContainsKey("token")) yield return new($"{at}/secrets", "secret-needed", "token");
                if (channel.Style is ChannelStyle.Text && channel.Kind is ChannelKind.DingTalk || channel.Style is ChannelStyle.ActionCard && channel.Kind is ChannelKind.WeCom)
                    yield return new($"{at}/style", "style-of-other");
                break;
            case ChannelKind.Webhook:
                if (channel.Secrets.Count == 0) yield return new($"{at}/secrets", "secret-needed", "sign");
                break;
            case ChannelKind.Sms:
                if (channel.Body is null && channel.Method is not "GET") yield return new($"{at}/body", "missing");
                if (channel.Method is { } method && method is not ("GET" or "POST" or "PUT")) yield return new($"{at}/method", "one-of", "GET, POST, PUT");
                if (channel.SuccessPointer is { } pointer && pointer.Length > 0 && pointer[0] != '/') yield return new($"{at}/successPointer", "json-pointer");
                if (channel.SuccessPointer is not null && channel.SuccessEquals is null) yield return new($"{at}/successEquals", "missing");
                foreach (var header in channel.Headers.Keys.Where(x => !IsHeader(x))) yield return new(ConfigurationProblem.At($"{at}/headers", header), "header-name");
                break;
            case ChannelKind.Email:
                if (string.IsNullOrEmpty(channel.Host)) yield return new($"{at}/host", "missing");
                if (channel.Port is < 1 or > 65535) yield return new($"{at}/port", "number-range", "1", "65535");
                if (channel.Sender is not { } sender) yield return new($"{at}/sender", "missing");
                else if (!IsMail(sender)) yield return new($"{at}/sender", "mail-address");
                for (var i = 0; i < channel.To.Count; i++)
                    if (!IsMail(channel.To[i])) yield return new(ConfigurationProblem.At($"{at}/to", i), "mail-address");
                if (channel.UserName is not null && !channel.Secrets.ContainsKey("password")) yield return new($"{at}/secrets", "secret-needed", "password");
                break;
        }
    }

    private static IEnumerable<ConfigurationProblem> Check(NotificationSettings settings)
    {
        const string at = "/notifications";
        if (settings.SmsMonthlyBudget is < 0 or > 1_000_000) yield return new($"{at}/smsMonthlyBudget", "number-range", "0", "1000000");
        if (settings.QuietHours is { } quiet)
        {
            if (quiet.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) yield return new($"{at}/quietHours/timeZone", "unknown-zone", zone);
            if (!QuietHours.TryTime(quiet.Begins, out _)) yield return new($"{at}/quietHours/begins", "time-of-day");
            if (!QuietHours.TryTime(quiet.Ends, out _)) yield return new($"{at}/quietHours/ends", "time-of-day");
            for (var i = 0; i < quiet.Days.Count; i++)
                if (quiet.Days[i] is < 1 or > 7) yield return new(ConfigurationProblem.At($"{at}/quietHours/days", i), "number-range", "1", "7");
        }
        var names = NoticeKinds.All.SelectMany(e => Enum.GetValues<ChannelKind>().SelectMany(k => Languages.Select(l => TemplateName(e, k, l)))).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, text) in settings.Templates)
        {
            var place = ConfigurationProblem.At($"{at}/templates", name);
            if (!names.Contains(name)) yield return new(place, "unknown-template", name);
            NoticeTemplate.Read(text, out var problems);
            foreach (var x in problems)
                yield return new(place, "template-placeholder", x.Placeholder, x.Line.ToString(CultureInfo.InvariantCulture), x.Column.ToString(CultureInfo.InvariantCulture), string.Join(", ", NoticeTemplate.Placeholders));
        }
    }

    private static bool LeadsBack(ConfigurationDocument document, ChannelDefinition from)
    {
        var next = from;
        for (var steps = 0; next?.Fallback is { } code && steps <= document.Channels.Count; steps++)
        {
            if (code == from.Code) return true;
            next = document.Channels.FirstOrDefault(x => x.Code == code);
        }
        return false;
    }

    private static bool IsAddress(ChannelDefinition channel) =>
        Uri.TryCreate(channel.Target, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && channel.Target is var text && uri!.UserInfo.Length == 0 && !text.Any(char.IsWhiteSpace);

    private static bool IsHeader(string name) => name.Length > 0 && name.All(x => char.IsAsciiLetterOrDigit(x) || x == '-')
        && name.ToUpperInvariant() is not ("HOST" or "CONTENT-LENGTH" or "TRANSFER-ENCODING" or "CONNECTION");

    private static bool IsMail(string text) => System.Net.Mail.MailAddress.TryCreate(text, out var mail) && mail.Address == text;
}
