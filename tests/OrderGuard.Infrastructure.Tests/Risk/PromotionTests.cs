using OrderGuard.Application.Configuration;
using OrderGuard.Application.Risk.Learning;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Risk;

public sealed class PromotionTests
{
    [Theory]
    [InlineData(0.9099, PromotionOutcome.NotBetter)]
    [InlineData(0.9101, PromotionOutcome.Promoted)]
    public void A_version_that_is_better_by_no_more_than_chance_does_not_decide_by_itself(double auc, PromotionOutcome outcome)
    {
        // As a document says nothing of it.
        var settings = ConfigurationJson.Read(ConfigurationJson.Write(Shop.Document)).Risk;
        var terms = new LearningTerms(0.02, false, settings.PromoteByRule, settings.PromoteMargin);
        var figures = new Dictionary<string, double> { ["auc"] = auc, ["prAuc"] = 0.5, ["champion.auc"] = 0.9, ["champion.prAuc"] = 0.5 };

        ClassifierTraining.OutcomeOf(figures, terms).ShouldBe(outcome);
        new RiskSettings().PromoteMargin.ShouldBe(settings.PromoteMargin);
    }

    [Fact]
    public void Who_sets_the_margin_to_nothing_gets_the_one_that_is_better_by_a_hair()
    {
        var figures = new Dictionary<string, double> { ["auc"] = 0.9001, ["prAuc"] = 0.5, ["champion.auc"] = 0.9, ["champion.prAuc"] = 0.5 };

        ClassifierTraining.OutcomeOf(figures, new LearningTerms(0.02, false, true, 0)).ShouldBe(PromotionOutcome.Promoted);
    }
}
