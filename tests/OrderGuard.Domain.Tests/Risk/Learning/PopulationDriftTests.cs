using OrderGuard.Domain.Risk.Learning;

namespace OrderGuard.Domain.Tests.Risk.Learning;

public sealed class PopulationDriftTests
{
    [Fact]
    public void What_has_not_changed_has_an_index_of_nothing_and_a_shift_one_above_what_is_bearable()
    {
        var then = Enumerable.Range(0, 1_000).Select(x => (double)x).ToList();
        var shape = PopulationDrift.Shape("amount", then);

        shape.Edges.Count.ShouldBe(9);
        shape.Shares[^1].ShouldBe(0);
        PopulationDrift.Psi(shape, then).ShouldBe(0, 1e-6);
        PopulationDrift.Psi(shape, [.. then.Select(x => x + 20)]).ShouldBeLessThan(PopulationDrift.Some);
        PopulationDrift.Psi(shape, [.. then.Select(x => x + 300)]).ShouldBeGreaterThan(PopulationDrift.Much);
    }

    [Fact]
    public void The_index_is_that_of_the_formula()
    {
        // Half below the edge and half above then; three quarters and one quarter now.
        var shape = new TagShape("share", [0.5], [0.5, 0.5, 0]);

        PopulationDrift.Psi(shape, [0.1, 0.2, 0.5, 0.9]).ShouldBe(0.25 * Math.Log(1.5) - 0.25 * Math.Log(0.5), 1e-12);
    }

    [Fact]
    public void Values_that_go_missing_are_drift_too_and_a_count_that_is_mostly_nought_has_few_bins()
    {
        var shape = PopulationDrift.Shape("accounts", [.. Enumerable.Range(0, 100).Select(x => x < 95 ? 0.0 : 3)]);

        shape.Edges.ShouldBe([0]);
        shape.Shares.ShouldBe([0.95, 0.05, 0]);
        PopulationDrift.Psi(shape, [.. Enumerable.Range(0, 100).Select(x => x < 95 ? 0.0 : 7)]).ShouldBe(0, 1e-9);
        PopulationDrift.Psi(shape, [.. Enumerable.Range(0, 100).Select(x => x < 60 ? 0 : double.NaN)]).ShouldBeGreaterThan(PopulationDrift.Much);
    }

    [Fact]
    public void A_ratio_counts_alike_as_it_was_computed_and_as_it_was_stored()
    {
        var computed = Enumerable.Range(0, 90).Select(x => (double)(float)((x % 3 + 1) / 3.0)).ToList();

        PopulationDrift.Psi(PopulationDrift.Shape("ratio", computed), computed.ConvertAll(x => Math.Round(x, 4))).ShouldBe(0, 1e-6);
    }

    [Fact]
    public void A_tag_that_nobody_had_is_compared_by_being_missing()
    {
        var shape = PopulationDrift.Shape("none", [.. Enumerable.Repeat(double.NaN, 50)]);

        PopulationDrift.Psi(shape, [double.NaN, double.NaN]).ShouldBe(0);
        PopulationDrift.Psi(shape, [1.0, 2.0]).ShouldBeGreaterThan(PopulationDrift.Much);
    }
}
