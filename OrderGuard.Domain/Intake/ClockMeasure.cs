using OrderGuard.Domain.Configuration;

namespace OrderGuard.Domain.Intake;

/// <summary>What is known of a source's clock.</summary>
public enum ClockCondition
{
    /// <summary>Too few events so far.</summary>
    Measuring,

    /// <summary>Right, as far as it matters.</summary>
    Right,

    /// <summary>Its events come late and at odds with each other: delay, not the clock, or both; nothing is corrected.</summary>
    Delayed,
    Wrong,

    /// <summary>Wrong by whole or half hours: another zone than configured.</summary>
    WrongZone,
}

/// <summary>One event as a witness of its source's clock.</summary>
/// <param name="Late">Arrival minus stated time, in milliseconds: the delay of its way, less what the clock is ahead.</param>
public readonly record struct ClockSample(DateTimeOffset At, long Late);

/// <summary>The skew at a moment, for the plot; positive: ahead.</summary>
public readonly record struct ClockPoint(DateTimeOffset At, double Seconds);

/// <summary>What newly came to light about a source's clock.</summary>
[Flags]
public enum ClockFindings
{
    None = 0,
    Wrong = 1,
    Jump = 2,
    Future = 4,
    WrongZone = 8,
    Recovered = 16,
}

/// <summary>How a source's clock goes, from the latest of its events: the way here only ever delays, so the least delays tell the skew.</summary>
public sealed record ClockMeasure
{
    public const int MostSamples = 200;

    /// <summary>Fewer events say nothing.</summary>
    public const int Enough = 20;

    /// <summary>As many that agree show that a clock was set back; one that was set forward shows at once.</summary>
    private const int EnoughForSetBack = 40;
    private const int MostPoints = 300;
    private const int FewFromFuture = 3;
    private const double LowQuantile = 0.1;
    private static readonly TimeSpan MostPlausible = TimeSpan.FromHours(36), ZoneStep = TimeSpan.FromMinutes(30), ZoneTolerance = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PointEvery = TimeSpan.FromMinutes(5), SetRight = TimeSpan.FromMinutes(15), MostAtOdds = TimeSpan.FromMinutes(5);

    public IReadOnlyList<ClockSample> Samples { get; init; } = [];
    public IReadOnlyList<ClockPoint> Points { get; init; } = [];
    public ClockCondition Condition { get; init; }

    /// <summary>How far the clock is ahead of ours; negative: behind.</summary>
    public TimeSpan Skew { get; init; }

    /// <summary>How much later than the least delayed a usual event comes.</summary>
    public TimeSpan UsualDelay { get; init; }
    public DateTimeOffset? Since { get; init; }
    public DateTimeOffset? LastEventAt { get; init; }
    public long Events { get; init; }

    /// <summary>Events that were stated to happen after they arrived.</summary>
    public long FromFuture { get; init; }
    public bool InFuture { get; init; }

    public static readonly ClockMeasure New = new();

    /// <summary>Takes in the stated times of events that arrive now.</summary>
    public (ClockMeasure Measure, ClockFindings Findings) Observe(IEnumerable<DateTimeOffset> stated, DateTimeOffset now, ClockSettings settings)
    {
        var samples = Samples.ToList();
        var (events, future) = (Events, FromFuture);
        var (skew, condition, since, delay) = (Skew, Condition, Since, UsualDelay);
        var findings = ClockFindings.None;
        foreach (var at in stated)
        {
            events++;
            var late = now - at;
            if (late < -settings.AlertAbove) future++;
            if (late.Duration() > MostPlausible) continue;
            samples.Add(new ClockSample(now, (long)late.TotalMilliseconds));
            if (samples.Count > MostSamples) samples.RemoveAt(0);
            if (condition is not ClockCondition.Measuring && HasJumped(samples, skew, settings) is { } fresh) samples.RemoveRange(0, samples.Count - fresh);
        }
        if (samples.Count >= Enough)
        {
            var (low, median) = Quantiles(samples);
            delay = median - low;
            (var next, skew) = Judge(-low, delay, settings);
            if (condition is not ClockCondition.Measuring and not ClockCondition.Delayed && next is not ClockCondition.Delayed && (skew - Skew).Duration() > settings.AlertAbove) findings |= ClockFindings.Jump;
            if (next != condition)
            {
                since = now;
                if (next is ClockCondition.WrongZone) findings |= ClockFindings.WrongZone;
                if (next is ClockCondition.Wrong) findings |= ClockFindings.Wrong;
                if (next is ClockCondition.Right && condition is ClockCondition.Wrong or ClockCondition.WrongZone) findings |= ClockFindings.Recovered;
            }
            condition = next;
        }
        var inFuture = samples.TakeLast(Enough).Count(x => x.Late < -settings.AlertAbove.TotalMilliseconds) >= FewFromFuture;
        if (inFuture && !InFuture) findings |= ClockFindings.Future;
        if (!inFuture && InFuture && condition is ClockCondition.Right) findings |= ClockFindings.Recovered;
        return (this with
        {
            Samples = samples,
            Condition = condition,
            Skew = skew,
            UsualDelay = delay,
            Since = since,
            Events = events,
            FromFuture = future,
            InFuture = inFuture,
            LastEventAt = now,
            Points = samples.Count < Enough || condition is ClockCondition.Delayed ? Points : Plotted(now, skew, settings),
        }, findings);
    }

    /// <summary>When it happened by our clock: nothing happens after it was reported, and what is on time as it stands was stated by a clock set right meanwhile.</summary>
    public DateTimeOffset Calibrate(DateTimeOffset stated, DateTimeOffset now, ClockSettings settings)
    {
        if (Condition is not (ClockCondition.Wrong or ClockCondition.WrongZone)) return stated > now ? now : stated;
        var calibrated = stated - Skew;
        var onTime = now - stated is var late && late >= TimeSpan.Zero && late <= settings.AlertAbove;
        if (onTime && Skew.Duration() > SetRight) return stated;
        return calibrated > now ? now : calibrated;
    }

    /// <summary>As many of the newest samples tell of a clock that was set; null: it goes on as before.</summary>
    private static int? HasJumped(List<ClockSample> samples, TimeSpan skew, ClockSettings settings)
    {
        if (samples.Count <= Enough) return null;
        // Only a set clock makes events come earlier than they could.
        if (LowIsBelow(samples, Enough, (-skew - settings.AlertAbove).TotalMilliseconds)) return Enough;
        // With every event: the costly look only where the low quantile of the last ones is late at all.
        if (samples.Count <= EnoughForSetBack || LowIsBelow(samples, EnoughForSetBack, (settings.AlertAbove - skew).TotalMilliseconds)) return null;
        // Later ones may have been held up; then they come at odds with each other.
        var (low, median) = Quantiles(samples.GetRange(samples.Count - EnoughForSetBack, EnoughForSetBack));
        var shift = low + skew;
        return shift > settings.AlertAbove && median - low <= TimeSpan.FromTicks(Math.Clamp(shift.Ticks / 10, TimeSpan.FromSeconds(30).Ticks, MostAtOdds.Ticks)) ? EnoughForSetBack : null;
    }

    private static (ClockCondition Condition, TimeSpan Skew) Judge(TimeSpan skew, TimeSpan delay, ClockSettings settings)
    {
        if (skew.Duration() <= settings.CorrectAbove) return (ClockCondition.Right, skew);
        if (skew < TimeSpan.Zero && delay > MostAtOdds) return (ClockCondition.Delayed, TimeSpan.Zero);
        var zone = ZoneStep * Math.Round(skew / ZoneStep);
        var off = (skew - zone).Duration();
        if (zone == TimeSpan.Zero || off > ZoneTolerance) return (ClockCondition.Wrong, skew);
        return (ClockCondition.WrongZone, off <= settings.CorrectAbove ? zone : skew);
    }

    /// <summary>Whether the low quantile of the newest <paramref name="count"/> is below a lateness: more of them are than may be by chance.</summary>
    private static bool LowIsBelow(List<ClockSample> samples, int count, double late)
    {
        var left = (int)(count * LowQuantile);
        for (var i = samples.Count - count; i < samples.Count; i++)
            if (samples[i].Late < late && left-- == 0) return true;
        return false;
    }

    private static (TimeSpan Low, TimeSpan Median) Quantiles(List<ClockSample> samples)
    {
        var late = samples.ConvertAll(x => x.Late);
        late.Sort();
        return (TimeSpan.FromMilliseconds(late[(int)(late.Count * LowQuantile)]), TimeSpan.FromMilliseconds(late[late.Count / 2]));
    }

    private IReadOnlyList<ClockPoint> Plotted(DateTimeOffset now, TimeSpan skew, ClockSettings settings) =>
        Points.Count > 0 && now - Points[^1].At < PointEvery && Math.Abs(Points[^1].Seconds - skew.TotalSeconds) < settings.CorrectAbove.TotalSeconds / 4
            ? Points : [.. Points.TakeLast(MostPoints - 1), new ClockPoint(now, Math.Round(skew.TotalSeconds, 1))];
}
