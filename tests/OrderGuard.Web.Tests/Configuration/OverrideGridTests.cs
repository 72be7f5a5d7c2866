using Bunit;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Configuration;

namespace OrderGuard.Web.Tests.Configuration;

public sealed class OverrideGridTests : DraftContext
{
    [Fact]
    public void A_new_row_is_found_fault_with_only_after_it_was_touched()
    {
        Holds(new ConfigurationDocument { Timeouts = [new TimeoutRule { Code = "packing", From = 30, Until = 40, Within = TimeSpan.FromHours(4) }] });
        var page = Render<TimeoutsPage>();
        page.Find(".cfg-rule").Click();
        page.FindAll(".cfg-overrides button")[^1].Click();
        Edited!.Timeouts[0].Overrides.Count.ShouldBe(1);
        page.FindAll(".cfg-overrides .cfg-problem").ShouldBeEmpty();

        page.Find(".cfg-overrides input[aria-label='Warehouse']").Change(" ");

        page.FindAll(".cfg-overrides .cfg-problem").ShouldHaveSingleItem().TextContent.ShouldBe("Name at least one condition.");
        page.Find(".cfg-overrides input[aria-label='Warehouse']").Change("HZ-1");
        page.FindAll(".cfg-overrides .cfg-problem").ShouldBeEmpty();
    }
}
