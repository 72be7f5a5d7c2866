using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Intake;

namespace OrderGuard.Web.Tests.Intake;

public sealed class ProfileEditsTests
{
    private static readonly ImportProfile Profile = new()
    {
        Code = "p", Source = "shop", OrderNo = "no", StatusColumn = "state", Stages = new Dictionary<string, int> { ["bought"] = 10 },
        Fields = new Dictionary<string, string> { ["amount"] = "total" }, FinalStatuses = new Dictionary<string, int> { ["gone"] = 90 },
    };

    [Theory]
    [InlineData("no", "order-no")]
    [InlineData("state", "final")]
    [InlineData("bought", "stage:10")]
    [InlineData("total", "fact:amount")]
    [InlineData("else", "")]
    public void Each_column_has_one_meaning(string column, string meaning) => Profile.MeaningOf(column).ShouldBe(meaning);

    [Theory]
    [InlineData("stage:20")]
    [InlineData("fact:customer.id")]
    [InlineData("fact:attributes.total")]
    [InlineData("order-no")]
    [InlineData("final")]
    [InlineData("")]
    public void A_column_that_is_given_another_meaning_loses_the_one_it_had(string meaning)
    {
        var changed = Profile.WithMeaning("total", meaning);

        changed.MeaningOf("total").ShouldBe(meaning);
        changed.Fields.Keys.ShouldNotContain("amount");
    }

    [Fact]
    public void A_final_word_can_be_taken_away() => Profile.WithFinal("gone", null).FinalStatuses.ShouldBeEmpty();
}
