using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Finds what a save has to tell outside: what use cases said, and what the saved rows show by themselves, so that nobody can forget it.</summary>
internal static class OutboxWriter
{
    /// <summary>Worded when asked for: alerts get their number only within the save.</summary>
    public static List<Func<DomainEvent>> Of(List<DomainEvent> said, List<EntityEntry> changed)
    {
        var told = new List<Func<DomainEvent>>(said.Count);
        foreach (var happened in said) told.Add(() => happened);
        foreach (var entry in changed)
        {
            switch (entry)
            {
                case { Entity: Order order, State: EntityState.Added } when order.IsHeld:
                    foreach (var hold in DomainEvents.Holds(order, [])) told.Add(() => hold);
                    break;
                case { Entity: Order order, State: EntityState.Modified } when entry.Property(nameof(Order.Holds)) is { IsModified: true } holds:
                    foreach (var hold in DomainEvents.Holds(order, (IReadOnlyList<Hold>)holds.OriginalValue!)) told.Add(() => hold);
                    break;
                case { Entity: Alert alert, State: EntityState.Added }:
                    told.Add(() => DomainEvents.Alert(OutboxTypes.AlertRaised, alert));
                    if (alert.State is AlertState.Resolved) told.Add(() => DomainEvents.Alert(OutboxTypes.AlertResolved, alert));
                    break;
                case { Entity: Alert alert, State: EntityState.Modified }:
                    var type = alert.State is AlertState.Resolved && entry.Property(nameof(Alert.State)).IsModified ? OutboxTypes.AlertResolved : OutboxTypes.AlertChanged;
                    told.Add(() => DomainEvents.Alert(type, alert));
                    break;
            }
        }
        return told;
    }
}
