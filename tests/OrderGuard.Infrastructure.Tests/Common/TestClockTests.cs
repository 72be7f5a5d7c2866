using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Common;

public sealed class TestClockTests
{
    private readonly TestClock _clock = new();
    private readonly List<DateTimeOffset> _fired = [];

    [Fact]
    public void It_stands_still_until_it_is_moved()
    {
        _clock.GetUtcNow().ShouldBe(TestClock.Noon);

        _clock.Advance(TimeSpan.FromMinutes(5));

        _clock.GetUtcNow().ShouldBe(TestClock.Noon.AddMinutes(5));
        _clock.GetElapsedTime(TestClock.Noon.Ticks).ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void It_does_not_run_backwards() =>
        Should.Throw<ArgumentOutOfRangeException>(() => _clock.MoveTo(TestClock.Noon.AddTicks(-1)));

    [Theory]
    [InlineData(9.999, 0)]
    [InlineData(10, 1)]
    [InlineData(10.001, 1)]
    public void A_timer_fires_at_its_moment_and_not_before(double seconds, int times)
    {
        using var timer = StartTimer(TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(seconds));

        _fired.Count.ShouldBe(times);
    }

    [Fact]
    public void A_periodic_timer_fires_for_every_period_passed_and_sees_each_moment()
    {
        using var timer = StartTimer(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        _clock.Advance(TimeSpan.FromSeconds(6));

        _fired.ShouldBe([TestClock.Noon.AddSeconds(1), TestClock.Noon.AddSeconds(3), TestClock.Noon.AddSeconds(5)]);
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_moments()
    {
        var order = new List<string>();
        using var late = _clock.CreateTimer(_ => order.Add("late"), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        using var early = _clock.CreateTimer(_ => order.Add("early"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(3));

        order.ShouldBe(["early", "late"]);
    }

    [Fact]
    public void A_disposed_timer_is_silent()
    {
        StartTimer(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Dispose();

        _clock.Advance(TimeSpan.FromSeconds(2));

        _fired.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_delay_ends_when_its_time_has_come()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(1), _clock);

        _clock.Advance(TimeSpan.FromSeconds(59));
        delay.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));

        await delay.WaitAsync(TimeSpan.FromSeconds(5));
    }

    private ITimer StartTimer(TimeSpan dueTime, TimeSpan period) =>
        _clock.CreateTimer(_ => _fired.Add(_clock.GetUtcNow()), null, dueTime, period);
}
