using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>Which alerts; an empty list or null leaves that side open.</summary>
public sealed record AlertFilter
{
    public const int TextMaxLength = 100;

    public IReadOnlyList<AlertState> States { get; init; } = [];
    public IReadOnlyList<AlertKind> Kinds { get; init; } = [];
    public IReadOnlyList<AlertSeverity> Severities { get; init; } = [];
    public UserId? Assignee { get; init; }

    /// <summary>Only what nobody has taken.</summary>
    public bool Unassigned { get; init; }
    public string? Category { get; init; }

    /// <summary>The order's number, or its beginning; or a rule.</summary>
    public string? Text { get; init; }
}

internal static class AlertQueries
{
    public static IQueryable<Alert> Matching(this IQueryable<Alert> alerts, AlertFilter filter)
    {
        if (filter.States.Count > 0) alerts = alerts.Where(x => filter.States.Contains(x.State));
        if (filter.Kinds.Count > 0) alerts = alerts.Where(x => filter.Kinds.Contains(x.Kind));
        if (filter.Severities.Count > 0) alerts = alerts.Where(x => filter.Severities.Contains(x.Severity));
        if (filter.Assignee is { } assignee) alerts = alerts.Where(x => x.Assignee == assignee);
        if (filter.Unassigned) alerts = alerts.Where(x => x.Assignee == null);
        if (!string.IsNullOrWhiteSpace(filter.Category)) alerts = alerts.Where(x => x.Category == filter.Category);
        if (filter.Text?.Trim() is { Length: > 0 } text) alerts = alerts.Where(x => x.OrderNo!.StartsWith(text) || x.Rule == text);
        return alerts;
    }

    /// <summary>What the wall shows: open or acknowledged, gravest first, then oldest.</summary>
    public static IQueryable<Alert> Standing(this IQueryable<Alert> alerts) => alerts.Where(x => x.State != AlertState.Resolved);
}
