using System.ComponentModel.DataAnnotations;

namespace OrderGuard.Application.Risk;

/// <summary>How assessment works on this node. Section <c>Risk</c>.</summary>
public sealed class RiskOptions
{
    /// <summary>The orders of one company that the windows hold at most; the oldest are forgotten first.</summary>
    [Range(1_000, 10_000_000)]
    public int MostOrders { get; set; } = Domain.Risk.Features.FeatureEngine.MostOrders;

    /// <summary>Orders assessed in one transaction.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 500;

    /// <summary>How long assessing waits for the windows to be filled before it asks again later.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Assessed orders from which on it is learnt what is usual.</summary>
    [Range(10, 1_000_000)]
    public int AnomalyFrom { get; set; } = 500;

    /// <summary>How old what was learnt as usual may become before it is learnt anew.</summary>
    public TimeSpan AnomalyFreshFor { get; set; } = TimeSpan.FromDays(7);
}
