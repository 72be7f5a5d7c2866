using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Domain.Tests.StatusSync;

public sealed class TargetGateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_on_its_way_when_the_circuit_opened_is_no_probe()
    {
        var gate = TargetGate.For(default, "erp", Noon);

        for (var i = 0; i < 4 * TargetGate.OpensAfter; i++) gate.Fail("away", 0.5, Noon);

        gate.Probes.ShouldBe(0);
        gate.ProbeAt.ShouldBe(Noon + TargetGate.FirstProbe);
    }

    [Fact]
    public void No_second_sees_more_than_the_rate_and_half_of_it()
    {
        var gate = TargetGate.For(default, "erp", Noon);
        var sent = new List<DateTimeOffset>();
        for (var now = Noon; now < Noon.AddSeconds(20); now = now.AddMilliseconds(7))
        {
            var room = gate.Room(10, now);
            gate.Use(room, now);
            for (var i = 0; i < room; i++) sent.Add(now);
        }

        sent.Count.ShouldBeInRange(195, 206);
        sent.ShouldAllBe(x => sent.Count(y => y >= x && y < x.AddSeconds(1)) <= 15);
    }

    [Fact]
    public void The_circuit_opens_after_failures_in_a_row_and_its_probes_grow_apart()
    {
        var gate = TargetGate.For(default, "erp", Noon);
        for (var i = 1; i < TargetGate.OpensAfter; i++) gate.Fail("away", 0.5, Noon);
        gate.IsOpen.ShouldBeFalse();
        gate.Fail("away", 0.5, Noon);

        var waits = new List<double>();
        for (var now = Noon; waits.Count < 7;)
        {
            waits.Add((gate.ProbeAt!.Value - now).TotalSeconds);
            now = gate.ProbeAt.Value;
            gate.OpensAt(now.AddTicks(-1)).ShouldBe(now);
            gate.Room(1_000, now).ShouldBe(1);
            gate.Use(1, now.AddMinutes(1));
            gate.OpensAt(now).ShouldBe(now.AddMinutes(1));
            gate.Fail("away", 0.5, now);
        }

        waits.ShouldBe([10, 20, 40, 80, 160, 300, 300]);
        gate.Succeed(Noon.AddHours(1)).ShouldBeTrue();
        gate.Room(1_000, Noon.AddHours(1)).ShouldBe(0);
    }
}
