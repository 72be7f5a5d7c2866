using System.Globalization;

namespace OrderGuard.Domain.Configuration;

/// <summary>What import profiles must hold to.</summary>
internal static class ImportProfileRules
{
    public static IEnumerable<ConfigurationProblem> Check(ConfigurationDocument document, IReadOnlyDictionary<int, StatusDefinition> known)
    {
        foreach (var problem in ConfigurationRules.Twice("/importProfiles", document.ImportProfiles, x => x.Code, "code")) yield return problem;
        for (var i = 0; i < document.ImportProfiles.Count; i++)
            foreach (var problem in Check(document.ImportProfiles[i], ConfigurationProblem.At("/importProfiles", i), known)) yield return problem;
    }

    private static IEnumerable<ConfigurationProblem> Check(ImportProfile profile, string at, IReadOnlyDictionary<int, StatusDefinition> known)
    {
        if (!ConfigurationLimits.IsCode(profile.Code)) yield return new($"{at}/code", "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
        if (!ConfigurationLimits.IsCode(profile.Source)) yield return new($"{at}/source", "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
        if (profile.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) yield return new($"{at}/timeZone", "unknown-zone", zone);
        foreach (var path in profile.Fields.Keys.Where(x => !ImportFields.IsKnown(x)))
            yield return new(ConfigurationProblem.At($"{at}/fields", path), "unknown-field", path);
        if (profile.Stages.Count == 0) yield return new($"{at}/stages", "stages-needed");
        foreach (var (column, status) in profile.Stages.Where(x => !known.ContainsKey(x.Value)))
            yield return new(ConfigurationProblem.At($"{at}/stages", column), "unknown-status", ConfigurationRules.Text(status));
        foreach (var (word, status) in profile.FinalStatuses.Where(x => !known.ContainsKey(x.Value)))
            yield return new(ConfigurationProblem.At($"{at}/finalStatuses", word), "unknown-status", ConfigurationRules.Text(status));
        if (profile.FinalStatuses.Count > 0 && profile.StatusColumn is null) yield return new($"{at}/statusColumn", "status-column-needed");
        if (profile.Delimiter is { Length: not 1 }) yield return new($"{at}/delimiter", "delimiter");
        if (profile.TimeFormat is { } format && !IsTimeFormat(format)) yield return new($"{at}/timeFormat", "time-format");
    }

    /// <summary>Whether a date survives being written and read in the format.</summary>
    private static bool IsTimeFormat(string format)
    {
        var day = new DateTime(2026, 11, 22, 13, 5, 0);
        try
        {
            return DateTime.TryParseExact(day.ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out var read)
                && read.Date == day.Date;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

/// <summary>The facts of an order that a column can tell, by their path in the events interface.</summary>
public static class ImportFields
{
    /// <summary>Below this, a source may carry whatever it wants.</summary>
    public const string Attributes = "attributes.";

    public static IReadOnlyList<string> All { get; } =
    [
        "category", "amount", "currency", "channel", "placedAt", "promisedAt", "warehouse", "carrier", "coupon",
        "customer.id", "customer.registeredAt", "customer.idNumber", "customer.name", "customer.class",
        "recipient.name", "recipient.phone", "recipient.country", "recipient.province", "recipient.city", "recipient.line", "recipient.postalCode",
        "payment.method", "payment.fingerprint", "payment.paidAt", "payment.billingProvince", "payment.failedAttempts",
        "device.id", "device.ip", "device.userAgent",
    ];

    public static bool IsKnown(string path) => All.Contains(path) || path.StartsWith(Attributes, StringComparison.Ordinal) && path.Length > Attributes.Length;
}
