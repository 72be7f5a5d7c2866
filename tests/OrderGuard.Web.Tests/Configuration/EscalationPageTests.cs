using Bunit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Configuration;

namespace OrderGuard.Web.Tests.Configuration;

public sealed class EscalationPageTests : DraftContext
{
    private static readonly ConfigurationDocument Document = new()
    {
        Channels =
        [
            new ChannelDefinition { Code = "ding", Label = new LocalizedText("Order desk", "订单值班群"), Kind = ChannelKind.DingTalk },
            new ChannelDefinition { Code = "mail", Kind = ChannelKind.Email },
        ],
        Escalations = [new EscalationPolicy { Code = "night", Levels = [new EscalationLevel(), new EscalationLevel { After = TimeSpan.FromMinutes(10), Does = EscalationDeed.HandOver, Channels = ["ding", "gone"] }] }],
    };

    public EscalationPageTests() => Holds(Document);

    [Fact]
    public void A_levels_channels_are_chosen_from_those_there_are()
    {
        var page = Render<EscalationPage>();
        page.FindAll(".cfg-multi-text").Select(x => x.TextContent).ShouldBe(["all channels", "Order desk, gone"]);

        page.FindAll(".cfg-multi")[0].QuerySelectorAll("input")[1].Change(true);

        Edited!.Escalations[0].Levels[0].Channels.ShouldBe(["mail"]);
    }

    [Fact]
    public void A_channel_that_there_is_not_is_told_at_its_level_and_can_be_taken_out()
    {
        var page = Render<EscalationPage>();
        page.FindAll(".cfg-channels .cfg-problem").ShouldHaveSingleItem().TextContent.ShouldBe("There is no channel gone.");

        page.FindAll(".cfg-multi")[1].QuerySelectorAll("input")[^1].Change(false);

        Edited!.Escalations[0].Levels[1].Channels.ShouldBe(["ding"]);
        page.FindAll(".cfg-channels .cfg-problem").ShouldBeEmpty();
    }

    [Fact]
    public void A_zero_as_waiting_time_means_at_once()
    {
        var page = Render<EscalationPage>();

        page.FindAll(".cfg-labels .cfg-duration")[1].Change("0");

        Edited!.Escalations[0].Levels[1].After.ShouldBe(TimeSpan.Zero);
        page.FindAll(".cfg-labels .cfg-duration")[1].GetAttribute("aria-invalid").ShouldBeNull();
    }

    [Fact]
    public void A_level_is_added_behind_the_others_and_the_preset_is_offered_beside()
    {
        var page = Render<EscalationPage>();
        page.Markup.ShouldContain("Standard: three levels");

        page.FindAll("button").Single(x => x.TextContent.EndsWith("Add a level", StringComparison.Ordinal)).Click();

        Edited!.Escalations[0].Levels.Count.ShouldBe(3);
    }
}
