using FsCheck;
using FsCheck.Fluent;
using OrderGuard.Domain.Intake;

namespace OrderGuard.Domain.Tests.Intake;

public sealed class LocalTimesTests
{
    private static readonly IReadOnlyList<TimeZoneInfo> Zones = TimeZoneInfo.GetSystemTimeZones();
    private static readonly DateTimeOffset First = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Last = new(2026, 12, 31, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("America/Sao_Paulo", "2017-07-09 21:57:05", "2017-07-10T00:57:05Z")] // winter, three hours behind
    [InlineData("America/Sao_Paulo", "2017-02-18 23:30:00", "2017-02-19T02:30:00Z")] // twice on the clock: standard time
    [InlineData("America/Sao_Paulo", "2017-10-15 00:30:00", "2017-10-15T03:30:00Z")] // not on the clock: an hour later, 01:30 summer time
    [InlineData("Europe/Berlin", "2026-10-25 02:30:00", "2026-10-25T01:30:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29 02:30:00", "2026-03-29T01:30:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-10-04 02:15:00", "2026-10-03T15:45:00Z")] // a gap of half an hour
    [InlineData("Pacific/Apia", "2011-12-30 12:00:00", "2011-12-30T22:00:00Z")] // a day that never was: the same hour of the next
    [InlineData("Asia/Shanghai", "2026-11-22 10:00:00", "2026-11-22T02:00:00Z")]
    public void The_rule_of_the_interface_holds(string zone, string local, string instant) =>
        LocalTimes.ToInstant(DateTime.Parse(local, null), TimeZoneInfo.FindSystemTimeZoneById(zone)).ShouldBe(DateTimeOffset.Parse(instant, null));

    [Fact]
    public void What_a_clock_showed_is_read_as_that_moment_or_as_its_later_repetition() =>
        Prop.ForAll(Somewhere(), x =>
        {
            var (zone, instant) = x;
            var read = LocalTimes.ToInstant(Wall(instant, zone), zone);
            return Wall(read, zone) == Wall(instant, zone) && read >= instant && zone.GetUtcOffset(read) <= zone.GetUtcOffset(instant);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Around_every_change_of_every_clock_the_rule_holds()
    {
        var changes = 0;
        foreach (var (zone, at, before, after) in Zones.SelectMany(Changes))
        {
            changes++;
            var gap = after - before;
            var wall = at.UtcDateTime + before;
            foreach (var share in new[] { 0.0, 0.25, 0.5, 0.999 })
            {
                var inside = (gap > TimeSpan.Zero ? wall : wall + gap) + (gap.Duration() * share);
                var read = LocalTimes.ToInstant(inside, zone);
                var expected = gap > TimeSpan.Zero ? inside + gap : inside;
                Wall(read, zone).ShouldBe(expected, $"{zone.Id} {inside:O}");
                if (gap < TimeSpan.Zero) zone.GetUtcOffset(read).ShouldBe(after, $"{zone.Id} {inside:O}");
            }
        }
        changes.ShouldBeGreaterThan(5_000);
    }

    private static Arbitrary<(TimeZoneInfo Zone, DateTimeOffset Instant)> Somewhere() => (
        from zone in Gen.Elements(Zones.ToArray())
        from minutes in Gen.Choose(0, (int)(Last - First).TotalMinutes)
        select (zone, First.AddMinutes(minutes))).ToArbitrary();

    private static DateTime Wall(DateTimeOffset instant, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(instant, zone).DateTime;

    private static IEnumerable<(TimeZoneInfo Zone, DateTimeOffset At, TimeSpan Before, TimeSpan After)> Changes(TimeZoneInfo zone)
    {
        var step = TimeSpan.FromDays(10);
        for (var from = First; from < Last; from += step)
        {
            var (low, high) = (from, from + step);
            var (before, after) = (zone.GetUtcOffset(low), zone.GetUtcOffset(high));
            if (before == after) continue;
            while (high - low > TimeSpan.FromSeconds(1))
            {
                var middle = low + TimeSpan.FromSeconds(Math.Floor((high - low).TotalSeconds / 2));
                if (zone.GetUtcOffset(middle) == before) low = middle;
                else high = middle;
            }
            if (zone.GetUtcOffset(high) == after) yield return (zone, high, before, after);
        }
    }
}
