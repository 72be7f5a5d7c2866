using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Orders;

public readonly record struct MoveUndoId(Guid Value) : IIdentifier<MoveUndoId>
{
    public static MoveUndoId New() => new(Guid.CreateVersion7());

    public static MoveUndoId From(Guid value) => new(value);
}

/// <summary>One action that takes back what a key or person did to many orders: each is put back to the status before, unless it has moved on since.</summary>
public sealed class MoveUndo : ITenantOwned
{
    public const int MostOrders = 20_000;

    private MoveUndo() { } // EF Core

    public MoveUndoId Id { get; private set; }
    public TenantId TenantId { get; private set; }

    /// <summary>Whose moves are taken back.</summary>
    public string MoverId { get; private set; } = "";
    public string MoverName { get; private set; } = "";
    public DateTimeOffset From { get; private set; }
    public DateTimeOffset Until { get; private set; }
    public string Reason { get; private set; } = "";
    public ActorKind RequestedByKind { get; private set; }
    public string RequestedById { get; private set; } = "";
    public string RequestedBy { get; private set; } = "";
    public string? RequestedFrom { get; private set; }
    public string? TraceId { get; private set; }
    public DateTimeOffset RequestedAt { get; private set; }
    public int Orders { get; private set; }
    public int Restored { get; private set; }

    /// <summary>Orders that had moved on, or could not be put back.</summary>
    public int Left { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    /// <summary>Who asked for it, in whose name the orders are put back.</summary>
    public Actor Requester => new(RequestedByKind, RequestedById, RequestedBy, RequestedFrom);

    public static MoveUndo Begin(TenantId tenant, (string Id, string Name) mover, DateTimeOffset from, DateTimeOffset until, string reason, int orders, Actor by, string? traceId, DateTimeOffset now) => new()
    {
        Id = MoveUndoId.New(), TenantId = tenant, MoverId = mover.Id, MoverName = mover.Name, From = from, Until = until, Reason = reason, Orders = orders,
        RequestedByKind = by.Kind, RequestedById = by.Id, RequestedBy = by.Name, RequestedFrom = by.Address, TraceId = traceId, RequestedAt = now,
    };

    public void Advance(int restored, int left) => (Restored, Left) = (Restored + restored, Left + left);

    public void Finish(DateTimeOffset now) => FinishedAt ??= now;
}

/// <summary>What became of one order when moves were taken back.</summary>
public enum UndoOutcome
{
    Waiting,

    /// <summary>It has the status from before again.</summary>
    Restored,

    /// <summary>Somebody else has moved it since: it is left as it is.</summary>
    MovedOn,

    /// <summary>It could not be put back.</summary>
    Failed,
}

/// <summary>One order of an undo.</summary>
public sealed class MoveUndoRow : ITenantOwned
{
    private MoveUndoRow() { } // EF Core

    public TenantId TenantId { get; private set; }
    public MoveUndoId UndoId { get; private set; }
    public string OrderNo { get; private set; } = "";

    /// <summary>The status that the order had before.</summary>
    public int Before { get; private set; }

    /// <summary>The status that it was moved to, which it must still have.</summary>
    public int After { get; private set; }

    /// <summary>The audit entry of the last move that is taken back: a later one means that the order has moved on.</summary>
    public long LastMove { get; private set; }
    public UndoOutcome Outcome { get; private set; }
    public int? StatusFound { get; private set; }

    public static MoveUndoRow Of(MoveUndo undo, string orderNo, int before, int after, long lastMove) =>
        new() { TenantId = undo.TenantId, UndoId = undo.Id, OrderNo = orderNo, Before = before, After = after, LastMove = lastMove };

    public void Conclude(UndoOutcome outcome, int? found) => (Outcome, StatusFound) = (outcome, found);
}
