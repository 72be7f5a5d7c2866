using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Alerts;

/// <summary>An alert as the machine interface and the live hub show it.</summary>
public sealed record AlertView
{
    public required Guid Id { get; init; }
    public required AlertKind Kind { get; init; }
    public required AlertSeverity Severity { get; init; }
    public required AlertState State { get; init; }
    public required int Level { get; init; }
    public string? OrderNo { get; init; }
    public string? Category { get; init; }
    public string? Rule { get; init; }
    public required LocalizedText Title { get; init; }
    public required DateTimeOffset Since { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public required DateTimeOffset RaisedAt { get; init; }
    public string? Assignee { get; init; }
    public DateTimeOffset? AcknowledgedUntil { get; init; }
    public DateTimeOffset? SnoozedUntil { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }
    public LocalizedText? Resolution { get; init; }
    public required int ConfigurationVersion { get; init; }

    /// <summary>What raised it: the same for every alert on the same matter.</summary>
    public string? Cause { get; init; }
    public required long Sequence { get; init; }

    public static AlertView Of(Alert alert) => new()
    {
        Id = alert.Id.Value, Kind = alert.Kind, Severity = alert.Severity, State = alert.State, Level = alert.Level, OrderNo = alert.OrderNo,
        Category = alert.Category, Rule = alert.Rule, Title = alert.Title, Since = alert.Since, DueAt = alert.DueAt, RaisedAt = alert.RaisedAt,
        Assignee = alert.AssigneeName, AcknowledgedUntil = alert.AcknowledgedUntil, SnoozedUntil = alert.SnoozedUntil, ResolvedAt = alert.ResolvedAt,
        Resolution = alert.Resolution, ConfigurationVersion = alert.ConfigurationVersion, Sequence = alert.Sequence, Cause = alert.Cause,
    };
}
