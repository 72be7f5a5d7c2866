using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Learning;

namespace OrderGuard.Domain.Tests.Risk.Learning;

public sealed class ScoreCurvesTests
{
    [Fact]
    public void The_curves_go_through_every_step_and_take_those_of_equal_score_at_once()
    {
        double[] scores = [0.9, 0.8, 0.8, 0.2];
        bool[] outcomes = [true, true, false, false];

        ScoreCurves.Roc(scores, outcomes).ShouldBe([new(0, 0), new(0, 0.5), new(0.5, 1), new(1, 1)]);
        ScoreCurves.Precision(scores, outcomes).ShouldBe([new(0, 1), new(0.5, 1), new(1, 0.66667), new(1, 0.5)]);
        ScoreCurves.Roc(scores, [true, true, true, true]).ShouldBeEmpty();
    }

    [Fact]
    public void A_thinned_curve_keeps_its_ends_and_about_its_area()
    {
        var random = new Random(3);
        var outcomes = Enumerable.Range(0, 5_000).Select(_ => random.Next(10) == 0).ToArray();
        var scores = outcomes.Select(x => random.NextDouble() + (x ? 0.4 : 0)).ToArray();

        var curve = ScoreCurves.Roc(scores, outcomes);

        curve.Count.ShouldBeLessThanOrEqualTo(ScoreCurves.MostPoints);
        (curve[0], curve[^1]).ShouldBe((new CurvePoint(0, 0), new CurvePoint(1, 1)));
        curve.Zip(curve.Skip(1)).Sum(x => (x.Second.X - x.First.X) * (x.Second.Y + x.First.Y) / 2).ShouldBe(ScoreQuality.Auc(scores, outcomes)!.Value, 0.01);
    }

    [Fact]
    public void A_long_step_keeps_both_its_ends_when_a_curve_is_thinned()
    {
        // Three hundred dishonest orders of one score, and nothing but honest ones below.
        var outcomes = Enumerable.Range(0, 2_000).Select(x => x < 300).ToArray();
        var scores = outcomes.Select((x, i) => x ? 1 : 0.5 - i * 0.0001).ToArray();

        ScoreCurves.Precision(scores, outcomes).Take(2).ShouldBe([new(0, 1), new(1, 1)]);
    }

    [Fact]
    public void Scores_are_counted_in_twentieths_with_one_in_the_last()
    {
        var bins = ScoreCurves.Distribution([0, 0.049, 0.05, 1], [false, true, false, true]);

        bins.Count.ShouldBe(20);
        (bins[0], bins[1], bins[19]).ShouldBe((new ScoreBin(1, 1), new ScoreBin(1, 0), new ScoreBin(0, 1)));
    }

    [Fact]
    public void An_interval_holds_the_share_and_narrows_with_more_orders()
    {
        var few = new CategoryErrors("toys", 30, 3, null);
        var many = new CategoryErrors("toys", 3_000, 300, 60);

        (few.Interval.Least < 0.1 && few.Interval.Most > 0.1).ShouldBeTrue();
        (many.Interval.Most - many.Interval.Least).ShouldBeLessThan(few.Interval.Most - few.Interval.Least);
        (few.ChampionShare, many.ChampionShare).ShouldBe((null, 0.02));
    }
}
