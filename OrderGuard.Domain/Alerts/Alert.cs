using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Alerts;

public readonly record struct AlertId(Guid Value) : IIdentifier<AlertId>
{
    public static AlertId New() => new(Guid.CreateVersion7());

    public static AlertId From(Guid value) => new(value);
}

public enum AlertKind
{
    Timeout,
    Mismatch,
    Risk,
    Sync,

    /// <summary>A source's clock is wrong.</summary>
    Clock,

    /// <summary>What is late during a maintenance window, told as one.</summary>
    Maintenance,
}

public enum AlertSeverity
{
    Info,
    Warning,
    Critical,
}

public enum AlertState
{
    Open,

    /// <summary>Somebody has taken it, until a stated time.</summary>
    Acknowledged,
    Resolved,
}

/// <summary>What a new alert is about.</summary>
public sealed record AlertCause(
    AlertKind Kind, AlertSeverity Severity, string Key, LocalizedText Title, DateTimeOffset Since, DateTimeOffset? DueAt, int ConfigurationVersion)
{
    public OrderId? OrderId { get; init; }
    public string? OrderNo { get; init; }
    public string? Category { get; init; }
    public string? Rule { get; init; }
}

/// <summary>Something that a person should know: raised once per cause, acknowledged, snoozed, assigned, resolved.</summary>
public sealed class Alert : ITenantOwned
{
    public const int CauseMaxLength = 160;
    public const int TextMaxLength = 400;

    private Alert() { } // EF Core

    public AlertId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public AlertKind Kind { get; private set; }
    public AlertSeverity Severity { get; private set; }
    public AlertState State { get; private set; }
    public int Level { get; private set; }
    public OrderId? OrderId { get; private set; }
    public string? OrderNo { get; private set; }
    public string? Category { get; private set; }
    public string? Rule { get; private set; }
    public LocalizedText Title { get; private set; } = new("", "");

    /// <summary>Since when things have been so, e.g. the order's entry into the status it waits in.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>The deadline that passed, if there was one.</summary>
    public DateTimeOffset? DueAt { get; private set; }
    public DateTimeOffset RaisedAt { get; private set; }
    public UserId? Assignee { get; private set; }
    public string? AssigneeName { get; private set; }
    public DateTimeOffset? AcknowledgedAt { get; private set; }

    /// <summary>Whether its owner is whoever acknowledged it, for no other reason: then taking that back takes the owner back too.</summary>
    public bool OwnedByAcknowledging { get; private set; }

    /// <summary>When the acknowledgement ends and the alert rises again.</summary>
    public DateTimeOffset? AcknowledgedUntil { get; private set; }

    /// <summary>Until when the alert keeps quiet; it stays open.</summary>
    public DateTimeOffset? SnoozedUntil { get; private set; }
    public DateTimeOffset? ResolvedAt { get; private set; }
    public LocalizedText? Resolution { get; private set; }
    public int ConfigurationVersion { get; private set; }

    /// <summary>What raised it, e.g. an order's breach of a rule.</summary>
    public string Cause { get; private set; } = "";

    /// <summary>The cause while the alert is not resolved, null after: unique, so that a cause has one open alert at most.</summary>
    public string? OpenCause { get; private set; }

    /// <summary>The tenant's running number of this alert's latest change; given on saving.</summary>
    public long Sequence { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static Alert Raise(TenantId tenant, AlertCause cause, DateTimeOffset now) => new()
    {
        Id = AlertId.New(), TenantId = tenant, Kind = cause.Kind, Severity = cause.Severity, Level = 1, OrderId = cause.OrderId, OrderNo = cause.OrderNo,
        Category = cause.Category, Rule = cause.Rule, Title = cause.Title, Since = cause.Since, DueAt = cause.DueAt, RaisedAt = now,
        ConfigurationVersion = cause.ConfigurationVersion, Cause = cause.Key, OpenCause = cause.Key,
    };

    /// <summary>The cause of an order's breach of a rule.</summary>
    public static string TimeoutCause(OrderId order, string rule) => $"timeout:{order.Value:N}:{rule}";

    /// <summary>Somebody takes it until a time; a person who takes what nobody has becomes its owner.</summary>
    public Refusal? Acknowledge(DateTimeOffset until, UserId? by, string byName, DateTimeOffset now)
    {
        if (State is AlertState.Resolved) return AlertRefusals.Resolved;
        if (until <= now) return AlertRefusals.UntilInThePast;

        if (State is not AlertState.Acknowledged) OwnedByAcknowledging = false;
        State = AlertState.Acknowledged;
        AcknowledgedAt ??= now;
        AcknowledgedUntil = until;
        SnoozedUntil = null;
        if (Assignee is null && by is not null) (Assignee, AssigneeName, OwnedByAcknowledging) = (by, byName, true);
        return null;
    }

    /// <summary>Takes an acknowledgement back, with the owner that it gave.</summary>
    public Refusal? Release()
    {
        if (State is not AlertState.Acknowledged) return AlertRefusals.NotAcknowledged;
        State = AlertState.Open;
        AcknowledgedUntil = null;
        if (OwnedByAcknowledging) (Assignee, AssigneeName, OwnedByAcknowledging) = (null, null, false);
        return null;
    }

    /// <summary>The acknowledgement has run out: what was taken and forgotten rises again.</summary>
    public bool AcknowledgementEnded(DateTimeOffset now)
    {
        if (State is not AlertState.Acknowledged || AcknowledgedUntil > now) return false;
        State = AlertState.Open;
        AcknowledgedUntil = null;
        return true;
    }

    public Refusal? Snooze(DateTimeOffset until, DateTimeOffset now)
    {
        if (State is AlertState.Resolved) return AlertRefusals.Resolved;
        if (until <= now) return AlertRefusals.UntilInThePast;
        SnoozedUntil = until;
        return null;
    }

    /// <summary>Ends a snooze before its time.</summary>
    public Refusal? Wake()
    {
        if (SnoozedUntil is null) return AlertRefusals.NotSnoozed;
        SnoozedUntil = null;
        return null;
    }

    public bool SnoozeEnded(DateTimeOffset now)
    {
        if (State is AlertState.Resolved || SnoozedUntil is not { } until || until > now) return false;
        SnoozedUntil = null;
        return true;
    }

    public Refusal? Assign(UserId? assignee, string? name)
    {
        if (State is AlertState.Resolved) return AlertRefusals.Resolved;
        (Assignee, AssigneeName, OwnedByAcknowledging) = (assignee, name, false);
        return null;
    }

    public Refusal? Resolve(LocalizedText resolution, DateTimeOffset now)
    {
        if (State is AlertState.Resolved) return AlertRefusals.Resolved;
        State = AlertState.Resolved;
        ResolvedAt = now;
        Resolution = resolution;
        OpenCause = null;
        AcknowledgedUntil = SnoozedUntil = null;
        return null;
    }

    /// <summary>The matter has grown or changed while the alert stands.</summary>
    public void Retell(LocalizedText title, AlertSeverity severity)
    {
        if (State is AlertState.Resolved) return;
        Title = title;
        if (severity > Severity) Severity = severity;
    }

    /// <summary>The response has come to a level.</summary>
    public void Rise(int level) => Level = Math.Max(Level, level);

    /// <summary>Undoes a resolution by hand while nothing else has been raised for the cause.</summary>
    public Refusal? Reopen()
    {
        if (State is not AlertState.Resolved) return AlertRefusals.NotResolved;
        State = AlertState.Open;
        ResolvedAt = null;
        Resolution = null;
        OpenCause = Cause;
        return null;
    }

    /// <summary>Takes its number in the tenant's feed; called on saving.</summary>
    public void Number(long sequence) => Sequence = sequence;
}

/// <summary>A word of a person on an alert.</summary>
public sealed class AlertNote : ITenantOwned
{
    public const int TextMaxLength = 1000;

    private AlertNote() { } // EF Core

    public Guid Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public AlertId AlertId { get; private set; }
    public string Text { get; private set; } = "";
    public string By { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    public static AlertNote Write(Alert alert, string text, string by, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(), TenantId = alert.TenantId, AlertId = alert.Id, Text = text.Trim(), By = by, At = now };
}

public static class AlertRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("alert");

    public static readonly Refusal Resolved = new(RefusalKind.Conflict, "alert-resolved", "The alert is resolved already.");

    public static readonly Refusal NotResolved = new(RefusalKind.Conflict, "alert-not-resolved", "The alert is not resolved.");

    public static readonly Refusal NotAcknowledged = new(RefusalKind.Conflict, "alert-not-acknowledged", "The alert is not acknowledged.");

    public static readonly Refusal NotSnoozed = new(RefusalKind.Conflict, "alert-not-snoozed", "The alert is not snoozed.");

    public static readonly Refusal CauseGone = new(RefusalKind.Conflict, "alert-cause-gone", "The order does not wait any more, so the alert stays resolved.");

    public static readonly Refusal RaisedAgain = new(RefusalKind.Conflict, "alert-raised-again", "A new alert stands for the same cause; it is the one to work on.");

    public static readonly Refusal NoSuchMember = Refusal.Invalid("assignee-unknown", "Nobody of that name handles alerts here.", new Problem("/assignee", "Name a member of the company by id or name."));

    public static readonly Refusal UntilInThePast = Refusal.Invalid("until-in-the-past", "Choose a time that is still to come.", new Problem("/until", "This time has passed."));
}
