using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Intake;

namespace OrderGuard.Domain.Tests.Intake;

/// <summary>A source that works off a backlog is late, and its clock is not to blame: its events come at odds with each other.</summary>
public sealed class ClockBacklogTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(17);

    [Theory]
    [InlineData(299_999, ClockCondition.Wrong)]
    [InlineData(300_000, ClockCondition.Wrong)]
    [InlineData(300_001, ClockCondition.Delayed)]
    public void Only_where_the_usual_delay_is_more_than_five_minutes_above_the_least_is_it_a_backlog(int milliseconds, ClockCondition condition)
    {
        var measure = Observed(Late, TimeSpan.FromMilliseconds(milliseconds));

        (measure.Condition, measure.UsualDelay).ShouldBe((condition, TimeSpan.FromMilliseconds(milliseconds)));
        measure.Skew.ShouldBe(condition is ClockCondition.Delayed ? TimeSpan.Zero : -Late);
    }

    [Fact]
    public void A_backlog_changes_no_stated_time()
    {
        var stated = Noon - TimeSpan.FromMinutes(40);

        Observed(Late, TimeSpan.FromMinutes(6)).Calibrate(stated, Noon, new ClockSettings()).ShouldBe(stated);
    }

    [Fact]
    public void A_clock_that_is_ahead_is_recognised_however_long_its_events_take()
    {
        var measure = Observed(-Late, TimeSpan.FromMinutes(6));

        (measure.Condition, measure.Skew).ShouldBe((ClockCondition.Wrong, Late));
    }

    /// <summary>Half of a hundred events come with the least delay, half later by <paramref name="more"/>.</summary>
    private static ClockMeasure Observed(TimeSpan least, TimeSpan more) =>
        ClockMeasure.New.Observe(Enumerable.Range(0, 100).Select(x => Noon - least - (x % 2 == 0 ? TimeSpan.Zero : more)), Noon, new ClockSettings()).Measure;
}
