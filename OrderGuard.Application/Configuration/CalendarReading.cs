using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Configuration;

/// <summary>Reads the sections of a document that are about time: calendars, maintenance, clocks, and the overrides of a rule.</summary>
internal static class CalendarReading
{
    public static IReadOnlyList<CalendarDefinition> Calendars(JsonPart root) => Entries(root, "calendars", ConfigurationLimits.Calendars,
        ["code", "label", "timeZone", "weekly", "holidays", "makeUpDays"], x => new CalendarDefinition
        {
            Code = x.Text("code", ConfigurationLimits.CodeLength), Label = x.Label("label"), TimeZone = x.OptionalText("timeZone", ConfigurationLimits.CodeLength) ?? "UTC",
            Weekly = x.Inner("weekly", [.. WeeklyHours.Days.Select(NameOf)]) is { } weekly
                ? WeeklyHours.Days.Aggregate(new WeeklyHours(), (hours, day) => hours.With(day, weekly.Hours(NameOf(day)))) : new WeeklyHours(),
            Holidays = Entries(x, "holidays", ConfigurationLimits.CalendarDays, ["from", "to", "name"], h => new Holiday
            {
                From = h.Date("from"), To = h.OptionalDate("to"), Name = h.OptionalText("name", ConfigurationLimits.LabelLength),
            }),
            MakeUpDays = Entries(x, "makeUpDays", ConfigurationLimits.CalendarDays, ["date", "name", "hours"], m => new MakeUpDay
            {
                Date = m.Date("date"), Name = m.OptionalText("name", ConfigurationLimits.LabelLength), Hours = m.Hours("hours"),
            }),
        });

    public static IReadOnlyList<MaintenanceWindow> Maintenance(JsonPart root) => Entries(root, "maintenance", ConfigurationLimits.Maintenance,
        ["code", "label", "from", "until", "sources", "categories", "rules", "reason", "channels"], x => new MaintenanceWindow
        {
            Code = x.Text("code", ConfigurationLimits.CodeLength), Label = x.Label("label"), From = x.Instant("from"), Until = x.Instant("until"),
            Sources = x.Texts("sources", ConfigurationLimits.Sources, ConfigurationLimits.CodeLength),
            Categories = x.Texts("categories", ConfigurationLimits.Categories, ConfigurationLimits.CategoryLength),
            Rules = x.Texts("rules", ConfigurationLimits.Timeouts, ConfigurationLimits.CodeLength), Reason = x.OptionalText("reason", ConfigurationLimits.ReasonLength),
            Channels = x.Texts("channels", ConfigurationLimits.Channels, ConfigurationLimits.CodeLength),
        });

    public static ClockSettings Clock(JsonPart root)
    {
        var preset = new ClockSettings();
        return root.Inner("clock", ["correct", "correctAbove", "alert", "alertAbove", "except", "channels"]) is not { } x ? preset : new ClockSettings
        {
            Correct = x.Flag("correct") ?? preset.Correct, CorrectAbove = x.Duration("correctAbove", preset.CorrectAbove),
            Alert = x.Flag("alert") ?? preset.Alert, AlertAbove = x.Duration("alertAbove", preset.AlertAbove),
            Except = x.Texts("except", ConfigurationLimits.Sources, ConfigurationLimits.CodeLength),
            Channels = x.Texts("channels", ConfigurationLimits.Channels, ConfigurationLimits.CodeLength),
        };
    }

    public static IReadOnlyList<TimeoutOverride> Overrides(JsonPart rule) => Entries(rule, "overrides", ConfigurationLimits.Overrides,
        ["category", "channel", "warehouse", "customerClass", "within", "calendar"], x => new TimeoutOverride
        {
            Category = x.OptionalText("category", ConfigurationLimits.CategoryLength), Channel = x.OptionalText("channel", Domain.Orders.Order.ShortTextMaxLength),
            Warehouse = x.OptionalText("warehouse", Domain.Orders.Order.ShortTextMaxLength), CustomerClass = x.OptionalText("customerClass", Domain.Orders.Order.ShortTextMaxLength),
            Within = x.Duration("within"), Calendar = x.OptionalText("calendar", ConfigurationLimits.CodeLength),
        });

    private static string NameOf(DayOfWeek day) => day.ToString().ToLowerInvariant();

    private static IReadOnlyList<T> Entries<T>(JsonPart parent, string name, int most, string[] names, Func<JsonPart, T> read) =>
        parent.List(name, most, (x, at) => read(parent.Inner(x, at, names)));
}
