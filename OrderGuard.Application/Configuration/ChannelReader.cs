using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;

namespace OrderGuard.Application.Configuration;

/// <summary>Reads channels and notification settings out of a configuration document.</summary>
internal static class ChannelReader
{
    private const int Addressees = 100;
    private const int Entries = 200;

    public static readonly string[] Names =
    [
        "code", "label", "kind", "enabled", "language", "quiet", "fallback", "address", "secrets", "style", "userIds", "to", "method", "headers", "bodyFormat", "body",
        "successPointer", "successEquals", "host", "port", "security", "userName", "sender",
    ];

    public static ChannelDefinition Read(JsonPart x)
    {
        var kind = x.Choice<ChannelKind>("kind");
        if (kind is null && x.Members.All(m => m.Key != "kind")) x.Note(x.At("kind"), "missing");
        return new ChannelDefinition
        {
            Code = x.Text("code", ConfigurationLimits.CodeLength), Label = x.Label("label"), Kind = kind ?? ChannelKind.Webhook, Enabled = x.Flag("enabled") ?? true,
            Language = x.OptionalText("language", ConfigurationLimits.CodeLength) ?? "en", Quiet = x.Flag("quiet") ?? true,
            Fallback = x.OptionalText("fallback", ConfigurationLimits.CodeLength), Address = x.OptionalText("address", ConfigurationLimits.AddressLength),
            Secrets = Texts(x, "secrets", ConfigurationLimits.CodeLength), Style = x.Choice<ChannelStyle>("style"), UserIds = Texts(x, "userIds", ConfigurationLimits.LabelLength),
            To = x.List("to", Addressees, (e, at) => x.ReadText(e, at, ConfigurationLimits.LabelLength)),
            Method = x.OptionalText("method", ConfigurationLimits.CodeLength), Headers = Texts(x, "headers", ConfigurationLimits.AddressLength),
            BodyFormat = x.Choice<GatewayBody>("bodyFormat"), Body = x.OptionalLines("body", ConfigurationLimits.BodyLength),
            SuccessPointer = x.OptionalText("successPointer", ConfigurationLimits.ColumnLength), SuccessEquals = x.OptionalText("successEquals", ConfigurationLimits.ColumnLength),
            Host = x.OptionalText("host", ConfigurationLimits.ColumnLength), Port = x.OptionalWhole("port"), Security = x.Choice<MailSecurity>("security"),
            UserName = x.OptionalText("userName", ConfigurationLimits.ColumnLength), Sender = x.OptionalText("sender", ConfigurationLimits.ColumnLength),
        };
    }

    public static NotificationSettings ReadSettings(JsonPart x)
    {
        var preset = new NotificationSettings();
        return new NotificationSettings
        {
            QuietHours = x.Inner("quietHours", ["timeZone", "begins", "ends", "days"]) is { } quiet ? ReadQuiet(quiet) : null,
            SmsMonthlyBudget = x.Whole("smsMonthlyBudget", preset.SmsMonthlyBudget),
            Templates = x.Map("templates", Entries, ConfigurationLimits.LabelLength, (e, at) => x.ReadLines(e, at, NoticeTemplate.MaxLength)),
        };
    }

    private static QuietHours ReadQuiet(JsonPart x)
    {
        var preset = new QuietHours();
        return new QuietHours
        {
            TimeZone = x.OptionalText("timeZone", ConfigurationLimits.CodeLength), Begins = x.OptionalText("begins", ConfigurationLimits.CodeLength) ?? preset.Begins,
            Ends = x.OptionalText("ends", ConfigurationLimits.CodeLength) ?? preset.Ends, Days = x.Members.Any(m => m.Key == "days") ? x.Wholes("days", preset.Days.Count) : preset.Days,
        };
    }

    private static IReadOnlyDictionary<string, string> Texts(JsonPart x, string name, int most) =>
        x.Map(name, Entries, ConfigurationLimits.LabelLength, (e, at) => x.ReadText(e, at, most));
}
