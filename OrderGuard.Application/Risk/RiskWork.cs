using System.Buffers.Binary;
using System.Security.Cryptography;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk;

/// <summary>The work items of assessment: one for many orders, so that an intake batch grows by a row or a few and not by one for each order.</summary>
internal static class RiskWork
{
    /// <summary>The subject of an item about orders just placed.</summary>
    public const string Placed = "placed";

    /// <summary>The subject of an item about orders of which more has come to be known.</summary>
    public const string Changed = "changed";

    /// <summary>The subject of an item that looks after the watch pool.</summary>
    public const string Watched = "watched";
    private const int OrdersOfAnItem = 200;

    public static IEnumerable<WorkItem> Of(IReadOnlyList<Order> orders, DateTimeOffset now) => orders.Chunk(OrdersOfAnItem).Select(x => Schedule(x[0].TenantId, Placed, x.Select(o => o.Id), now, now));

    /// <summary>The orders are to be assessed again by what is known of them now.</summary>
    public static IEnumerable<WorkItem> Again(TenantId tenant, IEnumerable<OrderId> orders, DateTimeOffset dueAt, DateTimeOffset now) =>
        orders.Chunk(OrdersOfAnItem).Select(x => Schedule(tenant, Changed, x, dueAt, now));

    /// <summary>A look after the watch pool; the same for every node that asks for it within one <paramref name="round"/>, so that only one of them is stored.</summary>
    public static WorkItem Watch(TenantId tenant, long round, DateTimeOffset now)
    {
        Span<byte> of = stackalloc byte[24], hash = stackalloc byte[SHA256.HashSizeInBytes];
        tenant.Value.TryWriteBytes(of);
        BinaryPrimitives.WriteInt64LittleEndian(of[16..], round);
        SHA256.HashData(of, hash);
        return WorkItem.Schedule(new WorkItemId(new Guid(hash[..16])), tenant, WorkKinds.AssessRisk, Watched, now, now);
    }

    private static WorkItem Schedule(TenantId tenant, string subject, IEnumerable<OrderId> orders, DateTimeOffset dueAt, DateTimeOffset now) =>
        WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.AssessRisk, subject, dueAt, now, string.Join(',', orders.Select(x => x.Value.ToString("N"))));
}
