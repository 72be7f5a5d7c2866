using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk.Rules;
using OrderGuard.Application.Risk.Samples;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Rules;
using OrderGuard.Web.Risk.Rules;
using OrderGuard.Web.Tests.Configuration;

namespace OrderGuard.Web.Tests.Risk;

/// <summary>The builder of risk rules: conditions, groups, stages, and trying a rule on history.</summary>
public sealed class RiskRulesPageTests : DraftContext
{
    private static readonly RiskCondition Rich = new() { Field = "amount", Is = RiskOperator.Above, Number = 500 };
    private static readonly RiskRule Rule = new() { Code = "rich", Label = new LocalizedText("Rich orders", "大额订单"), Stage = RiskRuleStage.Rollout, Rollout = 25, Add = 0.2, When = new RiskGroup { Conditions = [Rich] } };
    private readonly IUseCase<BacktestRiskRule, RuleBacktest> _backtest = Substitute.For<IUseCase<BacktestRiskRule, RuleBacktest>>();

    public RiskRulesPageTests()
    {
        var sets = Substitute.For<IUseCase<ListSampleSets, SampleSets>>();
        sets.RunAsync(default!).ReturnsForAnyArgs((Result<SampleSets>)new SampleSets([], false));
        var records = Substitute.For<IUseCase<GetRuleRecords, RuleRecords>>();
        records.RunAsync(default!).ReturnsForAnyArgs((Result<RuleRecords>)new RuleRecords([new RuleRecord("rich", 3, 1, 0)]));
        Services.AddSingleton(sets).AddSingleton(_backtest).AddSingleton(records);
        Holds(new ConfigurationDocument { RiskRules = [Rule] });
    }

    [Fact]
    public void A_rule_says_in_one_line_what_it_asks_and_does_in_either_language()
    {
        Render<RiskRulesPage>().Find(".rr-head").TextContent.ShouldSatisfyAllConditions(x => x.ShouldContain("Rich orders"), x => x.ShouldContain("Rollout 25 %"), x => x.ShouldContain("Amount > 500 → score +0.2"), x => x.ShouldContain("of 4 verdicts"));

        InLanguage("zh-CN");
        Render<RiskRulesPage>().Find(".rr-head").TextContent.ShouldSatisfyAllConditions(x => x.ShouldContain("大额订单"), x => x.ShouldContain("灰度 25%"), x => x.ShouldContain("金额 > 500 → 加分 +0.2"));
    }

    [Fact]
    public void The_type_of_the_field_decides_the_comparisons_and_what_no_longer_fits_is_forgotten()
    {
        var page = Open();
        Options(page, "Comparison").ShouldBe(["AtLeast", "Above", "AtMost", "Below", "Between", "Equal", "NotEqual", "Known", "Missing"]);

        page.Find("select[aria-label=Field]").Change("category");
        Edited!.RiskRules[0].When.Conditions.Single().ShouldBeEquivalentTo(new RiskCondition { Field = "category", Is = RiskOperator.OneOf });
        Options(page, "Comparison").ShouldBe(["OneOf", "NotOneOf", "Contains", "StartsWith", "Known", "Missing"]);

        page.Find(".rr-texts").Change("phones, tablets，watches");
        Edited!.RiskRules[0].When.Conditions.Single().Texts.ShouldBe(["phones", "tablets", "watches"]);

        page.Find("select[aria-label=Field]").Change("tag.accounts-per-device-7d");
        Edited!.RiskRules[0].When.Conditions.Single().ShouldBeEquivalentTo(new RiskCondition { Field = "tag.accounts-per-device-7d", Is = RiskOperator.AtLeast, Number = 1 });
    }

    [Fact]
    public void Conditions_and_groups_are_added_three_deep_and_taken_away()
    {
        var page = Open();
        Button(page, "Condition").Click();
        Edited!.RiskRules[0].When.Conditions.Count.ShouldBe(2);

        Button(page, "Group").Click();
        Edited!.RiskRules[0].When.Groups.Single().Match.ShouldBe(RiskMatch.Any);
        Buttons(page, "Group")[1].Click();
        Edited!.RiskRules[0].When.Groups.Single().Groups.Single().Match.ShouldBe(RiskMatch.All);
        Buttons(page, "Group").Count.ShouldBe(2);

        page.FindAll("button[aria-label='Remove group']")[0].Click();
        Edited!.RiskRules[0].When.Groups.ShouldBeEmpty();
        page.FindAll("button[aria-label='Remove condition']")[0].Click();
        Edited!.RiskRules[0].When.Conditions.Count.ShouldBe(1);
    }

    [Fact]
    public void Stage_and_what_follows_are_chosen()
    {
        var page = Open();

        page.FindAll(".rr-step input")[3].Change(true);
        page.FindAll("select").Single(x => x.TextContent.Contains("high: held", StringComparison.Ordinal)).Change("High");
        page.Find(".rr-check input").Change(true);

        Edited!.RiskRules[0].ShouldSatisfyAllConditions(x => x.Stage.ShouldBe(RiskRuleStage.Live), x => x.Tier.ShouldBe(RiskTier.High), x => x.Hold.ShouldBeTrue());
    }

    [Fact]
    public void What_is_wrong_stands_at_its_condition()
    {
        Holds(new ConfigurationDocument { RiskRules = [Rule with { When = new RiskGroup { Conditions = [Rich with { Number = null }] } }] });

        Open().Find(".rr-condition .cfg-problem").TextContent.ShouldBe("This is needed.");
    }

    [Fact]
    public void A_trial_shows_figures_examples_and_why_an_order_was_missed()
    {
        var missed = new RuleExample("SO-9", Noon, 120, "CNY", true, false, [new ConditionAnswer(Rich, false, "120")]);
        _backtest.RunAsync(default!).ReturnsForAnyArgs((Result<RuleBacktest>)new RuleBacktest(Noon.AddDays(-90), Noon, 100, new RuleFigures(100, 10, 8, 6, 2, 4_000), [], [missed], missed, false));
        var page = Open();

        page.FindAll("select").Single(x => x.TextContent.Contains("last 90 days", StringComparison.Ordinal)).Change("90");
        page.Find(".rr-backtest input").Change(" SO-9 ");
        Button(page, "Try").Click();

        _backtest.Received(1).RunAsync(Arg.Is<BacktestRiskRule>(x => x.Rule == Rule && x.Days == 90 && x.OrderNo == "SO-9"), Arg.Any<CancellationToken>());
        page.Find(".rr-backtest").TextContent.ShouldSatisfyAllConditions(
            x => x.ShouldContain("75.0"), x => x.ShouldContain("6 of 10 dishonest orders"), x => x.ShouldContain("Why order SO-9 was missed"), x => x.ShouldContain("Amount > 500"), x => x.ShouldContain("(120)"));
    }

    private IRenderedComponent<RiskRulesPage> Open()
    {
        var page = Render<RiskRulesPage>();
        page.Find(".rr-head").Click();
        return page;
    }

    private static List<string> Options(IRenderedComponent<RiskRulesPage> page, string label) => [.. page.Find($"select[aria-label={label}]").QuerySelectorAll("option").Select(x => x.GetAttribute("value")!)];

    private static List<AngleSharp.Dom.IElement> Buttons(IRenderedComponent<RiskRulesPage> page, string text) => [.. page.FindAll("button").Where(x => x.LastChild?.TextContent == text)];

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<RiskRulesPage> page, string text) => Buttons(page, text)[0];
}
