using System.Diagnostics.Metrics;
using OrderGuard.Application.Intake;

namespace OrderGuard.Infrastructure.Intake;

/// <summary>What operators watch: events by outcome, and how long a batch takes and how large it is.</summary>
internal static class IntakeMetrics
{
    public const string MeterName = "OrderGuard.Intake";
    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Events = Meter.CreateCounter<long>("orderguard.intake.events", "{event}", "Events taken in");
    private static readonly Histogram<double> Commit = Meter.CreateHistogram<double>("orderguard.intake.commit", "s", "Time to apply and commit a batch");
    private static readonly Histogram<int> Size = Meter.CreateHistogram<int>("orderguard.intake.batch", "{event}", "Events in a batch");

    public static void Committed(IReadOnlyList<EventResult> results, TimeSpan took)
    {
        Commit.Record(took.TotalSeconds);
        Size.Record(results.Count);
        if (!Events.Enabled) return;
        foreach (var outcome in results.CountBy(x => x.Outcome))
            Events.Add(outcome.Value, new KeyValuePair<string, object?>("outcome", outcome.Key.ToString()));
    }
}
