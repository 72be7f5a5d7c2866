using System.Text.Json;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Features;
using OrderGuard.Domain.Risk.Rules;

namespace OrderGuard.Domain.Tests.Risk.Rules;

/// <summary>What rules say of orders: their conditions, groups, stages and rollouts.</summary>
public sealed class CompiledRiskRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly RiskSubject Order = Subject(new OrderFacts
    {
        Amount = 250, Category = "Phones", Lines = [new OrderLine("A-1", "Case", 2), new OrderLine("B-2", null, 7)], Customer = new CustomerFacts(RegisteredAt: Noon.AddHours(-1)),
        Attributes = new Dictionary<string, JsonElement> { ["campaign"] = JsonSerializer.SerializeToElement("Winter"), ["score"] = JsonSerializer.SerializeToElement("12.5") },
    }, ("accounts-per-device-7d", 3));

    [Theory]
    [InlineData("amount", RiskOperator.Equal, 250, true)]
    [InlineData("amount", RiskOperator.NotEqual, 250, false)]
    [InlineData("amount", RiskOperator.Above, 250, false)]
    [InlineData("amount", RiskOperator.AtLeast, 250, true)]
    [InlineData("amount", RiskOperator.Below, 250, false)]
    [InlineData("amount", RiskOperator.AtMost, 250, true)]
    [InlineData("lines.count", RiskOperator.Equal, 2, true)]
    [InlineData("lines.quantity", RiskOperator.AtLeast, 7, true)]
    [InlineData("tag.accounts-per-device-7d", RiskOperator.AtLeast, 3, true)]
    [InlineData("tag.accounts-per-device-7d", RiskOperator.Above, 3, false)]
    [InlineData("attributes.score", RiskOperator.Above, 12, true)]
    [InlineData("attributes.campaign", RiskOperator.NotEqual, 1, false)]
    public void Numbers_are_compared(string field, RiskOperator how, double number, bool fits) =>
        Fits(new RiskCondition { Field = field, Is = how, Number = number }).ShouldBe(fits);

    [Theory]
    [InlineData("category", RiskOperator.OneOf, "phones", true)]
    [InlineData("category", RiskOperator.NotOneOf, "phones", false)]
    [InlineData("category", RiskOperator.Contains, "HON", true)]
    [InlineData("category", RiskOperator.StartsWith, "hon", false)]
    [InlineData("lines.sku", RiskOperator.OneOf, "b-2", true)]
    [InlineData("lines.sku", RiskOperator.NotOneOf, "b-2", false)]
    [InlineData("lines.sku", RiskOperator.NotOneOf, "c-3", true)]
    [InlineData("lines.name", RiskOperator.Contains, "as", true)]
    [InlineData("attributes.campaign", RiskOperator.StartsWith, "win", true)]
    [InlineData("attributes.score", RiskOperator.OneOf, "12.5", true)]
    public void Texts_are_compared_whatever_their_case(string field, RiskOperator how, string text, bool fits) =>
        Fits(new RiskCondition { Field = field, Is = how, Texts = ["nothing like it", text] }).ShouldBe(fits);

    [Theory]
    [InlineData(RiskOperator.Before, 0, false)]
    [InlineData(RiskOperator.Before, 1, true)]
    [InlineData(RiskOperator.After, 0, false)]
    [InlineData(RiskOperator.After, -1, true)]
    public void Moments_are_compared(RiskOperator how, int seconds, bool fits) =>
        Fits(new RiskCondition { Field = "customer.registeredAt", Is = how, Moment = Noon.AddHours(-1).AddSeconds(seconds) }).ShouldBe(fits);

    [Fact]
    public void Both_ends_of_a_range_are_within()
    {
        Fits(new RiskCondition { Field = "amount", Is = RiskOperator.Between, Number = 250, UpTo = 300 }).ShouldBeTrue();
        Fits(new RiskCondition { Field = "amount", Is = RiskOperator.Between, Number = 200, UpTo = 250 }).ShouldBeTrue();
        Fits(new RiskCondition { Field = "amount", Is = RiskOperator.Between, Number = 251, UpTo = 300 }).ShouldBeFalse();
    }

    [Fact]
    public void A_missing_value_fits_missing_and_nothing_else_for_every_field_and_operator()
    {
        var bare = Subject(OrderFacts.None) with { OrderNo = "" };
        var wrong = new List<string>();
        foreach (var field in RiskField.All.Append(RiskField.Find("attributes.none")!).Where(x => x.Code != "placedAt"))
            foreach (var how in field.Operators)
            {
                var condition = new RiskCondition { Field = field.Code, Is = how, Number = 0, UpTo = 1, Texts = ["0", ""], Moment = Noon };
                if (Fits(condition, bare) != how is RiskOperator.Missing) wrong.Add($"{field.Code} {how}");
            }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void A_condition_over_a_field_that_is_gone_never_fits()
    {
        Fits(new RiskCondition { Field = "tag.no-such", Is = RiskOperator.AtLeast, Number = 0 }).ShouldBeFalse();
        Fits(new RiskCondition { Field = "tag.no-such", Is = RiskOperator.Missing }).ShouldBeTrue();
    }

    [Fact]
    public void Nested_groups_say_what_an_interpreter_of_plain_words_says()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var group = Any(random, 3);
            new CompiledRule(new RiskRule { Code = "g", When = group }).Fits(Order).ShouldBe(Interpret(group), $"round {i}");
        }
    }

    [Fact]
    public void Drafts_and_retired_rules_are_silent_and_a_shadow_only_notes()
    {
        var rules = CompiledRiskRules.Compile([.. Enum.GetValues<RiskRuleStage>().Select(x => Rule(x.ToString(), x) with { Rollout = 100 })]);

        rules.Judge(Order).Select(x => (x.Rule, x.Shadow)).ShouldBe([("Shadow", true), ("Rollout", false), ("Live", false)]);
        rules.Judge(Order)[^1].ShouldBe(new RiskRuleHit { Rule = "Live", Label = new("Live", "Live"), Add = 0.2, Force = RiskTier.High, Hold = true, Tag = "t" });
    }

    [Fact]
    public void A_rollout_takes_about_its_percentage_always_the_same_orders_and_a_greater_one_only_adds()
    {
        var orders = Enumerable.Range(0, 20_000).Select(_ => OrderId.New()).ToList();
        var ten = orders.Where(x => RiskRollout.Includes("a", x, 10)).ToHashSet();
        var thirty = orders.Where(x => RiskRollout.Includes("a", x, 30)).ToHashSet();
        var other = orders.Where(x => RiskRollout.Includes("b", x, 10)).ToHashSet();

        ten.Count.ShouldBeInRange(1_800, 2_200);
        thirty.Count.ShouldBeInRange(5_700, 6_300);
        ten.IsSubsetOf(thirty).ShouldBeTrue();
        // Another rule takes other orders: about a tenth of a tenth are common to both.
        ten.Intersect(other).Count().ShouldBeInRange(120, 290);
        orders.Count(x => RiskRollout.Includes("a", x, 100)).ShouldBe(orders.Count);
        RiskRollout.Includes("a", new OrderId(Guid.Parse("01932f00-0000-7000-8000-000000000001")), 50).ShouldBe(RiskRollout.Includes("a", new OrderId(Guid.Parse("01932f00-0000-7000-8000-000000000001")), 50));
    }

    [Fact]
    public void Outside_its_percentage_a_rule_only_notes()
    {
        var rules = CompiledRiskRules.Compile([Rule("r", RiskRuleStage.Rollout) with { Rollout = 50 }]);
        var hits = Enumerable.Range(0, 200).Select(_ => Order with { OrderId = OrderId.New() }).Select(x => (Within: RiskRollout.Includes("r", x.OrderId, 50), rules.Judge(x).Single().Shadow)).ToList();

        hits.ShouldAllBe(x => x.Within != x.Shadow);
        hits.Select(x => x.Shadow).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Fifty_rules_that_an_order_does_not_fit_cost_no_allocation()
    {
        var rules = CompiledRiskRules.Compile([.. Enumerable.Range(0, 50).Select(i => Rule($"r{i}", RiskRuleStage.Live) with
        {
            When = new RiskGroup
            {
                Conditions = [new RiskCondition { Field = "category", Is = RiskOperator.OneOf, Texts = ["phones"] }, new RiskCondition { Field = "tag.orders-by-ip-1h", Is = RiskOperator.Missing }],
                Groups = [new RiskGroup { Match = RiskMatch.Any, Conditions = [new RiskCondition { Field = "amount", Is = RiskOperator.Above, Number = 1_000 + i }, new RiskCondition { Field = "lines.sku", Is = RiskOperator.Contains, Texts = ["zzz"] }] }],
            },
        })]);
        for (var i = 0; i < 100; i++) rules.Judge(Order).ShouldBeEmpty();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) rules.Judge(Order);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Why_a_rule_missed_an_order_is_told_condition_by_condition()
    {
        var rule = new CompiledRule(Rule("r", RiskRuleStage.Draft) with
        {
            When = new RiskGroup { Conditions = [new RiskCondition { Field = "amount", Is = RiskOperator.Above, Number = 1_000 }, new RiskCondition { Field = "category", Is = RiskOperator.OneOf, Texts = ["phones"] }, new RiskCondition { Field = "tag.orders-by-ip-1h", Is = RiskOperator.AtLeast, Number = 1 }] },
        });

        rule.Fits(Order).ShouldBeFalse();
        rule.Explain(Order).Select(x => (x.Fits, x.Value)).ShouldBe([(false, "250"), (true, "Phones"), (false, null)]);
    }

    private static bool Fits(RiskCondition condition, RiskSubject? order = null) => new CompiledRule(new RiskRule { Code = "c", When = new RiskGroup { Conditions = [condition] } }).Fits(order ?? Order);

    private static RiskRule Rule(string code, RiskRuleStage stage) => new()
    {
        Code = code, Stage = stage, Add = 0.2, Tier = RiskTier.High, Hold = true, Tag = "t", When = new RiskGroup { Conditions = [new RiskCondition { Field = "amount", Is = RiskOperator.Above, Number = 0 }] },
    };

    private static RiskSubject Subject(OrderFacts facts, params (string Code, float Value)[] tags) => new(OrderId.New(), "SO-1", Noon, facts,
        new TagValues(TagCatalogue.All, [.. TagCatalogue.All.Select(x => tags.FirstOrDefault(t => t.Code == x.Code) is { Code: not null } tag ? tag.Value : float.NaN)]));

    private static RiskGroup Any(Random random, int depth) => new()
    {
        Match = random.Next(2) == 0 ? RiskMatch.All : RiskMatch.Any,
        // 100, 200 … 400 beside an amount of 250.
        Conditions = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new RiskCondition { Field = "amount", Is = random.Next(2) == 0 ? RiskOperator.Above : RiskOperator.Below, Number = 100 * random.Next(1, 5) })],
        Groups = depth == 1 ? [] : [.. Enumerable.Range(0, random.Next(0, 3)).Select(_ => Any(random, depth - 1))],
    };

    private static bool Interpret(RiskGroup group)
    {
        var answers = group.Conditions.Select(x => x.Is is RiskOperator.Above ? 250 > x.Number : 250 < x.Number).Concat(group.Groups.Select(Interpret));
        return group.Match is RiskMatch.All ? answers.All(x => x) : answers.Any(x => x);
    }
}
