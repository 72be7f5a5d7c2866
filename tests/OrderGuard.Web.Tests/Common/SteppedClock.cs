namespace OrderGuard.Web.Tests.Common;

/// <summary>A clock that moves only when it is told to, and its timers with it.</summary>
internal sealed class SteppedClock(DateTimeOffset now) : TimeProvider
{
    private readonly List<SteppedTimer> _timers = [];
    private DateTimeOffset _now = now;

    public int Timers => _timers.Count;

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SteppedTimer(this, () => callback(state), _now + dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var end = _now + by;
        while (_timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due) is { } next)
        {
            _now = next.Due;
            next.Fire();
        }

        _now = end;
    }

    private sealed class SteppedTimer(SteppedClock clock, Action fire, DateTimeOffset due, TimeSpan period) : ITimer
    {
        public DateTimeOffset Due { get; private set; } = due;

        public void Fire()
        {
            if (period > TimeSpan.Zero) Due += period;
            else Dispose();
            fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => clock._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
