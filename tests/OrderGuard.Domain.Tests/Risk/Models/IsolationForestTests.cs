using FsCheck;
using FsCheck.Fluent;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Models;
using OrderGuard.Testing;

namespace OrderGuard.Domain.Tests.Risk.Models;

public sealed class IsolationForestTests
{
    private static readonly FeatureMatrix Cloud = Normal(2_000, 5, seed: 3);
    private static readonly IsolationForest Forest = IsolationForest.Grow(Cloud);

    [Fact]
    public void The_scores_are_those_of_the_paper()
    {
        // Two distinct rows: one split parts them, so h is 1 for both and c(2) is 1.
        var two = IsolationForest.Grow(new FeatureMatrix([0, 1], 1));
        two.Score([0f]).ShouldBe(0.5f);
        two.Score([7f]).ShouldBe(0.5f);

        IsolationForest.AveragePath(256).ShouldBe(10.2448, 0.0001);
        IsolationForest.AveragePath(1).ShouldBe(0);
        // Where nothing differs there is no split: h is c(n), and the score one half.
        IsolationForest.Grow(new FeatureMatrix([.. Enumerable.Repeat(4f, 600)], 2)).Score([9f, -9f]).ShouldBe(0.5f, 1e-6f);
    }

    [Fact]
    public void What_lies_outside_scores_far_above_what_lies_within()
    {
        Forest.Score([0f, 0, 0, 0, 0]).ShouldBeLessThan(0.45f);
        Forest.Score([9f, -9, 9, -9, 9]).ShouldBeGreaterThan(0.7f);
    }

    [Fact]
    public void The_same_seed_gives_the_same_forest_on_any_number_of_threads_and_another_seed_another()
    {
        byte[] With(int threads, long seed) => IsolationForest.Grow(Cloud, new IsolationForestOptions { Trees = 37, Threads = threads, Seed = seed }).Write();

        With(1, 5).ShouldBe(With(4, 5));
        With(1, 5).ShouldBe(With(-1, 5));
        With(1, 5).ShouldNotBe(With(1, 6));
    }

    [Fact]
    public void A_batch_scores_each_row_exactly_as_it_is_scored_alone_and_as_it_is_explained()
    {
        var rows = WithMissing(Normal(203, 5, seed: 9), every: 7);
        var scores = new float[rows.Rows];
        Forest.Score(rows.Values, scores);

        for (var i = 0; i < rows.Rows; i++)
        {
            scores[i].ShouldBe(Forest.Score(rows.Row(i)));
            scores[i].ShouldBe(Forest.Explain(rows.Row(i), new float[5]));
        }
    }

    [Fact]
    public void A_stored_forest_is_read_back_the_same()
    {
        var read = IsolationForest.Read(Forest.Write());

        (read.Features, read.Trees, read.Sample, read.Seed, read.Base).ShouldBe((Forest.Features, Forest.Trees, Forest.Sample, Forest.Seed, Forest.Base));
        for (var i = 0; i < 50; i++) read.Score(Cloud.Row(i)).ShouldBe(Forest.Score(Cloud.Row(i)));
        read.Write().ShouldBe(Forest.Write());
        Forest.Write().Length.ShouldBeLessThan(100_000);
    }

    [Fact]
    public void A_damaged_forest_is_refused_with_a_reason()
    {
        var blob = Forest.Write();
        string Why(byte[] bytes) => Should.Throw<InvalidDataException>(() => IsolationForest.Read(bytes)).Message;

        Why([]).ShouldContain("not a stored model");
        Why(blob[..^1]).ShouldContain("checksum");
        Why([.. blob[..500], (byte)(blob[500] ^ 1), .. blob[501..]]).ShouldContain("checksum");
        Why([.. blob[..8], 99, .. blob[9..]]).ShouldContain("version 99");
        Why([.. "OGMLgbdt"u8, .. blob[8..]]).ShouldContain("kind 'gbdt'");
    }

    [Fact]
    public void Any_single_changed_byte_of_a_stored_forest_is_noticed()
    {
        var blob = IsolationForest.Grow(Cloud, new IsolationForestOptions { Trees = 2, Sample = 16 }).Write();
        Prop.ForAll(Gen.Choose(0, blob.Length - 1).ToArbitrary(), Gen.Choose(1, 255).ToArbitrary(), (at, change) =>
        {
            byte[] changed = [.. blob];
            changed[at] ^= (byte)change;
            Should.Throw<InvalidDataException>(() => IsolationForest.Read(changed));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Whatever_the_rows_hold_a_score_lies_within_0_and_1_and_the_contributions_add_up_to_it()
    {
        float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon, -0f, 0f, 1f, 1f, 2.5f, -3f, 1e30f];
        Prop.ForAll(Gen.Elements(odd).ArrayOf().Where(x => x.Length >= 9).ToArbitrary(), values =>
        {
            var rows = new FeatureMatrix(values[..(values.Length / 3 * 3)], 3);
            var forest = IsolationForest.Grow(rows, new IsolationForestOptions { Trees = 20, Sample = 8, Threads = 1 });
            for (var i = 0; i < rows.Rows; i++)
            {
                var contributions = new float[3];
                var score = forest.Explain(rows.Row(i), contributions);
                score.ShouldBeInRange(0.01f, 1f);
                Math.Pow(2, forest.Base + contributions.Sum(x => (double)x)).ShouldBe(score, 1e-4);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_feature_that_makes_a_row_odd_contributes_most()
    {
        for (var f = 0; f < 5; f++)
        {
            var (row, contributions) = (new float[5], new float[5]);
            row[f] = 8;
            Forest.Explain(row, contributions);
            contributions.IndexOf(contributions.Max()).ShouldBe(f);
            contributions[f].ShouldBeGreaterThan(2 * contributions.Where((_, i) => i != f).Max());
        }
    }

    [Fact]
    public void A_missing_value_is_nothing_unusual()
    {
        var usual = Forest.Score([0f, 0, 0, 0, 0]);

        Forest.Score([float.NaN, 0, 0, 0, 0]).ShouldBe(usual, 0.05f);
        Forest.Score([float.NaN, float.NaN, float.NaN, float.NaN, float.NaN]).ShouldBeLessThan(0.5f);
        // A feature that is known of few rows still tells of these.
        var sparse = IsolationForest.Grow(WithMissing(Cloud, every: 2));
        sparse.Score([9f, -9, 9, -9, 9]).ShouldBeGreaterThan(0.65f);
    }

    [Fact]
    public void Scoring_allocates_nothing()
    {
        var (scores, contributions) = (new float[Cloud.Rows], new float[5]);
        void All()
        {
            Forest.Score(Cloud.Values, scores);
            Forest.Score(Cloud.Row(0));
            Forest.Explain(Cloud.Row(0), contributions);
        }
        All();
        var before = GC.GetAllocatedBytesForCurrentThread();
        All();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void What_cannot_be_grown_or_scored_is_refused()
    {
        Should.Throw<ArgumentException>(() => IsolationForest.Grow(new FeatureMatrix([1, 2], 2)));
        Should.Throw<ArgumentOutOfRangeException>(() => IsolationForest.Grow(Cloud, new IsolationForestOptions { Trees = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => IsolationForest.Grow(Cloud, new IsolationForestOptions { Sample = 1 }));
        Should.Throw<ArgumentOutOfRangeException>(() => IsolationForest.Grow(Cloud, new IsolationForestOptions { Threads = 0 }));
        Should.Throw<ArgumentException>(() => new FeatureMatrix([1, 2, 3], 2));
        Should.Throw<ArgumentException>(() => Forest.Score([1f]));
        Should.Throw<ArgumentException>(() => Forest.Explain([1f, 2, 3, 4, 5], new float[4]));
        Should.Throw<OperationCanceledException>(() => IsolationForest.Grow(Cloud, null, new CancellationToken(true)));
    }

    // Means of scikit-learn's IsolationForest over five seeds; a single seed's deviation reaches 0.024.
    [RealDataTheory("anomaly/shuttle.csv")]
    [InlineData("shuttle", 0.997)]
    [InlineData("annthyroid", 0.827)]
    [InlineData("mammography", 0.859)]
    [InlineData("thyroid", 0.978)]
    [InlineData("satellite", 0.696)]
    [InlineData("cardio", 0.932)]
    public void On_public_data_it_ranks_as_well_as_the_reference(string name, double reference)
    {
        var lines = File.ReadAllLines(Repository.DataFile($"anomaly/{name}.csv")).Skip(1).Select(x => x.Split(',')).ToList();
        var rows = new FeatureMatrix([.. lines.SelectMany(x => x[..^1]).Select(x => float.Parse(x, System.Globalization.CultureInfo.InvariantCulture))], lines[0].Length - 1);
        List<bool> labels = [.. lines.Select(x => x[^1] == "1")];
        var scores = new float[rows.Rows];

        var mean = Enumerable.Range(1, 5).Average(seed =>
        {
            IsolationForest.Grow(rows, new IsolationForestOptions { Seed = seed }).Score(rows.Values, scores);
            return ScoreQuality.Auc([.. scores.Select(x => (double)x)], labels)!.Value;
        });

        mean.ShouldBe(reference, 0.015);
    }

    internal static FeatureMatrix Normal(int rows, int features, int seed)
    {
        var random = new System.Random(seed);
        return new FeatureMatrix([.. Enumerable.Range(0, rows * features).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))], features);
    }

    private static FeatureMatrix WithMissing(FeatureMatrix rows, int every) => new([.. rows.Values.Select((x, i) => i * 31 % every == 0 ? float.NaN : x)], rows.Features);
}
