using OrderGuard.Domain.Configuration;

namespace OrderGuard.Domain.Timeouts;

/// <summary>What a rule grants an order: how long, counted how, and by which of its overrides.</summary>
/// <param name="Matched">The conditions of the override that the order falls under; null: the rule's own threshold.</param>
/// <param name="Working">The calendar that counts; null: time as it passes.</param>
public sealed record RuleTerms(TimeSpan Within, WorkingTime? Working, RuleSubject? Matched)
{
    /// <summary>The last moment that is in time.</summary>
    public DateTimeOffset DueAt(DateTimeOffset armedAt) => Working is null ? armedAt + Within : Working.Limit(armedAt, Within);
}

/// <summary>The calendars of a configuration, and with them the terms that its rules give.</summary>
public sealed class WorkingCalendars
{
    private readonly Dictionary<string, WorkingTime> _calendars = new(StringComparer.Ordinal);

    private WorkingCalendars(IEnumerable<CalendarDefinition> calendars)
    {
        foreach (var calendar in calendars) _calendars.TryAdd(calendar.Code, WorkingTime.Compile(calendar));
    }

    public static WorkingCalendars None { get; } = new([]);

    public static WorkingCalendars Of(ConfigurationDocument document) => document.Calendars.Count == 0 ? None : new(document.Calendars);

    public WorkingTime? Find(string? code) => code is null ? null : _calendars.GetValueOrDefault(code);

    /// <summary>
    /// The terms of the most specific override that covers the order: the one with most conditions; of several, the first as they
    /// stand, where the thresholds by category come before the overrides. Where none does, the rule's own.
    /// </summary>
    public RuleTerms TermsOf(TimeoutRule rule, RuleSubject order)
    {
        var own = rule.Clock is TimeoutClock.Working ? Find(rule.Calendar) : null;
        var best = rule.Overrides.Count == 0 ? null : rule.Overrides.Where(x => RuleSubject.Of(x) is { Count: > 0 } asked && asked.Covers(order)).MaxBy(x => RuleSubject.Of(x).Count);
        if (order.Category is { } category && rule.ByCategory.TryGetValue(category, out var within) && (best is null || RuleSubject.Of(best).Count <= 1))
            return new RuleTerms(within, own, new RuleSubject(category));
        return best is null ? new RuleTerms(rule.Within, own, null) : new RuleTerms(best.Within, Find(best.Calendar) ?? own, RuleSubject.Of(best));
    }
}
