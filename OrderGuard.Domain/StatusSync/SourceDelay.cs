using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.StatusSync;

/// <summary>One source's delay, kept between the events that tell of it.</summary>
/// <remarks>Written every few seconds at most, by whichever node was last: what a crash loses are some samples.</remarks>
public sealed class SourceDelay : ITenantOwned
{
    private SourceDelay() { } // EF Core

    public TenantId TenantId { get; private set; }
    public string Source { get; private set; } = "";
    public DelayMeasure Measure { get; private set; } = DelayMeasure.New;
    public DateTimeOffset SavedAt { get; private set; }

    public static SourceDelay Of(TenantId tenant, string source) => new() { TenantId = tenant, Source = source };

    /// <summary>Takes the newest measure, and keeps the statuses that another node has heard.</summary>
    public void Take(DelayMeasure measure, DateTimeOffset now)
    {
        Measure = measure.Observe([], Measure.Said);
        SavedAt = now;
    }
}
