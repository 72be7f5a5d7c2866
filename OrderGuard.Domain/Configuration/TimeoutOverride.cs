using System.Text.Json.Serialization;

namespace OrderGuard.Domain.Configuration;

/// <summary>Another threshold of a rule for the orders that meet all of its conditions.</summary>
public sealed record TimeoutOverride
{
    public string? Category { get; init; }
    public string? Channel { get; init; }
    public string? Warehouse { get; init; }
    public string? CustomerClass { get; init; }
    public required TimeSpan Within { get; init; }

    /// <summary>Counts in the working time of this calendar, whatever the rule's own clock; null: as the rule does.</summary>
    public string? Calendar { get; init; }
}

/// <summary>What of an order decides which threshold of a rule it falls under; of an override, what it asks for.</summary>
public sealed record RuleSubject(string? Category = null, string? Channel = null, string? Warehouse = null, string? CustomerClass = null)
{
    /// <summary>How many conditions it names.</summary>
    [JsonIgnore]
    public int Count => (Category is null ? 0 : 1) + (Channel is null ? 0 : 1) + (Warehouse is null ? 0 : 1) + (CustomerClass is null ? 0 : 1);

    public static RuleSubject Of(TimeoutOverride asked) => new(asked.Category, asked.Channel, asked.Warehouse, asked.CustomerClass);

    public static RuleSubject Of(Orders.Order order) => new(order.Category, order.Channel, order.Warehouse, order.CustomerClass);

    public static RuleSubject Of(Orders.OrderFacts facts) => new(facts.Category, facts.Channel, facts.Warehouse, facts.Customer?.Class);

    /// <summary>Whether an order like <paramref name="order"/> meets all that is asked for here.</summary>
    public bool Covers(RuleSubject order) =>
        (Category is null || Category == order.Category) && (Channel is null || Channel == order.Channel)
        && (Warehouse is null || Warehouse == order.Warehouse) && (CustomerClass is null || CustomerClass == order.CustomerClass);
}

/// <summary>What the overrides of a rule must hold to.</summary>
internal static class TimeoutOverrideRules
{
    public static IEnumerable<ConfigurationProblem> Check(TimeoutRule rule, string at)
    {
        var seen = rule.ByCategory.Keys.Select(x => new RuleSubject(x)).ToHashSet();
        for (var i = 0; i < rule.Overrides.Count; i++)
        {
            var (own, pointer) = (rule.Overrides[i], ConfigurationProblem.At($"{at}/overrides", i));
            if (!ConfigurationRules.InRange(own.Within)) yield return new($"{pointer}/within", "duration-range", ConfigurationRules.Text((int)ConfigurationLimits.LongestTimeout.TotalDays));
            if (RuleSubject.Of(own).Count == 0) yield return new(pointer, "override-empty");
            else if (!seen.Add(RuleSubject.Of(own))) yield return new(pointer, "override-twice");
        }
    }

    /// <summary>What is wrong with the calendars and categories that a rule names.</summary>
    public static IEnumerable<ConfigurationProblem> CheckNames(TimeoutRule rule, string at, ConfigurationDocument document)
    {
        var calendars = document.Calendars.Select(x => x.Code).ToHashSet(StringComparer.Ordinal);
        if (rule.Clock is TimeoutClock.Working && rule.Calendar is null) yield return new($"{at}/calendar", "calendar-needed");
        if (rule.Calendar is { } named && !calendars.Contains(named)) yield return new($"{at}/calendar", "unknown-calendar", named);
        for (var i = 0; i < rule.Overrides.Count; i++)
        {
            var pointer = ConfigurationProblem.At($"{at}/overrides", i);
            if (rule.Overrides[i].Calendar is { } own && !calendars.Contains(own)) yield return new($"{pointer}/calendar", "unknown-calendar", own);
            if (rule.Overrides[i].Category is { } category && document.Categories.All(x => x.Code != category)) yield return new($"{pointer}/category", "unknown-category", category);
        }
    }
}
