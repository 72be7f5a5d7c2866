using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Intake;

/// <summary>How the clock of one source goes, kept between the events that tell of it.</summary>
/// <remarks>Written every few seconds at most, by whichever node was last: what a crash loses are some samples.</remarks>
public sealed class SourceClock : ITenantOwned
{
    private const int MostPoints = 300;

    private SourceClock() { } // EF Core

    public TenantId TenantId { get; private set; }
    public string Source { get; private set; } = "";
    public ClockMeasure Measure { get; private set; } = ClockMeasure.New;
    public DateTimeOffset SavedAt { get; private set; }

    public static SourceClock Of(TenantId tenant, string source) => new() { TenantId = tenant, Source = source };

    /// <summary>Takes the newest measure, and keeps the points that another node has drawn.</summary>
    public void Take(ClockMeasure measure, DateTimeOffset now)
    {
        Measure = measure with { Points = [.. Measure.Points.Concat(measure.Points).DistinctBy(x => x.At).OrderBy(x => x.At).TakeLast(MostPoints)] };
        SavedAt = now;
    }
}
