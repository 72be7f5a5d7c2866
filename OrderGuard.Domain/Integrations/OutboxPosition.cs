using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Integrations;

/// <summary>How far a tenant's events have been published to the broker, and which node is at it.</summary>
public sealed class OutboxPosition : ITenantOwned
{
    private OutboxPosition() { } // EF Core

    public TenantId TenantId { get; private set; }

    /// <summary>The last event that the broker has confirmed; all before it are confirmed too.</summary>
    public long Published { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>Who publishes at the moment: one node at a time, until the time said.</summary>
    public Guid? Lease { get; private set; }
    public DateTimeOffset LeasedUntil { get; private set; }

    public static OutboxPosition For(TenantId tenant, long published) => new() { TenantId = tenant, Published = published };
}
