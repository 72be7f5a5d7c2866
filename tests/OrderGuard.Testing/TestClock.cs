namespace OrderGuard.Testing;

/// <summary>A clock that stands still until the test moves it; timers fire while it moves, each at its own moment.</summary>
public sealed class TestClock : TimeProvider
{
    /// <summary>Where a clock starts that was told nothing else: a Monday noon in UTC, far from any change of daylight saving time.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now;

    public TestClock(DateTimeOffset? start = null) => _now = (start ?? Noon).ToUniversalTime();

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on; what falls due on the way fires in order, seeing its own moment as now.</summary>
    public void Advance(TimeSpan by) => MoveTo(GetUtcNow() + by);

    /// <summary>Moves the clock on to an instant; time does not run backwards.</summary>
    public void MoveTo(DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, GetUtcNow());
        while (NextDueBy(instant) is { } timer) timer.Fire();
        lock (_gate) _now = instant.ToUniversalTime();
    }

    private ManualTimer? NextDueBy(DateTimeOffset instant)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.DueAt <= instant).MinBy(timer => timer.DueAt);
            if (next is null) return null;
            if (next.DueAt > _now) _now = next.DueAt.Value;
            next.Rearm();
            return next;
        }
    }

    private sealed class ManualTimer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public DateTimeOffset? DueAt { get; private set; }

        public void Fire() => callback(state);

        public void Rearm() => DueAt = _period > TimeSpan.Zero ? DueAt + _period : null;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period;
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                if (!clock._timers.Contains(this)) clock._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                DueAt = null;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
