using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Orders;

/// <summary>How many orders one key or person moved within an hour, and how many of them back: what is usual for it.</summary>
public sealed class KeyTally : ITenantOwned
{
    private KeyTally() { } // EF Core

    public TenantId TenantId { get; private set; }
    public string ActorId { get; private set; } = "";

    /// <summary>The hour (UTC) that it counts, by its beginning.</summary>
    public DateTimeOffset Hour { get; private set; }
    public long Moves { get; private set; }

    /// <summary>Moves to an earlier status, or into being cancelled or refunded.</summary>
    public long Back { get; private set; }

    public static KeyTally Count(TenantId tenant, string actorId, DateTimeOffset hour, long moves, long back) => new() { TenantId = tenant, ActorId = actorId, Hour = hour, Moves = moves, Back = back };
}
