using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk.Rules;
using OrderGuard.Domain.Risk.Samples;

namespace OrderGuard.Domain.Tests.Risk.Rules;

/// <summary>Rules that are found in labelled orders, and what they are worth later.</summary>
public sealed class RuleInductionTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly InductionOptions Quick = new() { Trees = 10 };

    [Theory]
    [InlineData(0, 10, 0)]
    [InlineData(10, 10, 0.7225)]
    [InlineData(95, 100, 0.8882)]
    [InlineData(0, 0, 0)]
    public void The_lower_bound_is_Wilsons(int hits, int of, double lower) => Wilson.Lower(hits, of).ShouldBe(lower, 0.0005);

    [Fact]
    public void The_bound_lies_below_the_share_and_comes_nearer_with_more_tries()
    {
        for (var of = 1; of <= 60; of++)
            for (var hits = 0; hits <= of; hits++)
            {
                Wilson.Lower(hits, of).ShouldBeInRange(0, (double)hits / of + 1e-12);
                Wilson.Lower(hits * 10, of * 10).ShouldBeGreaterThanOrEqualTo(Wilson.Lower(hits, of) - 1e-12);
            }
    }

    [Fact]
    public void Patterns_that_were_put_in_are_found_by_few_conditions_that_hold_later_too()
    {
        var found = RuleInduction.Find(Orders(1_500), _ => false, Quick);

        found.EarlierOrders.ShouldBe(1_050);
        found.LaterOrders.ShouldBe(450);
        found.Rules.ShouldNotBeEmpty();
        found.Rules.ShouldAllBe(x => x.Conditions.Count <= InductionOptions.MostConditions && x.Earlier.Hits >= Quick.LeastHits && x.Earlier.PrecisionAtLeast >= Quick.LeastPrecision);
        var amount = found.Rules.First(x => x.Conditions.Any(c => c.Field == "amount"));
        amount.Conditions.Count.ShouldBeLessThanOrEqualTo(2);
        amount.Later.PrecisionAtLeast!.Value.ShouldBeGreaterThan(0.7);
        found.Rules.ShouldContain(x => x.Conditions.Any(c => c.Field == "channel" && c.Is == RiskOperator.OneOf && c.Texts.Single() == "ads") && x.Later.PrecisionAtLeast > 0.6);
    }

    [Fact]
    public void No_two_rules_of_a_common_field_find_nearly_the_same_orders()
    {
        var orders = Orders(1_500);
        var found = RuleInduction.Find(orders, _ => false, Quick);

        var earlier = orders.OrderBy(x => x.Subject.PlacedAt).Take(found.EarlierOrders).ToList();
        var covers = found.Rules.Select(x => new CompiledRule(new RiskRule { Code = "x", When = x.When })).Select(x => earlier.Where(o => x.Fits(o.Subject)).Select(o => o.Subject.OrderNo).ToHashSet()).ToList();
        for (var a = 0; a < covers.Count; a++)
            for (var b = 0; b < a; b++)
            {
                if (!found.Rules[a].Conditions.Any(x => found.Rules[b].Conditions.Any(y => y.Field == x.Field))) continue;
                ((double)covers[a].Intersect(covers[b]).Count() / covers[a].Union(covers[b]).Count()).ShouldBeLessThan(Quick.AlikeFrom);
            }
    }

    [Fact]
    public void The_same_orders_give_the_same_rules_in_whatever_order_they_come()
    {
        var orders = Orders(1_500);

        Words(RuleInduction.Find([.. orders.AsEnumerable().Reverse()], _ => false, Quick)).ShouldBe(Words(RuleInduction.Find(orders, _ => false, Quick)));
    }

    [Fact]
    public void What_came_later_changes_the_judgement_and_not_the_rules()
    {
        var orders = Orders(1_500);
        var split = orders[1_050].Subject.PlacedAt;
        var turned = orders.ConvertAll(x => x.Subject.PlacedAt >= split ? x with { Fraud = !x.Fraud } : x);

        var (before, after) = (RuleInduction.Find(orders, _ => false, Quick), RuleInduction.Find(turned, _ => false, Quick));

        Words(after).Order().ShouldBe(Words(before).Order());
        before.Rules[0].Later.PrecisionAtLeast!.Value.ShouldBeGreaterThan(0.5);
        after.Rules[0].Later.PrecisionAtLeast!.Value.ShouldBeLessThan(0.5);
    }

    [Fact]
    public void A_rule_adds_only_what_no_rule_that_exists_finds()
    {
        var orders = Orders(1_500);
        var existing = new CompiledRule(new RiskRule { Code = "known", When = new RiskGroup { Conditions = [new RiskCondition { Field = "amount", Is = RiskOperator.Above, Number = 900 }] } });

        var (without, with) = (RuleInduction.Find(orders, _ => false, Quick), RuleInduction.Find(orders, existing.Fits, Quick));

        without.Rules.First(x => x.Conditions.Any(c => c.Field == "amount" && c.Number > 800)).RecallAdded.ShouldBeGreaterThan(0.2);
        with.Rules.First(x => x.Conditions.Any(c => c.Field == "amount" && c.Number > 800)).RecallAdded.ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Where_nothing_can_be_told_no_rule_is_made_up()
    {
        var random = new Random(3);
        var noise = Orders(1_500).ConvertAll(x => x with { Fraud = random.Next(10) == 0 });

        RuleInduction.Find(noise, _ => false, Quick).Rules.ShouldBeEmpty();
    }

    private static List<string> Words(Induction found) => [.. found.Rules.Select(x => string.Join('&', x.Conditions.Select(c => $"{c.Field} {c.Is} {c.Number} {string.Join('|', c.Texts)}")))];

    /// <summary>Fraud is an amount above 900, or an advertised order without one; with a little noise.</summary>
    private static List<JudgedOrder> Orders(int count) => Cached.GetOrAdd(count, Make);

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, List<JudgedOrder>> Cached = new();

    private static List<JudgedOrder> Make(int count)
    {
        var random = new Random(11);
        var replay = new TagReplay(TimeZoneInfo.Utc, (kind, value) => $"{kind}:{value}");
        var orders = new List<JudgedOrder>(count);
        for (var i = 0; i < count; i++)
        {
            var (high, ads) = (random.Next(20) == 0, random.Next(5) == 0);
            decimal? amount = random.Next(4) == 0 ? null : high ? random.Next(901, 2_000) : random.Next(10, 900);
            var fraud = amount > 900 || ads && amount is null;
            if (random.Next(200) == 0) fraud = !fraud;
            var facts = new OrderFacts { Amount = amount, Channel = ads ? "ads" : random.Next(2) == 0 ? "direct" : "seo", Category = random.Next(2) == 0 ? "toys" : "books" };
            orders.Add(new JudgedOrder(replay.Next(OrderId.New(), $"SO-{i:00000}", Start.AddMinutes(i * 30), facts), fraud));
        }
        return orders;
    }
}
