using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Web.Notifications;
using OrderGuard.Web.StatusSync;
using OrderGuard.Web.Tests.Configuration;

namespace OrderGuard.Web.Tests.StatusSync;

/// <summary>The settings of target systems and of the one truth, edited in the draft.</summary>
public sealed class SyncSettingsPageTests : DraftContext
{
    private readonly IUseCase<TestTarget, TestedTarget> _test = Substitute.For<IUseCase<TestTarget, TestedTarget>>();
    private readonly IUseCase<GetSecrets, IReadOnlyList<SecretRow>> _secrets = Substitute.For<IUseCase<GetSecrets, IReadOnlyList<SecretRow>>>();

    public SyncSettingsPageTests()
    {
        _secrets.RunAsync(default!).ReturnsForAnyArgs(new Result<IReadOnlyList<SecretRow>>([], null));
        var broker = Substitute.For<IUseCase<GetBroker, BrokerView>>();
        broker.RunAsync(default!).ReturnsForAnyArgs((Result<BrokerView>)new BrokerView(BrokerState.None, [], 0, null, null, null, [], 0));
        Services.AddSingleton(broker);
        Services.AddSingleton(_test).AddSingleton(Substitute.For<IUseCase<PreviewTarget, TargetPreview>>()).AddSingleton(_secrets)
            .AddSingleton(Substitute.For<IUseCase<SetSecret, Done>>()).AddSingleton(Substitute.For<IUseCase<DeleteSecret, Done>>()).AddScoped<ChannelSecrets>();
    }

    [Theory]
    [InlineData(TargetPreset.Rest)]
    [InlineData(TargetPreset.Webhook)]
    [InlineData(TargetPreset.Queue)]
    public void A_target_begins_from_a_preset_and_is_off(TargetPreset preset)
    {
        Holds(new ConfigurationDocument());
        var page = Render<TargetsPage>();

        page.Find("form.cfg-inline select").Change(preset.ToString());
        page.FindAll("form.cfg-inline").First(x => x.QuerySelector("select") is not null).Submit();

        var target = Edited!.Targets.ShouldHaveSingleItem();
        target.Enabled.ShouldBeFalse();
        target.Authentication.ShouldBe(TargetPresets.New(preset, "x").Authentication);
    }

    [Fact]
    public void A_target_is_reached_by_messages_and_says_what_that_lacks()
    {
        Holds(new ConfigurationDocument { Targets = [TargetPresets.New(TargetPreset.Form, "erp")] });
        var page = Render<TargetsPage>();

        page.FindAll("label.cfg-field").Single(x => x.TextContent.Contains("Reached by", StringComparison.Ordinal)).QuerySelector("select")!.Change(nameof(TargetTransport.Queue));
        var target = Edited!.Targets.ShouldHaveSingleItem();
        (target.RoutingKey, target.Authentication, target.Secrets.Count, target.BodyFormat).ShouldBe(("erp.{status}", TargetAuthentication.None, 0, GatewayBody.Json));
        ConfigurationRules.Check(Edited).ShouldBeEmpty();

        Holds(Edited);
        var again = Render<TargetsPage>();
        again.Markup.ShouldContain("No message broker is configured");
        again.FindAll("label.cfg-field").ShouldNotContain(x => x.TextContent.Contains("Method", StringComparison.Ordinal));
        again.FindAll("label.cfg-field").Single(x => x.TextContent.Contains("Routing key of rehearsals", StringComparison.Ordinal)).QuerySelector("input")!.Change("rehearsal.{status}");
        Edited.Targets.Single().HasTestEndpoint.ShouldBeTrue();
    }

    [Fact]
    public void A_test_endpoint_is_given_beside_the_address()
    {
        Holds(new ConfigurationDocument { Targets = [new TargetDefinition { Code = "erp", Address = "https://erp.example/status" }] });
        var page = Render<TargetsPage>();

        page.FindAll("label.cfg-field").Single(x => x.TextContent.Contains("Test endpoint", StringComparison.Ordinal)).QuerySelector("input")!.Change("https://test.erp.example/status");

        Edited!.Targets.Single().TestAddress.ShouldBe("https://test.erp.example/status");
    }

    [Fact]
    public void The_secrets_card_tells_what_the_targets_lack_and_warns_of_what_a_channel_uses()
    {
        _secrets.RunAsync(default!).ReturnsForAnyArgs(new Result<IReadOnlyList<SecretRow>>([new SecretRow("robot-token", Noon, "Lin")], null));
        Holds(new ConfigurationDocument
        {
            Targets = [TargetPresets.New(TargetPreset.Rest, "erp")],
            Channels = [new ChannelDefinition { Code = "ding", Kind = ChannelKind.DingTalk, Secrets = new Dictionary<string, string> { ["token"] = "robot-token", ["sign"] = "robot-sign" } }],
        });
        var page = Render<TargetsPage>();

        page.Markup.ShouldContain("To be set before what is off is switched on: erp-key<");
        page.Find("button[aria-label='Remove robot-token']").Click();

        page.Markup.ShouldContain("robot-token is in use");

        Holds(new ConfigurationDocument { Targets = [TargetPresets.New(TargetPreset.Rest, "erp") with { Enabled = true }] });
        Render<TargetsPage>().Markup.ShouldContain("Named here and not set yet: erp-key<");
    }

    [Fact]
    public void Whose_word_counts_is_chosen_and_sources_are_left_out_of_the_comparison()
    {
        Holds(new ConfigurationDocument { Sources = [new SourceDefinition { Code = "crm" }] });
        var page = Render<TruthPage>();

        page.Find("select").Change(TruthSettings.OwnBook);
        Edited!.Truth.Master.ShouldBe(TruthSettings.OwnBook);
        page.Find("tbody input[type=checkbox]").Change(false);

        Edited!.Truth.Except.ShouldBe(["crm"]);
    }
}
