using FsCheck;
using FsCheck.Fluent;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Models;

namespace OrderGuard.Domain.Tests.Risk.Models;

public sealed class BoostedTreesTests
{
    private static readonly BoostingOptions Small = new() { Iterations = 12, Leaves = 8, LeastRows = 5, Threads = 1 };
    private static readonly LabelledRows Known = Made(3_000, seed: 4);
    private static readonly BoostedTrees Model = BoostedTrees.Fit(Known);

    [Fact]
    public void It_foretells_rows_that_it_has_not_seen_and_its_chances_are_calibrated()
    {
        var later = Made(4_000, seed: 5);
        var chances = new double[4_000];
        Model.Probabilities(later.Rows.Values, chances);

        ScoreQuality.Auc(chances, later.Labels)!.Value.ShouldBeGreaterThan(0.85);
        foreach (var bin in ScoreQuality.Bins(chances, later.Labels, 5)) bin.Foretold.ShouldBe(bin.Observed, 0.08);
    }

    [Fact]
    public void A_single_split_takes_the_step_that_the_papers_say()
    {
        // 40 rows, half positive, parted exactly: the gradient of each is ±1/2 and its Hessian 1/4, so that a leaf goes 2 × the learning rate.
        var rows = new LabelledRows(new FeatureMatrix([.. Enumerable.Range(0, 40).Select(x => x < 20 ? 0f : 1f)], 1), [.. Enumerable.Range(0, 40).Select(x => x >= 20)]);
        var model = BoostedTrees.Fit(rows, null, new BoostingOptions { Iterations = 1, Threads = 1 });

        model.Probability([1f]).ShouldBe(Logistic.Probability(0.2), 1e-6);
        model.Probability([0f]).ShouldBe(Logistic.Probability(-0.2), 1e-6);
        model.Probability([0.4f]).ShouldBe(Logistic.Probability(-0.2), 1e-6);
    }

    [Fact]
    public void It_is_told_after_each_tree_how_far_it_is_and_breaks_off_between_two_trees()
    {
        var told = new List<double>();
        using var end = new CancellationTokenSource();
        var progress = new Told(x =>
        {
            told.Add(x);
            if (told.Count == 7) end.Cancel();
        });

        Should.Throw<OperationCanceledException>(() => BoostedTrees.Fit(Known, null, new BoostingOptions { Iterations = 50, Threads = 1 }, progress, end.Token));
        told.ShouldBe([.. Enumerable.Range(1, 7).Select(x => x / 50.0)]);
    }

    private sealed class Told(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }

    [Fact]
    public void The_same_rows_give_the_same_model_on_any_number_of_threads()
    {
        var many = Made(20_000, seed: 6);
        byte[] With(int threads) => BoostedTrees.Fit(many, null, Small with { Threads = threads }).Write();

        With(1).ShouldBe(With(3));
        With(1).ShouldBe(With(-1));
    }

    [Fact]
    public void A_missing_value_goes_where_learning_found_it_better()
    {
        // Missing is fraud, whatever the known values say.
        var random = new System.Random(1);
        var values = Enumerable.Range(0, 1_000).Select(i => i % 4 == 0 ? float.NaN : (float)random.NextDouble()).ToArray();
        var model = BoostedTrees.Fit(new LabelledRows(new FeatureMatrix(values, 1), [.. values.Select(float.IsNaN)]), null, new BoostingOptions { Threads = 1 });

        model.Probability([float.NaN]).ShouldBeGreaterThan(0.95);
        model.Probability([float.PositiveInfinity]).ShouldBe(model.Probability([float.NaN]));
        model.Probability([0f]).ShouldBeLessThan(0.05);
        model.Probability([1e30f]).ShouldBeLessThan(0.05);
    }

    [Fact]
    public void Under_a_monotone_constraint_the_chance_never_falls_with_the_value()
    {
        // A noisy hump: free trees follow it down, bound ones do not.
        var random = new System.Random(2);
        var values = Enumerable.Range(0, 4_000).Select(_ => (float)random.NextDouble()).ToArray();
        bool[] labels = [.. values.Select(x => random.NextDouble() < (x < 0.6 ? x : 1.2 - x))];
        var rows = new LabelledRows(new FeatureMatrix([.. values.SelectMany(x => new[] { x, (float)random.NextDouble() })], 2), labels);
        double Falls(BoostedTrees model) => Enumerable.Range(0, 200).Max(i => model.Probability([i / 200f, 0.5f]) - model.Probability([(i + 1) / 200f, 0.5f]));

        Falls(BoostedTrees.Fit(rows, null, new BoostingOptions { Monotone = [1, 0], Threads = 1 })).ShouldBeLessThanOrEqualTo(1e-9);
        Falls(BoostedTrees.Fit(rows, null, new BoostingOptions { Threads = 1 })).ShouldBeGreaterThan(0.05);
    }

    [Fact]
    public void Learning_ends_where_a_later_window_profits_no_more()
    {
        var random = new System.Random(3);
        LabelledRows Noise(int rows) => new(IsolationForestTests.Normal(rows, 3, random.Next()), [.. Enumerable.Range(0, rows).Select(_ => random.Next(4) == 0)]);
        var (earlier, later) = (Noise(2_000), Noise(1_000));

        BoostedTrees.Fit(earlier, later, new BoostingOptions { Threads = 1 }).Trees.ShouldBeLessThan(15);
        BoostedTrees.Fit(earlier, null, new BoostingOptions { Threads = 1 }).Trees.ShouldBe(100);
        BoostedTrees.Fit(Known, Made(1_000, seed: 8), new BoostingOptions { Threads = 1 }).Trees.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void A_weight_on_the_rare_class_leaves_calibrated_chances_as_they_are()
    {
        var later = Made(6_000, seed: 9, rare: true);
        var model = BoostedTrees.Fit(Made(6_000, seed: 8, rare: true), Made(6_000, seed: 10, rare: true), new BoostingOptions { PositiveWeight = 0, Threads = 1 });
        var chances = new double[6_000];
        model.Probabilities(later.Rows.Values, chances);

        chances.Average().ShouldBe((double)later.Positive / 6_000, 0.02);
    }

    [Fact]
    public void The_contributions_are_the_Shapley_values_counted_out_over_all_coalitions()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            // Few features and many leaves, so that one feature splits several times on a path.
            var rows = Made(600, seed);
            var model = BoostedTrees.Fit(rows, seed % 2 == 0 ? null : Made(300, seed + 50), Small with { Leaves = 16 });
            for (var r = 0; r < 4; r++)
            {
                var found = new double[model.Features];
                var chance = model.Explain(rows.Rows.Row(r), found);

                var expected = ShapleyByHand.Of(model, rows.Rows.Row(r).ToArray());
                for (var f = 0; f < found.Length; f++) found[f].ShouldBe(expected[f], 1e-6);
                chance.ShouldBe(model.Probability(rows.Rows.Row(r)), 1e-12);
            }
        }
    }

    [Fact]
    public void Whatever_the_row_holds_the_contributions_add_up_to_its_log_odds()
    {
        float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, -0f, 0f, 0.3f, 1f, -1f, 2f, 5f];
        Prop.ForAll(Gen.Elements(odd).ArrayOf(5).ToArbitrary(), row =>
        {
            var contributions = new double[5];
            var chance = Model.Explain(row, contributions);
            Logistic.Probability(Model.Base + contributions.Sum()).ShouldBe(chance, 1e-9);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_stored_model_is_read_back_the_same_and_a_damaged_one_refused()
    {
        var blob = Model.Write();
        var read = BoostedTrees.Read(blob);

        read.Write().ShouldBe(blob);
        for (var i = 0; i < 50; i++)
        {
            var (one, two) = (new double[5], new double[5]);
            read.Explain(Known.Rows.Row(i), one).ShouldBe(Model.Explain(Known.Rows.Row(i), two));
            one.ShouldBe(two);
        }
        Should.Throw<InvalidDataException>(() => BoostedTrees.Read(blob.AsSpan()[..^7])).Message.ShouldContain("checksum");
        Should.Throw<InvalidDataException>(() => BoostedTrees.Read([.. blob[..99], (byte)(blob[99] ^ 8), .. blob[100..]])).Message.ShouldContain("checksum");
        Should.Throw<InvalidDataException>(() => BoostedTrees.Read(IsolationForest.Grow(Known.Rows).Write())).Message.ShouldContain("kind");
    }

    [Fact]
    public void Scoring_and_explaining_allocate_nothing()
    {
        var contributions = new double[5];
        void Both()
        {
            Model.Probability(Known.Rows.Row(0));
            Model.Explain(Known.Rows.Row(0), contributions);
        }
        Both();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Both();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void What_cannot_be_learnt_or_scored_is_refused()
    {
        var rows = Known.Rows.Slice(0, 30);
        Should.Throw<ArgumentException>(() => BoostedTrees.Fit(new LabelledRows(rows, new bool[30]))).Message.ShouldContain("both outcomes");
        Should.Throw<ArgumentException>(() => new LabelledRows(rows, new bool[29]));
        Should.Throw<ArgumentOutOfRangeException>(() => BoostedTrees.Fit(Known, null, new BoostingOptions { Monotone = [1] }));
        Should.Throw<ArgumentOutOfRangeException>(() => BoostedTrees.Fit(Known, null, new BoostingOptions { LearningRate = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => BoostedTrees.Fit(Known, null, new BoostingOptions { Bins = 300 }));
        Should.Throw<ArgumentException>(() => Model.Probability([1f]));
        // Constant and missing features leave the base rate.
        var flat = new LabelledRows(new FeatureMatrix([.. Enumerable.Range(0, 400).Select(x => x % 2 == 0 ? 1f : float.NaN)], 2), [.. Enumerable.Range(0, 200).Select(x => x % 4 == 0)]);
        BoostedTrees.Fit(flat).Probability([3f, 4f]).ShouldBe(0.25, 1e-9);
    }

    /// <summary>Five features, of which three matter, one of them in part missing.</summary>
    private static LabelledRows Made(int count, int seed, bool rare = false)
    {
        var random = new System.Random(seed);
        var (rows, labels) = (IsolationForestTests.Normal(count, 5, seed + 100), new bool[count]);
        for (var r = 0; r < count; r++)
        {
            var x = rows.Row(r);
            var odds = 2 * x[0] + (x[1] > 0 ? 1.5 * x[2] : -1) - (rare ? 4 : 0);
            labels[r] = random.NextDouble() < Logistic.Probability(odds);
            if (random.Next(5) == 0) rows.Values[r * 5 + 2] = float.NaN;
        }
        return new LabelledRows(rows, labels);
    }
}
