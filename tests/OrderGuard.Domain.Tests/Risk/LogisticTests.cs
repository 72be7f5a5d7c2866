using OrderGuard.Domain.Risk;

namespace OrderGuard.Domain.Tests.Risk;

public sealed class LogisticTests
{
    [Fact]
    public void Weights_of_which_outcomes_were_drawn_are_found_again()
    {
        var random = new Random(7);
        double[] truth = [-1, 1.5, -0.7];
        var rows = Enumerable.Range(0, 20_000).Select(_ => new[] { Normal(random), Normal(random) }).ToList();
        var outcomes = rows.ConvertAll(x => random.NextDouble() < Logistic.Probability(Logistic.OddsOf(truth, x)));

        var found = Logistic.Fit(rows, outcomes, penalty: 1);

        for (var i = 0; i < truth.Length; i++) found[i].ShouldBe(truth[i], 0.07);
    }

    [Fact]
    public void A_case_with_a_closed_form_is_exact()
    {
        // One column of 0 and 1: the odds within each are those counted.
        var rows = Enumerable.Range(0, 40).Select(x => new[] { x < 20 ? 0.0 : 1.0 }).ToList();
        var outcomes = Enumerable.Range(0, 40).Select(x => x < 20 ? x < 5 : x < 35).ToList();

        var found = Logistic.Fit(rows, outcomes, penalty: 0);

        found[0].ShouldBe(Math.Log(5.0 / 15), 1e-6);
        (found[0] + found[1]).ShouldBe(Math.Log(15.0 / 5), 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Separable_data_a_constant_column_and_one_class_end_with_finite_weights(double penalty)
    {
        var rows = Enumerable.Range(0, 30).Select(x => new[] { (double)x, 1.0 }).ToList();

        Logistic.Fit(rows, [.. rows.Select(x => x[0] > 14)], penalty).ShouldAllBe(x => double.IsFinite(x));
        Logistic.Fit(rows, [.. rows.Select(_ => false)], penalty).ShouldAllBe(x => double.IsFinite(x));
        Logistic.Fit([[3.0]], [true], penalty).ShouldAllBe(x => double.IsFinite(x));
    }

    [Fact]
    public void A_heavier_penalty_draws_weights_to_nothing_and_leaves_the_base_rate()
    {
        var rows = Enumerable.Range(0, 100).Select(x => new[] { x % 2 == 0 ? 1.0 : -1.0 }).ToList();
        var outcomes = Enumerable.Range(0, 100).Select(x => x % 2 == 0 && x < 50).ToList();

        var found = Logistic.Fit(rows, outcomes, penalty: 1e6);

        found[1].ShouldBe(0, 1e-3);
        Logistic.Probability(found[0]).ShouldBe(0.25, 1e-3);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

public sealed class ScoreQualityTests
{
    [Fact]
    public void Auc_is_the_share_of_pairs_in_the_right_order_with_ties_as_half()
    {
        ScoreQuality.Auc([0.1, 0.4, 0.35, 0.8], [false, false, true, true]).ShouldBe(0.75);
        ScoreQuality.Auc([0.5, 0.5, 0.5], [true, false, true]).ShouldBe(0.5);
        ScoreQuality.Auc([0.9, 0.1], [false, true]).ShouldBe(0);
        ScoreQuality.Auc([0.9, 0.1], [true, true]).ShouldBeNull();
    }

    [Fact]
    public void Brier_is_the_mean_squared_distance() => ScoreQuality.Brier([0.5, 1, 0], [true, true, true]).ShouldBe((0.25 + 0 + 1) / 3);

    [Fact]
    public void Bins_hold_equal_numbers_in_the_order_of_the_scores()
    {
        var bins = ScoreQuality.Bins([.. Enumerable.Range(0, 100).Select(x => x / 100.0)], [.. Enumerable.Range(0, 100).Select(x => x >= 90)]);

        bins.Count.ShouldBe(10);
        bins.ShouldAllBe(x => x.Count == 10);
        bins[9].Observed.ShouldBe(1);
        bins[0].Foretold.ShouldBe(0.045, 1e-9);
    }
}
