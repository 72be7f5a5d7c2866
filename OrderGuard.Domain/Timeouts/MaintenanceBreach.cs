using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Timeouts;

public enum CollapsedState
{
    /// <summary>The window is still on.</summary>
    Collapsed,

    /// <summary>The window ended and the order waited still: an alert of its own was raised.</summary>
    Raised,

    /// <summary>The order had moved on by the end of the window.</summary>
    Settled,
}

/// <summary>A breach during a maintenance window: noted and counted, and told only in the window's one alert until it ends.</summary>
public sealed class MaintenanceBreach : ITenantOwned
{
    private MaintenanceBreach() { } // EF Core

    /// <summary>That of the deadline, so that a breach is noted once.</summary>
    public Guid Id { get; private set; }
    public TenantId TenantId { get; private set; }

    /// <summary>The code of the window.</summary>
    public string Window { get; private set; } = "";
    public OrderId OrderId { get; private set; }
    public string OrderNo { get; private set; } = "";
    public string Rule { get; private set; } = "";
    public DateTimeOffset DueAt { get; private set; }
    public DateTimeOffset NotedAt { get; private set; }
    public CollapsedState State { get; private set; }

    public static MaintenanceBreach Note(MaintenanceWindow window, Order order, Deadline deadline, DateTimeOffset now) => new()
    {
        Id = deadline.Id, TenantId = order.TenantId, Window = window.Code, OrderId = order.Id, OrderNo = order.OrderNo, Rule = deadline.Rule, DueAt = deadline.DueAt, NotedAt = now,
    };

    /// <summary>The window has ended: the deadline that still stands unmet, if any.</summary>
    public Deadline? End(Order? order)
    {
        var deadline = order?.Deadlines.FirstOrDefault(x => x.Id == Id && x.BreachedAt is not null);
        State = deadline is null ? CollapsedState.Settled : CollapsedState.Raised;
        return deadline;
    }
}
