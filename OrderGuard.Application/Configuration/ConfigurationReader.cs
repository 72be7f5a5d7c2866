using System.Text;
using System.Text.Json;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Configuration;

/// <summary>What came of reading a document: the document as far as it could be read, its JSON as given, and all that is wrong with it.</summary>
public sealed record ConfigurationReading(ConfigurationDocument Document, string Json, IReadOnlyList<ConfigurationProblem> Problems);

/// <summary>Reads a configuration document that somebody else wrote, and finds all that is wrong with it at once.</summary>
public static class ConfigurationReader
{
    private static readonly string[] Sections = [.. Enum.GetValues<ConfigurationSection>().Select(ConfigurationJson.NameOf)];
    private static readonly Lazy<JsonElement> Preset = new(() => Parse(ConfigurationJson.Write(new ConfigurationDocument())));
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    /// <param name="published">The newest published document: a section that <paramref name="json"/> leaves out is taken from it; null: from the preset.</param>
    public static ConfigurationReading Read(string json, string? published, bool checkRules = true)
    {
        var problems = new List<ConfigurationProblem>();
        if (Encoding.UTF8.GetByteCount(json) > ConfigurationLimits.DocumentBytes)
            return Nothing(new("", "too-large", (ConfigurationLimits.DocumentBytes / 1024).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        JsonElement given;
        try
        {
            given = Parse(json);
            TouchTexts(given);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Nothing(new("", "not-json", e is JsonException { LineNumber: { } line } ? $"line {line + 1}" : "a text that is not Unicode"));
        }

        var root = new JsonPart(given, "", problems, Sections);
        if (given.ValueKind is not JsonValueKind.Object) return new(new ConfigurationDocument(), "", problems);
        foreach (var (name, value) in root.Members)
            if (value.ValueKind is JsonValueKind.Null) problems.Add(new(root.At(name), "null-section"));
        var merged = Merge(root, published is null ? null : Parse(published));
        var shape = new List<ConfigurationProblem>();
        var document = ReadDocument(new JsonPart(Parse(merged), "", shape, Sections));
        problems.AddRange(shape);
        if (checkRules)
        {
            var broken = shape.Select(x => x.Pointer).ToHashSet(StringComparer.Ordinal);
            problems.AddRange(ConfigurationRules.Check(document).Where(x => !Within(x.Pointer).Any(broken.Contains)));
        }
        return new(document, merged, problems);
    }

    /// <summary>Reads a list of timeout rules against the statuses of <paramref name="document"/>, for trying them out.</summary>
    public static (IReadOnlyList<TimeoutRule> Rules, IReadOnlyList<ConfigurationProblem> Problems) ReadTimeouts(JsonElement rules, ConfigurationDocument document, string pointer = "/timeouts")
    {
        var problems = new List<ConfigurationProblem>();
        try
        {
            TouchTexts(rules);
        }
        catch (InvalidOperationException)
        {
            return ([], [new(pointer, "not-json", "a text that is not Unicode")]);
        }
        var holder = new JsonPart(JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { ["timeouts"] = rules }), "", problems, null);
        var read = holder.List("timeouts", ConfigurationLimits.Timeouts, (x, at) => ReadTimeout(new JsonPart(x, at, problems, TimeoutNames)));
        var broken = problems.Select(x => x.Pointer).ToHashSet(StringComparer.Ordinal);
        var statuses = ConfigurationRules.KnownStatuses(document);
        problems.AddRange(ConfigurationRules.Twice("/timeouts", read, x => x.Code, "code")
            .Concat(read.SelectMany((x, i) => ConfigurationRules.CheckRule(x, ConfigurationProblem.At("/timeouts", i), statuses)))
            .Where(x => !Within(x.Pointer).Any(broken.Contains)));
        return (read, [.. problems.Select(x => x with { Pointer = pointer + x.Pointer["/timeouts".Length..] })]);
    }

    private static readonly string[] TimeoutNames = ["code", "label", "from", "until", "within", "byCategory", "clock", "calendar", "overrides", "escalation", "severity"];

    private static ConfigurationDocument ReadDocument(JsonPart root) => new()
    {
        Statuses = Entries(root, "statuses", ConfigurationLimits.Statuses, ["code", "name", "label", "next", "terminal"], x => new StatusDefinition
        {
            Code = x.Whole("code"), Name = x.Text("name", ConfigurationLimits.StatusNameLength), Label = x.Label("label"),
            Next = x.Wholes("next", ConfigurationLimits.Statuses), Terminal = x.Flag("terminal"),
        }),
        Categories = Entries(root, "categories", ConfigurationLimits.Categories, ["code", "label"], x => new CategoryDefinition
        {
            Code = x.Text("code", ConfigurationLimits.CategoryLength), Label = x.Label("label"),
        }),
        Sources = Entries(root, "sources", ConfigurationLimits.Sources, ["code", "label", "role", "mayEnter", "timeZone", "mapping", "extract", "rules", "outbound", "query"], x => new SourceDefinition
        {
            Code = x.Text("code", ConfigurationLimits.CodeLength), Label = x.Label("label"), Role = x.Choice<SourceRole>("role") ?? SourceRole.Observer,
            MayEnter = x.Wholes("mayEnter", ConfigurationLimits.Statuses), TimeZone = x.OptionalText("timeZone", ConfigurationLimits.CodeLength) ?? "UTC",
            Mapping = x.Map("mapping", ConfigurationLimits.Words, ConfigurationLimits.WordLength, x.ReadWhole),
            Extract = SourceReader.Extract(x), Rules = SourceReader.Rules(x), Query = SourceReader.Query(x),
            Outbound = x.Map("outbound", ConfigurationLimits.Statuses, ConfigurationLimits.WordLength, (e, at) => x.ReadText(e, at, ConfigurationLimits.WordLength)),
        }),
        Timeouts = Entries(root, "timeouts", ConfigurationLimits.Timeouts, TimeoutNames, ReadTimeout),
        ImportProfiles = Entries(root, "importProfiles", ConfigurationLimits.ImportProfiles,
            ["code", "label", "source", "timeZone", "orderNo", "fields", "stages", "statusColumn", "finalStatuses", "delimiter", "timeFormat"], ReadProfile),
        Risk = Single(root, "risk", RiskReader.Names, new RiskSettings(), RiskReader.Read),
        FulfilmentRisk = Single(root, "fulfilmentRisk", ["enabled", "useFitted", "tightenAbove", "tightenBy", "channels"], new FulfilmentRiskSettings(), x => new FulfilmentRiskSettings
        {
            Enabled = x.Flag("enabled") ?? false, UseFitted = x.Flag("useFitted") ?? true,
            TightenAbove = x.Number("tightenAbove", new FulfilmentRiskSettings().TightenAbove), TightenBy = x.Number("tightenBy", new FulfilmentRiskSettings().TightenBy),
            Channels = x.Texts("channels", ConfigurationLimits.Channels, ConfigurationLimits.CodeLength),
        }),
        Alerts = Single(root, "alerts", ["acknowledgeFor", "targetTimeoutRate"], new AlertSettings(), x => new AlertSettings
        {
            AcknowledgeFor = x.Duration("acknowledgeFor", new AlertSettings().AcknowledgeFor),
            TargetTimeoutRate = x.Number("targetTimeoutRate", new AlertSettings().TargetTimeoutRate),
        }),
        Retention = Single(root, "retention", ["auditDays", "requestDays"], new RetentionSettings(), x => new RetentionSettings
        {
            AuditDays = x.Whole("auditDays", new RetentionSettings().AuditDays), RequestDays = x.Whole("requestDays", new RetentionSettings().RequestDays),
        }),
        Calendars = CalendarReading.Calendars(root),
        Maintenance = CalendarReading.Maintenance(root),
        Clock = CalendarReading.Clock(root),
        Escalations = ResponseReader.Escalations(root),
        Duties = ResponseReader.Duties(root),
        Rotations = ResponseReader.Rotations(root),
        Actions = ResponseReader.Actions(root),
        Channels = Entries(root, "channels", ConfigurationLimits.Channels, ChannelReader.Names, ChannelReader.Read),
        Targets = Entries(root, "targets", ConfigurationLimits.Targets, TargetReader.Names, TargetReader.Read),
        Gateway = ResponseReader.Gateway(root),
        Truth = SourceReader.Truth(root),
        GoLive = SourceReader.GoLive(root),
        RiskRules = RiskRuleReader.Rules(root),
        Notifications = Single(root, "notifications", ["quietHours", "smsMonthlyBudget", "templates"], new NotificationSettings(), ChannelReader.ReadSettings),
    };

    private static TimeoutRule ReadTimeout(JsonPart x) => new()
    {
        Code = x.Text("code", ConfigurationLimits.CodeLength), Label = x.Label("label"), From = x.Whole("from"), Until = x.Whole("until"), Within = x.Duration("within"),
        ByCategory = x.Map("byCategory", ConfigurationLimits.Categories, ConfigurationLimits.CategoryLength, x.ReadDuration),
        Calendar = x.OptionalText("calendar", ConfigurationLimits.CodeLength), Overrides = CalendarReading.Overrides(x),
        Clock = x.Choice<TimeoutClock>("clock") ?? TimeoutClock.Elapsed, Escalation = x.OptionalText("escalation", ConfigurationLimits.CodeLength),
        Severity = x.Choice<Domain.Alerts.AlertSeverity>("severity"),
    };

    private static ImportProfile ReadProfile(JsonPart x) => new()
    {
        Code = x.Text("code", ConfigurationLimits.CodeLength), Label = x.Label("label"), Source = x.Text("source", ConfigurationLimits.CodeLength),
        TimeZone = x.OptionalText("timeZone", ConfigurationLimits.CodeLength), OrderNo = x.Text("orderNo", ConfigurationLimits.ColumnLength),
        Fields = x.Map("fields", ConfigurationLimits.Columns, ConfigurationLimits.ColumnLength, (e, at) => x.ReadText(e, at, ConfigurationLimits.ColumnLength)),
        Stages = x.Map("stages", ConfigurationLimits.Columns, ConfigurationLimits.ColumnLength, x.ReadWhole),
        StatusColumn = x.OptionalText("statusColumn", ConfigurationLimits.ColumnLength),
        FinalStatuses = x.Map("finalStatuses", ConfigurationLimits.Words, ConfigurationLimits.WordLength, x.ReadWhole),
        Delimiter = x.OptionalCharacter("delimiter"), TimeFormat = x.OptionalText("timeFormat", ConfigurationLimits.FormatLength),
    };

    private static IReadOnlyList<T> Entries<T>(JsonPart parent, string name, int most, string[] names, Func<JsonPart, T> read) =>
        parent.List(name, most, (x, at) => read(parent.Inner(x, at, names)));

    private static T Single<T>(JsonPart parent, string name, string[] names, T otherwise, Func<JsonPart, T> read) =>
        parent.Inner(name, names) is { } inner ? read(inner) : otherwise;

    /// <summary>The document with every section: as given, else as published, else the preset's.</summary>
    private static string Merge(JsonPart given, JsonElement? published)
    {
        var own = given.Members.ToDictionary(x => x.Key, x => x.Value);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ConfigurationJson.Options.Encoder }))
        {
            writer.WriteStartObject();
            foreach (var section in Sections)
            {
                writer.WritePropertyName(section);
                var value = own.TryGetValue(section, out var mine) ? mine
                    : published is { } old && old.TryGetProperty(section, out var kept) ? kept
                    : Preset.Value.GetProperty(section);
                value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static ConfigurationReading Nothing(ConfigurationProblem problem) => new(new ConfigurationDocument(), "", [problem]);

    private static JsonElement Parse(string json)
    {
        using var parsed = JsonDocument.Parse(json, Strict);
        return parsed.RootElement.Clone();
    }

    /// <summary>Reads every text once: one that is not Unicode, such as half a surrogate pair, fails here rather than later.</summary>
    private static void TouchTexts(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.String) _ = element.GetString();
        else if (element.ValueKind is JsonValueKind.Array)
            foreach (var item in element.EnumerateArray()) TouchTexts(item);
        else if (element.ValueKind is JsonValueKind.Object)
            foreach (var member in element.EnumerateObject())
            {
                _ = member.Name;
                TouchTexts(member.Value);
            }
    }

    /// <summary>The pointer itself and every place that it lies within.</summary>
    private static IEnumerable<string> Within(string pointer)
    {
        for (var end = pointer.Length; end > 0; end = pointer.LastIndexOf('/', end - 1)) yield return pointer[..end];
    }
}
