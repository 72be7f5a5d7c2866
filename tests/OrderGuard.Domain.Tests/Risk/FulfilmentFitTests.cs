using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;

namespace OrderGuard.Domain.Tests.Risk;

public sealed class FulfilmentFitTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_makes_orders_late_is_learnt_and_foretells_those_that_come_after()
    {
        var fit = FulfilmentFit.Of(Samples(4_000, x => -2.5 + 1.2 * x.Backlog - 0.8 * x.Size))!;

        fit.Figures.Fitted.ShouldBe(2_800);
        fit.Figures.Tested.ShouldBe(1_200);
        fit.Figures.Auc!.Value.ShouldBeGreaterThan(0.75);
        fit.Figures.Auc.Value.ShouldBeGreaterThan(fit.Figures.PresetAuc!.Value);
        fit.Figures.Brier.ShouldBeLessThan(fit.Figures.BaseBrier);
        fit.Figures.BeatsPreset.ShouldBeTrue();
        Weight(fit, FulfilmentIndicator.WarehouseBacklog).ShouldBeGreaterThan(0.5);
        Weight(fit, FulfilmentIndicator.OrderSize).ShouldBeLessThan(-0.3);
        Weight(fit, FulfilmentIndicator.CarrierPunctuality).ShouldBe(0);
        fit.Figures.Bins.Count.ShouldBe(10);
        fit.Figures.Bins[9].Observed.ShouldBe(fit.Figures.Bins[9].Foretold, 0.12);
    }

    [Fact]
    public void The_later_part_has_no_say_in_the_weights()
    {
        var samples = Samples(2_000, x => -2 + x.Backlog);
        var split = (int)(samples.Count * FulfilmentFit.FittedShare);
        var turned = samples.Select((x, i) => i < split ? x : x with { Late = !x.Late }).ToList();

        FulfilmentFit.Of(turned)!.Weights.Weights.ShouldBe(FulfilmentFit.Of(samples)!.Weights.Weights);
    }

    [Fact]
    public void Where_nothing_can_be_foretold_the_figures_say_so()
    {
        var figures = FulfilmentFit.Of(Samples(3_000, _ => -2.5))!.Figures;

        figures.Auc!.Value.ShouldBeInRange(0.4, 0.6);
        Math.Abs(figures.Brier - figures.BaseBrier).ShouldBeLessThan(0.005);
    }

    [Fact]
    public void Without_late_orders_in_both_parts_there_is_nothing_to_fit()
    {
        FulfilmentFit.Of([]).ShouldBeNull();
        FulfilmentFit.Of(Samples(500, _ => -100)).ShouldBeNull();
        FulfilmentFit.Of(Samples(500, _ => -2).Select((x, i) => i < 350 ? x with { Late = false } : x)).ShouldBeNull();
    }

    [Fact]
    public void Contributions_and_base_add_up_to_the_score()
    {
        var weights = FulfilmentFit.Of(Samples(2_000, x => -2 + x.Backlog))!.Weights;
        var (score, facts) = weights.Score(Samples(1, _ => 0)[0].Signals);

        Logistic.Odds(score).ShouldBe(weights.Intercept * weights.Slope + weights.Offset + facts.Sum(x => x.Contribution), 1e-9);
        facts.Count.ShouldBe(12);
    }

    private static double Weight(FulfilmentFit fit, FulfilmentIndicator indicator) => fit.Weights.Weights.Single(x => x.Indicator == indicator).Weight;

    private static List<FulfilmentSample> Samples(int count, Func<(double Backlog, double Size), double> odds)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count).Select(n =>
        {
            var (backlog, size) = (random.NextDouble() * 4 - 2, random.NextDouble() * 4 - 2);
            var signals = Enum.GetValues<FulfilmentIndicator>().Select(x => new FulfilmentSignal(x, x switch
            {
                FulfilmentIndicator.WarehouseBacklog => backlog,
                FulfilmentIndicator.OrderSize => Math.Exp(size),
                FulfilmentIndicator.CarrierPunctuality => null,
                _ => 0.1,
            }, new LocalizedText("a", "b"))).ToList();
            return new FulfilmentSample(Start.AddMinutes(n), signals, random.NextDouble() < Logistic.Probability(odds((backlog, size))));
        })];
    }
}
