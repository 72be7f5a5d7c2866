using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Tests.Configuration;

public sealed class ConfigurationDiffTests
{
    private static readonly ConfigurationDocument Example = ConfigurationReader.Read(ContractExample.Json, null).Document;

    [Fact]
    public void A_changed_duration_is_told_in_words_of_both_languages()
    {
        var after = Example with { Timeouts = [Example.Timeouts[0] with { ByCategory = new Dictionary<string, TimeSpan> { ["cold-chain"] = TimeSpan.FromMinutes(45) } }] };

        var change = ConfigurationDiff.Compare(Example, after).Single();

        change.Path.ShouldBe("/timeouts/payment/byCategory/cold-chain");
        (change.Words.En, change.Words.Zh).ShouldBe(("payment · Cold chain: 30 min → 45 min", "payment · 冷链：30 分钟 → 45 分钟"));
        (change.Before!.ToString(), change.After!.ToString()).ShouldBe(("PT30M", "PT45M"));
    }

    [Fact]
    public void Order_of_entries_and_way_of_writing_are_no_differences()
    {
        var one = ConfigurationReader.Read("""{ "categories": [ { "code": "a" }, { "code": "b" } ], "statuses": [ { "code": 42, "name": "HELD", "next": [90, 50] } ], "alerts": { "acknowledgeFor": "PT60M" } }""", null).Document;
        var other = ConfigurationReader.Read("""{ "categories": [ { "code": "b" }, { "code": "a" } ], "statuses": [ { "code": 42, "name": "HELD", "next": [50, 90] } ], "alerts": { "acknowledgeFor": "PT1H" } }""", null).Document;

        ConfigurationDiff.Compare(one, other).ShouldBeEmpty();
    }

    [Fact]
    public void A_standard_status_that_is_given_differs_from_its_preset_only_where_it_says_so()
    {
        var change = ConfigurationDiff.Compare(Example with { Statuses = [] }, Example).Single();

        change.Path.ShouldBe("/statuses/10/next");
        change.AfterWords!.En.ShouldBe("20 Paid, 90 Cancelled");
    }

    [Fact]
    public void What_came_and_what_went_is_told_once_each()
    {
        var changes = ConfigurationDiff.Compare(Example, Example with { Sources = [new SourceDefinition { Code = "crm" }] });

        changes.Select(x => x.Words.En).ShouldBe(["Source wms removed", "Source crm added"], ignoreOrder: true);
        changes.Single(x => x.Before is null).Words.Zh.ShouldBe("新增来源系统“crm”");
    }

    [Theory]
    [InlineData("30", 1800)]
    [InlineData("30 min", 1800)]
    [InlineData("1 h 30 min", 5400)]
    [InlineData("1小时30分钟", 5400)]
    [InlineData("3 天", 259_200)]
    [InlineData("PT2S", 2)]
    [InlineData("1.5h", 5400)]
    public void Durations_are_read_as_people_type_them(string text, double seconds)
    {
        DurationWords.TryRead(text, out var read).ShouldBeTrue();
        read.TotalSeconds.ShouldBe(seconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5 min")]
    [InlineData("5 parsecs")]
    [InlineData("5 min x")]
    [InlineData("99999999999999 d")]
    public void What_is_no_duration_is_not_taken_for_one(string text) => DurationWords.TryRead(text, out _).ShouldBeFalse();
}
