using OrderGuard.Domain.Risk;

namespace OrderGuard.Domain.Tests.Risk;

public sealed class RankedQualityTests
{
    [Fact]
    public void Average_precision_is_the_sum_of_precision_times_gained_recall()
    {
        // Found at places 1 and 3 of four: 1/2 × 1/1 + 1/2 × 2/3.
        ScoreQuality.AveragePrecision([0.9, 0.8, 0.7, 0.6], [true, false, true, false])!.Value.ShouldBe(0.5 + 1.0 / 3, 1e-12);
        ScoreQuality.AveragePrecision([0.5, 0.5, 0.5, 0.5], [true, false, false, false])!.Value.ShouldBe(0.25, 1e-12);
        ScoreQuality.AveragePrecision([0.5, 0.1], [false, false]).ShouldBeNull();
    }

    [Fact]
    public void Recall_at_a_capacity_counts_those_found_among_the_highest()
    {
        double[] scores = [0.9, 0.8, 0.7, 0.6, 0.5];
        bool[] outcomes = [true, false, true, false, false];

        ScoreQuality.RecallAt(0.2, scores, outcomes).ShouldBe(0.5);
        ScoreQuality.RecallAt(0.6, scores, outcomes).ShouldBe(1);
        ScoreQuality.RecallAt(0, scores, outcomes).ShouldBe(0);
        // Where all score alike, a fifth of the places finds a fifth.
        ScoreQuality.RecallAt(0.2, [1, 1, 1, 1, 1], outcomes)!.Value.ShouldBe(0.2, 1e-12);
    }
}
