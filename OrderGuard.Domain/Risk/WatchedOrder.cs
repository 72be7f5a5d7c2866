using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Risk;

/// <summary>An order of medium risk that goes on its way while it is watched: it is assessed again when something about its keys changes.</summary>
public sealed class WatchedOrder : ITenantOwned
{
    private WatchedOrder() { } // EF Core

    public OrderId OrderId { get; private set; }
    public TenantId TenantId { get; private set; }
    public string OrderNo { get; private set; } = "";
    public double Score { get; private set; }
    public DateTimeOffset Since { get; private set; }

    /// <summary>When it leaves the pool of itself.</summary>
    public DateTimeOffset Until { get; private set; }

    /// <summary>How often it was assessed again.</summary>
    public int Looks { get; private set; }

    public static WatchedOrder Begin(RiskAssessment assessment, DateTimeOffset until, DateTimeOffset now) => new()
    {
        OrderId = assessment.OrderId, TenantId = assessment.TenantId, OrderNo = assessment.OrderNo, Score = assessment.Score, Since = now, Until = until,
    };

    /// <summary>It was assessed again: it stays, leaves, or is watched anew where it had left before.</summary>
    public void Look(double score, bool stays, DateTimeOffset again, DateTimeOffset now)
    {
        Score = score;
        Looks++;
        if (!stays) Until = now;
        else if (Until <= now) (Since, Until) = (now, again);
    }
}
