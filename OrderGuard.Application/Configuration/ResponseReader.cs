using System.Globalization;
using System.Text.Json;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Configuration;

/// <summary>Reads the sections that say how the company answers a breach.</summary>
internal static class ResponseReader
{
    public static IReadOnlyList<EscalationPolicy> Escalations(JsonPart root) =>
        Entries(root, "escalations", ConfigurationLimits.Escalations, ["code", "label", "levels"], x => new EscalationPolicy
        {
            Code = x.Text("code", ConfigurationLimits.CodeLength), Label = x.Label("label"),
            Levels = Entries(x, "levels", ConfigurationLimits.Levels, ["after", "does", "whom", "channels"], l => new EscalationLevel
            {
                After = l.Duration("after", TimeSpan.Zero), Does = l.Choice<EscalationDeed>("does") ?? EscalationDeed.Remind, Whom = l.Choice<DutySide>("whom"),
                Channels = l.List("channels", ConfigurationLimits.Channels, (e, at) => l.ReadText(e, at, ConfigurationLimits.CodeLength)),
            }),
        });

    public static IReadOnlyList<DutyRule> Duties(JsonPart root) =>
        Entries(root, "duties", ConfigurationLimits.Duties, ["code", "label", "category", "warehouse", "attributes", "owner", "backup"], x => new DutyRule
        {
            Code = x.Text("code", ConfigurationLimits.CodeLength), Label = x.Label("label"),
            Category = x.OptionalText("category", ConfigurationLimits.CategoryLength), Warehouse = x.OptionalText("warehouse", ConfigurationLimits.CategoryLength),
            Attributes = x.Map("attributes", ConfigurationLimits.Attributes, ConfigurationLimits.CodeLength, (e, at) => x.ReadText(e, at, ConfigurationLimits.LabelLength)),
            Owner = Holder(x, "owner"), Backup = Holder(x, "backup"),
        });

    public static IReadOnlyList<RotationDefinition> Rotations(JsonPart root) =>
        Entries(root, "rotations", ConfigurationLimits.Rotations, ["code", "label", "people", "timeZone", "period", "handOverOn", "handOverAt", "since", "standIns"], x =>
        {
            var preset = new RotationDefinition { Code = "" };
            return new RotationDefinition
            {
                Code = x.Text("code", ConfigurationLimits.CodeLength), Label = x.Label("label"),
                People = x.List("people", ConfigurationLimits.RotationPeople, (e, at) => x.ReadText(e, at, ConfigurationLimits.CodeLength)),
                TimeZone = x.OptionalText("timeZone", ConfigurationLimits.CodeLength) ?? preset.TimeZone, Period = x.Choice<RotationPeriod>("period") ?? preset.Period,
                HandOverOn = x.Choice<DayOfWeek>("handOverOn") ?? preset.HandOverOn,
                HandOverAt = x.Formed("handOverAt", preset.HandOverAt, "not-time", t => TimeOnly.TryParseExact(t, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null),
                Since = x.Formed("since", preset.Since, "not-date", t => DateOnly.TryParseExact(t, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null),
                StandIns = Entries(x, "standIns", ConfigurationLimits.Overrides, ["from", "until", "person"],
                    o => new RotationOverride(o.Instant("from"), o.Instant("until"), o.OptionalText("person", ConfigurationLimits.CodeLength))),
            };
        });

    public static ActionSettings Actions(JsonPart root)
    {
        var preset = new ActionSettings();
        return root.Inner("actions", ["approvalAbove", "mostPerHour", "mostPerDay", "halted", "rehearsal", "connector"]) is not { } x ? preset : new ActionSettings
        {
            ApprovalAbove = x.Amount("approvalAbove", preset.ApprovalAbove), MostPerHour = x.Whole("mostPerHour", preset.MostPerHour), MostPerDay = x.Whole("mostPerDay", preset.MostPerDay),
            Halted = x.Flag("halted") ?? false, Rehearsal = x.Flag("rehearsal") ?? preset.Rehearsal,
            Connector = x.Inner("connector", ["kind", "url", "secret"]) is not { } c ? preset.Connector : new ConnectorSettings
            {
                Kind = c.Choice<ConnectorKind>("kind") ?? ConnectorKind.Recording, Url = c.OptionalText("url", ConfigurationLimits.UrlLength),
                Secret = c.OptionalText("secret", ConfigurationLimits.CodeLength),
            },
        };
    }

    public static GatewaySettings Gateway(JsonPart root)
    {
        var preset = new GatewaySettings();
        return root.Inner("gateway", ["fourEyes", "fourEyesAbove", "bulkAlert", "bulkLeast", "bulkWithin", "bulkTimesUsual", "bulkChannels"]) is not { } x ? preset : new GatewaySettings
        {
            FourEyes = x.Texts("fourEyes", 20, ConfigurationLimits.CodeLength), FourEyesAbove = x.Amount("fourEyesAbove", preset.FourEyesAbove), BulkAlert = x.Flag("bulkAlert") ?? preset.BulkAlert,
            BulkLeast = x.Whole("bulkLeast", preset.BulkLeast), BulkWithin = x.Duration("bulkWithin", preset.BulkWithin), BulkTimesUsual = x.Number("bulkTimesUsual", preset.BulkTimesUsual),
            BulkChannels = x.Texts("bulkChannels", ConfigurationLimits.Channels, ConfigurationLimits.CodeLength),
        };
    }

    private static DutyHolder? Holder(JsonPart x, string name) => x.Inner(name, ["person", "rotation"]) is not { } holder ? null : new DutyHolder
    {
        Person = holder.OptionalText("person", ConfigurationLimits.CodeLength), Rotation = holder.OptionalText("rotation", ConfigurationLimits.CodeLength),
    };

    private static IReadOnlyList<T> Entries<T>(JsonPart parent, string name, int most, string[] names, Func<JsonPart, T> read) =>
        parent.List(name, most, (JsonElement x, string at) => read(parent.Inner(x, at, names)));
}
