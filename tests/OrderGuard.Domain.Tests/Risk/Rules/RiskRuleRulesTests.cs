using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk.Features;

namespace OrderGuard.Domain.Tests.Risk.Rules;

/// <summary>What a document's risk rules must hold to, each with the place to mend.</summary>
public sealed class RiskRuleRulesTests
{
    private static readonly RiskCondition Rich = new() { Field = "amount", Is = RiskOperator.Above, Number = 500 };
    private static readonly RiskRule Good = new() { Code = "rich", Stage = RiskRuleStage.Live, Add = 0.2, When = new RiskGroup { Conditions = [Rich] } };

    [Fact]
    public void A_sound_rule_has_nothing_to_mend() => Wrong(Good).ShouldBeEmpty();

    [Fact]
    public void A_rule_that_works_must_do_something_and_a_draft_need_not()
    {
        Wrong(Good with { Add = 0 }).ShouldBe(["/riskRules/0/add risk-rule-does-nothing"]);
        Wrong(Good with { Add = 0, Hold = true }).ShouldBeEmpty();
        Wrong(Good with { Add = 0, Stage = RiskRuleStage.Draft }).ShouldBeEmpty();
    }

    [Fact]
    public void Each_thing_wrong_is_told_at_its_place()
    {
        Wrong(Good with { Code = "no good" }).ShouldBe(["/riskRules/0/code code-pattern"]);
        Wrong(Good with { Rollout = 0 }).ShouldBe(["/riskRules/0/rollout number-range"]);
        Wrong(Good with { Add = double.NaN }).ShouldBe(["/riskRules/0/add number-range"]);
        Wrong(Good with { When = new RiskGroup() }).ShouldBe(["/riskRules/0/when/conditions risk-condition-needed"]);
        Wrong(With(Rich with { Field = "tag.none" })).ShouldBe(["/riskRules/0/when/conditions/0/field unknown-tag"]);
        Wrong(With(Rich with { Field = "colour" })).ShouldBe(["/riskRules/0/when/conditions/0/field unknown-field"]);
        Wrong(With(Rich with { Is = RiskOperator.Contains, Texts = ["x"] })).ShouldBe(["/riskRules/0/when/conditions/0/is risk-operator"]);
        Wrong(With(Rich with { Number = null })).ShouldBe(["/riskRules/0/when/conditions/0/number missing"]);
        Wrong(With(Rich with { Is = RiskOperator.Between, UpTo = 400 })).ShouldBe(["/riskRules/0/when/conditions/0/upTo risk-range"]);
        Wrong(With(new RiskCondition { Field = "category", Is = RiskOperator.OneOf })).ShouldBe(["/riskRules/0/when/conditions/0/texts missing"]);
        Wrong(With(new RiskCondition { Field = "placedAt", Is = RiskOperator.After })).ShouldBe(["/riskRules/0/when/conditions/0/moment missing"]);
    }

    [Fact]
    public void A_tag_of_the_companys_own_can_be_asked_for_and_one_of_another_company_not()
    {
        var rule = With(Rich with { Field = "tag.own-count" });
        var own = new ConfigurationDocument { RiskRules = [rule], Risk = new RiskSettings { OwnTags = [new OwnTag("own-count", "campaign", OwnTagKind.Number, new LocalizedText("Own", "自定义"))] } };

        ConfigurationRules.Check(own).ShouldBeEmpty();
        Wrong(rule).ShouldBe(["/riskRules/0/when/conditions/0/field unknown-tag"]);
    }

    [Fact]
    public void Groups_go_three_deep_and_no_deeper()
    {
        RiskGroup Around(RiskGroup inner) => new() { Groups = [inner] };
        var two = Around(new RiskGroup { Conditions = [Rich] });

        Wrong(Good with { When = Around(two) }).ShouldBeEmpty();
        Wrong(Good with { When = Around(Around(two)) }).ShouldBe(["/riskRules/0/when/groups/0/groups/0/groups risk-group-depth"]);
    }

    private static RiskRule With(RiskCondition condition) => Good with { When = new RiskGroup { Conditions = [condition] } };

    private static List<string> Wrong(RiskRule rule) => [.. ConfigurationRules.Check(new ConfigurationDocument { RiskRules = [rule] }).Select(x => $"{x.Pointer} {x.Code}")];
}
