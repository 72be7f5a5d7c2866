using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Alerts;

/// <summary>What came of a level of the response.</summary>
public enum EscalationOutcome
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>Nobody was on duty; the next level followed at once.</summary>
    NobodyOnDuty,

    /// <summary>The order can neither be closed nor refunded from where it stands.</summary>
    NothingToDo,
}

/// <summary>One level of the response to an alert, taken once: what was done, to whom, and when.</summary>
public sealed class EscalationStep : ITenantOwned
{
    private EscalationStep() { } // EF Core

    public Guid Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public AlertId AlertId { get; private set; }
    public string Policy { get; private set; } = "";

    /// <summary>From 1; an alert takes each level once.</summary>
    public int Level { get; private set; }
    public EscalationDeed Deed { get; private set; }
    public EscalationOutcome Outcome { get; private set; }
    public UserId? Person { get; private set; }
    public string? PersonName { get; private set; }

    /// <summary>The action that was asked for, where the level asks for one.</summary>
    public ActionRequestId? ActionId { get; private set; }
    public DateTimeOffset At { get; private set; }

    public static EscalationStep Take(Alert alert, string policy, int level, EscalationDeed deed, EscalationOutcome outcome, UserId? person, string? personName, ActionRequestId? action, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(), TenantId = alert.TenantId, AlertId = alert.Id, Policy = policy, Level = level, Deed = deed, Outcome = outcome,
        Person = person, PersonName = personName, ActionId = action, At = now,
    };
}
