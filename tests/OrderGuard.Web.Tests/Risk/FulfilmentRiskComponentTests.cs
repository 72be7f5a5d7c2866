using Bunit;
using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk;
using OrderGuard.Web.Risk;
using OrderGuard.Web.Tests.Common;

namespace OrderGuard.Web.Tests.Risk;

public sealed class FulfilmentRiskComponentTests : PortalContext
{
    [Fact]
    public void The_card_tells_every_fact_with_its_sentence_and_its_push()
    {
        var card = Render<FulfilmentRiskCard>(x => x.Add(p => p.Risk, Risk()));

        card.FindAll(".risk-facts > li").Count.ShouldBe(12);
        card.Find(".risk-score strong").TextContent.ShouldContain("25");
        var (first, unknown) = (card.FindAll(".risk-facts > li")[0], card.Find(".risk-unknown"));
        first.TextContent.ShouldContain("+1.20");
        first.QuerySelector(".risk-up").ShouldNotBeNull();
        first.TextContent.ShouldContain("said of CustomerHistory");
        unknown.TextContent.ShouldContain("not known");
    }

    [Fact]
    public void In_Chinese_the_sentences_are_Chinese()
    {
        InLanguage("zh-CN");

        var card = Render<FulfilmentRiskCard>(x => x.Add(p => p.Risk, Risk()));

        card.Markup.ShouldContain("客户历史");
        card.Markup.ShouldContain("关于 CustomerHistory");
        card.Markup.ShouldNotContain("said of");
    }

    [Fact]
    public void A_model_is_shown_beside_the_preset_and_the_base_rate_with_its_calibration()
    {
        var card = Render<FulfilmentModelCard>(x => x.Add(p => p.Model, Model()));

        card.FindAll("table")[0].TextContent.ShouldContain("0.612");
        card.FindAll("table")[0].TextContent.ShouldContain("0.0321");
        card.FindAll(".risk-plot").Count.ShouldBe(2);
        card.FindAll(".risk-plot")[0].QuerySelectorAll("circle").Length.ShouldBe(2);
        card.FindAll(".risk-plot table tbody tr").Count.ShouldBe(4);
    }

    [Fact]
    public void Switching_the_early_reminder_on_suggests_a_threshold_and_off_takes_it_back()
    {
        FulfilmentRiskSettings? set = null;
        var card = Render<FulfilmentSettingsCard>(x => x.Add(p => p.Settings, new FulfilmentRiskSettings { Enabled = true }).Add(p => p.Published, new FulfilmentRiskSettings())
            .Add(p => p.OnSet, EventCallback.Factory.Create<FulfilmentRiskSettings>(this, value => set = value)));

        card.FindAll("input[type=checkbox]")[2].Change(true);
        set!.TightenAbove.ShouldBe(0.2);
        set.Tightens.ShouldBeTrue();

        card.Render(x => x.Add(p => p.Settings, set));
        card.FindAll("input[type=checkbox]")[2].Change(false);
        set.TightenAbove.ShouldBe(1);
    }

    [Fact]
    public void Indicators_that_no_order_had_show_no_fitted_weight()
    {
        var fitted = new FulfilmentWeights { Intercept = 0, Weights = [new FulfilmentWeight(FulfilmentIndicator.Route, 0, 0.1, 0.4), new FulfilmentWeight(FulfilmentIndicator.PaymentMethod, 0, 0, 0)] };

        var rows = Render<FulfilmentWeightsCard>(x => x.Add(p => p.Fitted, fitted)).FindAll("tbody tr");

        rows.Count.ShouldBe(12);
        rows[4].TextContent.ShouldContain("+0.40");
        rows[10].QuerySelectorAll("td")[2].TextContent.ShouldBe("–");
    }

    private static FulfilmentRiskView Risk() => new(0.25, Noon, 0, 1, [.. Enum.GetValues<FulfilmentIndicator>().Select((x, i) => new FulfilmentFact(
        x, x is FulfilmentIndicator.Route ? null : 0.5, 0.3, x is FulfilmentIndicator.Route ? 0 : 1.2 - i * 0.2, new LocalizedText($"said of {x}", $"关于 {x}")))]);

    private static FulfilmentModelView Model() => new(3, Noon, "Lin", true, new FulfilmentFitFigures
    {
        Fitted = 700, FittedLate = 40, Tested = 300, TestedLate = 12, From = Noon.AddDays(-90), SplitAt = Noon.AddDays(-30), To = Noon, Auc = 0.612, Brier = 0.0321,
        PresetAuc = 0.55, PresetBrier = 0.04, BaseBrier = 0.0384, Bins = [new CalibrationBin(150, 0.02, 0.01), new CalibrationBin(150, 0.08, 0.07)],
        PresetBins = [new CalibrationBin(150, 0.02, 0.01), new CalibrationBin(150, 0.2, 0.07)],
    }, FulfilmentWeights.Preset);
}
