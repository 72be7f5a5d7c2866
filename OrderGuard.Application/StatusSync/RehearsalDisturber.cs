using OrderGuard.Application.Intake;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.StatusSync;

/// <summary>Does to a sequence what the world does: repeats, delays, brings out of order, says what nobody knows, and lets the clock run wrong for a while. The same seed does the same.</summary>
internal sealed class RehearsalDisturber(RehearsalStage stage, RehearsalSpeech speech, int seed, double share)
{
    /// <summary>As far ahead, while it is wrong: no multiple of a time zone's step, and long enough to matter.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(20);
    private const int LeastSkewed = 40;
    private const string Letters = "bcdfghjklmnpqrstvwxz";
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(2);
    private readonly Random _random = new(unchecked(seed * 31 + 7));

    public IReadOnlyList<RehearsalEvent> Disturb(IReadOnlyList<RehearsalEvent> events)
    {
        var sorted = events.OrderBy(x => x.ArrivesAt).ToList();
        if (share <= 0) return sorted;
        sorted = WithWrongClock(sorted);
        // What comes late while it is not yet known that the clock is right again cannot be told from what was stamped wrong.
        var wrong = sorted.Find(x => x.Skewed)?.ArrivesAt ?? DateTimeOffset.MaxValue;
        var after = NextOfOrder(sorted);
        var all = new List<RehearsalEvent>(sorted.Count * 2);
        for (var i = 0; i < sorted.Count; i++)
        {
            var report = sorted[i];
            var draw = report.Own && !report.Historical ? (int)(_random.NextDouble() / share) : int.MaxValue;
            switch (draw)
            {
                case 0:
                    all.Add(report);
                    all.Add(report with { ArrivesAt = report.ArrivesAt + TimeSpan.FromSeconds(_random.Next(1, 600)), Expected = EventOutcome.Duplicate, Disturbance = Disturbance.Duplicate, Skewed = false });
                    break;
                case 1:
                    all.Add(report);
                    all.Add(Unknown(report, i));
                    break;
                case 2 when after[i] - report.ArrivesAt > Gap && wrong - report.ArrivesAt > Gap * 2:
                    var room = (after[i] - report.ArrivesAt) * 0.8;
                    all.Add(report with { ArrivesAt = report.ArrivesAt + Min(wrong - report.ArrivesAt - Gap, Min(room, TimeSpan.FromMinutes(_random.Next(5, 120)))), Disturbance = Disturbance.Late });
                    break;
                case 3 when !report.Skewed && report.Expected is null or EventOutcome.Applied or EventOutcome.Observed && IsUnderstood(report):
                    all.Add(report);
                    all.Add(Straggler(report, i));
                    break;
                default:
                    all.Add(report);
                    break;
            }
        }
        return [.. all.OrderBy(x => x.ArrivesAt)];
    }

    private RehearsalEvent Unknown(RehearsalEvent report, int number)
    {
        var word = speech.Unknown("unheard-of-" + string.Concat(Enumerable.Range(0, 6).Select(_ => Letters[_random.Next(Letters.Length)])));
        return report with
        {
            Event = new IncomingEvent($"{report.Event.Id}-unknown-{number}", report.Event.OrderNo, word.Given, report.Event.OccurredAt + TimeSpan.FromSeconds(1), null) { Payload = word.Payload },
            At = report.At + TimeSpan.FromSeconds(1),
            ArrivesAt = report.ArrivesAt + TimeSpan.FromSeconds(4),
            Expected = EventOutcome.Unmapped,
            Disturbance = Disturbance.Unknown,
            Skewed = false,
        };
    }

    /// <summary>The same word once more, from before, arriving after.</summary>
    private static RehearsalEvent Straggler(RehearsalEvent report, int number) => report with
    {
        Event = report.Event with { Id = $"{report.Event.Id}-older-{number}", OccurredAt = report.Event.OccurredAt - TimeSpan.FromMinutes(1) },
        At = report.At - TimeSpan.FromMinutes(1),
        ArrivesAt = report.ArrivesAt + TimeSpan.FromSeconds(5),
        Expected = EventOutcome.Stale,
        Disturbance = Disturbance.OutOfOrder,
    };

    private bool IsUnderstood(RehearsalEvent x) => stage.Configuration.Understand(x.Source, x.Event.Status, x.Event.Payload, x.Event.Order).Status is not null;

    /// <summary>In the middle of the sequence the source's clock is ahead.</summary>
    private List<RehearsalEvent> WithWrongClock(List<RehearsalEvent> sorted)
    {
        var own = sorted.Where(x => x.Own && !x.Historical).ToList();
        var (from, to) = (own.Count * 4 / 10, own.Count * 7 / 10);
        if (to - from < LeastSkewed) return sorted;
        var (begins, ends) = (own[from].ArrivesAt, own[to].ArrivesAt);
        var touched = new HashSet<string>(StringComparer.Ordinal);
        return sorted.ConvertAll(x =>
        {
            if (!x.Own || x.Historical || x.ArrivesAt < begins) return x;
            if (x.ArrivesAt < ends)
            {
                touched.Add(x.Event.OrderNo);
                return x with { Event = x.Event with { OccurredAt = x.Event.OccurredAt + Skew }, Skewed = true };
            }
            // Where nothing sets the clock right, what an order was told ahead of time makes what follows look old.
            return !stage.Corrects && touched.Contains(x.Event.OrderNo) ? x with { Expected = null } : x;
        });
    }

    /// <summary>When the next report of the same order arrives, for each report.</summary>
    private static DateTimeOffset[] NextOfOrder(List<RehearsalEvent> sorted)
    {
        var (next, after) = (new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal), new DateTimeOffset[sorted.Count]);
        for (var i = sorted.Count - 1; i >= 0; i--)
        {
            var orderNo = sorted[i].Event.OrderNo;
            after[i] = next.GetValueOrDefault(orderNo, sorted[i].ArrivesAt + TimeSpan.FromHours(2));
            next[orderNo] = sorted[i].ArrivesAt;
        }
        return after;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
