using System.Globalization;

namespace OrderGuard.Domain.Configuration;

/// <summary>What a configuration document must hold to as a whole, beyond the shape of its parts.</summary>
public static class ConfigurationRules
{
    /// <summary>All that is wrong with the document, in the order of its parts.</summary>
    public static IEnumerable<ConfigurationProblem> Check(ConfigurationDocument document)
    {
        var statuses = KnownStatuses(document);
        var categories = document.Categories.Select(x => x.Code).ToHashSet(StringComparer.Ordinal);
        return Statuses(document, statuses)
            .Concat(Categories(document))
            .Concat(Sources(document, statuses))
            .Concat(Timeouts(document, statuses, categories))
            .Concat(ImportProfileRules.Check(document, statuses))
            .Concat(document.Risk.Check(document))
            .Concat(document.FulfilmentRisk.Check(document))
            .Concat(CalendarRules.Check(document))
            .Concat(MaintenanceRules.Check(document))
            .Concat(ClockRules.Check(document))
            .Concat(Settings(document))
            .Concat(EscalationRules.Check(document))
            .Concat(DutyRules.Check(document))
            .Concat(ActionRules.Check(document.Actions))
            .Concat(ChannelRules.Check(document))
            .Concat(TargetRules.Check(document))
            .Concat(GatewayRules.Check(document))
            .Concat(TruthRules.Check(document))
            .Concat(GoLiveRules.Check(document.GoLive))
            .Concat(RiskRuleRules.Check(document));
    }

    /// <summary>The statuses that the document's tenant has: the standard ones with the document's own laid over them.</summary>
    public static IReadOnlyDictionary<int, StatusDefinition> KnownStatuses(ConfigurationDocument document)
    {
        var known = StandardStatuses.All.ToDictionary(x => x.Code);
        foreach (var own in document.Statuses) known[own.Code] = own with { Terminal = own.Terminal ?? known.GetValueOrDefault(own.Code)?.Terminal ?? own.Next.Count == 0 };
        return known;
    }

    private static IEnumerable<ConfigurationProblem> Statuses(ConfigurationDocument document, IReadOnlyDictionary<int, StatusDefinition> known)
    {
        foreach (var problem in Twice("/statuses", document.Statuses, x => Text(x.Code), "code")) yield return problem;
        var names = StandardStatuses.All.Where(x => document.Statuses.All(own => own.Code != x.Code)).Select(x => x.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < document.Statuses.Count; i++)
        {
            var (status, at) = (document.Statuses[i], ConfigurationProblem.At("/statuses", i));
            if (status.Code is < ConfigurationLimits.LeastStatus or > ConfigurationLimits.MostStatus)
                yield return new($"{at}/code", "number-range", Text(ConfigurationLimits.LeastStatus), Text(ConfigurationLimits.MostStatus));
            if (!ConfigurationLimits.IsStatusName(status.Name)) yield return new($"{at}/name", "status-name-pattern", Text(ConfigurationLimits.StatusNameLength));
            else if (StandardStatuses.All.FirstOrDefault(x => x.Code == status.Code) is { } standard && standard.Name != status.Name)
                yield return new($"{at}/name", "status-name-standard", Text(status.Code), standard.Name);
            else if (!names.Add(status.Name)) yield return new($"{at}/name", "duplicate", status.Name);
            for (var n = 0; n < status.Next.Count; n++)
            {
                var pointer = ConfigurationProblem.At($"{at}/next", n);
                if (status.Next[n] == status.Code) yield return new(pointer, "next-itself");
                else if (!known.ContainsKey(status.Next[n])) yield return new(pointer, "unknown-status", Text(status.Next[n]));
                else if (status.Next.Take(n).Contains(status.Next[n])) yield return new(pointer, "duplicate", Text(status.Next[n]));
            }
        }
    }

    private static IEnumerable<ConfigurationProblem> Categories(ConfigurationDocument document) =>
        Twice("/categories", document.Categories, x => x.Code, "code");

    private static IEnumerable<ConfigurationProblem> Sources(ConfigurationDocument document, IReadOnlyDictionary<int, StatusDefinition> known)
    {
        foreach (var problem in Twice("/sources", document.Sources, x => x.Code, "code")) yield return problem;
        for (var i = 0; i < document.Sources.Count; i++)
        {
            var (source, at) = (document.Sources[i], ConfigurationProblem.At("/sources", i));
            if (!ConfigurationLimits.IsCode(source.Code)) yield return new($"{at}/code", "code-pattern", Text(ConfigurationLimits.CodeLength));
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(source.TimeZone, out _)) yield return new($"{at}/timeZone", "unknown-zone", source.TimeZone);
            for (var n = 0; n < source.MayEnter.Count; n++)
            {
                var pointer = ConfigurationProblem.At($"{at}/mayEnter", n);
                if (!known.ContainsKey(source.MayEnter[n])) yield return new(pointer, "unknown-status", Text(source.MayEnter[n]));
                else if (source.MayEnter.Take(n).Contains(source.MayEnter[n])) yield return new(pointer, "duplicate", Text(source.MayEnter[n]));
            }
            foreach (var (word, status) in source.Mapping)
                if (!known.ContainsKey(status)) yield return new(ConfigurationProblem.At($"{at}/mapping", word), "unknown-status", Text(status));
            foreach (var problem in SourceReadingRules.Check(source, at, known)) yield return problem;
        }
    }

    private static IEnumerable<ConfigurationProblem> Timeouts(ConfigurationDocument document, IReadOnlyDictionary<int, StatusDefinition> known, HashSet<string> categories)
    {
        foreach (var problem in Twice("/timeouts", document.Timeouts, x => x.Code, "code")) yield return problem;
        for (var i = 0; i < document.Timeouts.Count; i++)
        {
            foreach (var problem in CheckRule(document.Timeouts[i], ConfigurationProblem.At("/timeouts", i), known)) yield return problem;
            if (document.Timeouts[i].Escalation is { } policy && StandardEscalation.Find(document, policy) is null)
                yield return new($"{ConfigurationProblem.At("/timeouts", i)}/escalation", "unknown-escalation", policy);
            foreach (var category in document.Timeouts[i].ByCategory.Keys.Where(x => !categories.Contains(x)))
                yield return new(ConfigurationProblem.At($"{ConfigurationProblem.At("/timeouts", i)}/byCategory", category), "unknown-category", category);
            foreach (var problem in TimeoutOverrideRules.CheckNames(document.Timeouts[i], ConfigurationProblem.At("/timeouts", i), document)) yield return problem;
        }
    }

    /// <summary>What is wrong with one timeout rule, whatever the categories.</summary>
    public static IEnumerable<ConfigurationProblem> CheckRule(TimeoutRule rule, string at, IReadOnlyDictionary<int, StatusDefinition> known)
    {
        if (!ConfigurationLimits.IsCode(rule.Code)) yield return new($"{at}/code", "code-pattern", Text(ConfigurationLimits.CodeLength));
        if (!known.TryGetValue(rule.From, out var from)) yield return new($"{at}/from", "unknown-status", Text(rule.From));
        else if (from.Terminal == true) yield return new($"{at}/from", "from-terminal", Text(rule.From));
        if (!known.ContainsKey(rule.Until)) yield return new($"{at}/until", "unknown-status", Text(rule.Until));
        else if (rule.Until <= rule.From) yield return new($"{at}/until", "until-after-from", Text(rule.From));
        if (!InRange(rule.Within)) yield return new($"{at}/within", "duration-range", Days(ConfigurationLimits.LongestTimeout));
        foreach (var (category, within) in rule.ByCategory)
            if (!InRange(within)) yield return new(ConfigurationProblem.At($"{at}/byCategory", category), "duration-range", Days(ConfigurationLimits.LongestTimeout));
        foreach (var problem in TimeoutOverrideRules.Check(rule, at)) yield return problem;
    }

    /// <summary>What is wrong with one risk rule.</summary>
    public static IEnumerable<ConfigurationProblem> CheckRiskRule(RiskRule rule, string at, ConfigurationDocument document) => RiskRuleRules.Check(rule, at, document.Risk.OwnTags);

    private static IEnumerable<ConfigurationProblem> Settings(ConfigurationDocument document)
    {
        var (medium, high) = (document.Risk.Tiers.Medium, document.Risk.Tiers.High);
        if (!(medium > 0)) yield return new("/risk/tiers/medium", "tiers-order");
        if (!(high > medium && high < 1)) yield return new("/risk/tiers/high", "tiers-order");
        if (document.Alerts.AcknowledgeFor <= TimeSpan.Zero || document.Alerts.AcknowledgeFor > ConfigurationLimits.LongestAcknowledgement)
            yield return new("/alerts/acknowledgeFor", "duration-range", Days(ConfigurationLimits.LongestAcknowledgement));
        if (document.Alerts.TargetTimeoutRate is not (>= 0 and <= 1)) yield return new("/alerts/targetTimeoutRate", "number-range", "0", "1");
        if (document.Retention.AuditDays is < RetentionSettings.LeastAuditDays or > ConfigurationLimits.MostAuditDays)
            yield return new("/retention/auditDays", "audit-days", Text(RetentionSettings.LeastAuditDays), Text(ConfigurationLimits.MostAuditDays));
        if (document.Retention.RequestDays is < 1 or > ConfigurationLimits.MostRequestDays)
            yield return new("/retention/requestDays", "number-range", "1", Text(ConfigurationLimits.MostRequestDays));
    }

    /// <summary>Entries whose code another one has already.</summary>
    public static IEnumerable<ConfigurationProblem> Twice<T>(string section, IReadOnlyList<T> entries, Func<T, string> code, string name)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
            if (!seen.Add(code(entries[i]))) yield return new($"{ConfigurationProblem.At(section, i)}/{name}", "duplicate", code(entries[i]));
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal static bool InRange(TimeSpan within) => within > TimeSpan.Zero && within <= ConfigurationLimits.LongestTimeout;

    private static string Days(TimeSpan span) => Text((int)span.TotalDays);
}
