using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Notifications;
using OrderGuard.Web.Tests.Configuration;

namespace OrderGuard.Web.Tests.Notifications;

/// <summary>The pages of channels, templates and what went out.</summary>
public sealed class NotificationPagesTests : DraftContext
{
    private static readonly ConfigurationDocument Document = new()
    {
        Channels =
        [
            new ChannelDefinition { Code = "ding", Label = new LocalizedText("Order desk", "订单值班群"), Kind = ChannelKind.DingTalk, Secrets = new Dictionary<string, string> { ["token"] = "ding-token", ["sign"] = "ding-sign" } },
            new ChannelDefinition { Code = "mail", Kind = ChannelKind.Email, Host = "mail.shop.test", Sender = "orders@shop.test" },
        ],
    };

    private readonly IUseCase<GetChannels, ChannelStandings> _standings = Substitute.For<IUseCase<GetChannels, ChannelStandings>>();
    private readonly IUseCase<TestChannel, TestedChannel> _test = Substitute.For<IUseCase<TestChannel, TestedChannel>>();
    private readonly IUseCase<EnableChannel, Done> _enable = Substitute.For<IUseCase<EnableChannel, Done>>();
    private readonly IUseCase<GetSecrets, IReadOnlyList<SecretRow>> _secrets = Substitute.For<IUseCase<GetSecrets, IReadOnlyList<SecretRow>>>();
    private readonly IUseCase<PreviewTemplate, TemplatePreview> _preview = Substitute.For<IUseCase<PreviewTemplate, TemplatePreview>>();
    private readonly IUseCase<SearchDeliveries, FoundDeliveries> _search = Substitute.For<IUseCase<SearchDeliveries, FoundDeliveries>>();
    private readonly IUseCase<RetryDelivery, Done> _retry = Substitute.For<IUseCase<RetryDelivery, Done>>();
    private readonly ICallerSource _callers = Substitute.For<ICallerSource>();

    public NotificationPagesTests()
    {
        Holds(Document);
        _standings.RunAsync(default!).ReturnsForAnyArgs((Result<ChannelStandings>)new ChannelStandings([new ChannelStanding("ding", 12, 3, 1, null, null)], 0));
        _secrets.RunAsync(default!).ReturnsForAnyArgs((Result<IReadOnlyList<SecretRow>>)new List<SecretRow> { new("ding-token", Noon, "Lin") });
        _callers.GetAsync(default).ReturnsForAnyArgs(new Caller(new(Domain.Audit.ActorKind.Person, "u", "Lin", "")) { TenantId = TenantId.New(), Permissions = new HashSet<Permission> { Permission.HandleAlerts } });
        Services.AddSingleton(_standings).AddSingleton(_test).AddSingleton(_enable).AddSingleton(_secrets).AddSingleton(_preview).AddSingleton(_search).AddSingleton(_retry).AddSingleton(_callers);
        Services.AddSingleton(Substitute.For<IUseCase<SetSecret, Done>>()).AddSingleton(Substitute.For<IUseCase<DeleteSecret, Done>>()).AddScoped<ChannelSecrets>();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public void A_channel_says_how_it_stands_and_which_secret_it_lacks()
    {
        var page = Render<ChannelsPage>();

        var card = page.FindAll("details.cfg-entry")[0];
        card.TextContent.ShouldContain("12 sent, 3 waiting, 1 failed in 24 hours");
        card.TextContent.ShouldContain("Secret ding-sign is not stored: nothing leaves");
        card.TextContent.ShouldNotContain("Secret ding-token");
        page.FindAll("details.cfg-entry")[1].TextContent.ShouldNotContain("is not stored");
    }

    [Fact]
    public void The_test_button_shows_what_the_provider_said()
    {
        _test.RunAsync(default!).ReturnsForAnyArgs((Result<TestedChannel>)new TestedChannel(SendVerdict.Never, 200, """{"errcode":310000}"""));
        var page = Render<ChannelsPage>();

        page.FindAll("details.cfg-entry")[0].QuerySelectorAll("button").Single(x => x.TextContent.EndsWith("Send a test message", StringComparison.Ordinal)).Click();

        _test.Received(1).RunAsync(new TestChannel("ding"), Arg.Any<CancellationToken>());
        page.Find(".ntf-answer").TextContent.ShouldContain("310000");
    }

    [Fact]
    public void A_channel_is_added_by_its_kind_and_removed_again()
    {
        var page = Render<ChannelsPage>();

        page.Find("form.cfg-inline select").Change(nameof(ChannelKind.WeCom));
        page.Find("form.cfg-inline").Submit();

        Edited!.Channels.Select(x => x.Kind).ShouldBe([ChannelKind.DingTalk, ChannelKind.Email, ChannelKind.WeCom]);
    }

    [Fact]
    public void Without_channels_the_page_says_so_in_the_viewers_language()
    {
        InLanguage("zh-CN");
        Holds(new ConfigurationDocument());

        Render<ChannelsPage>().Find(".og-state-text").TextContent.ShouldContain("渠道");
    }

    [Fact]
    public void A_template_is_previewed_while_it_is_typed_and_kept_as_the_companys_own()
    {
        _preview.RunAsync(default!).ReturnsForAnyArgs(x => (Result<TemplatePreview>)new TemplatePreview("Order SO-1", x.Arg<PreviewTemplate>().Text, []));
        var page = Render<TemplatesPage>();

        page.Find("textarea").Input("Look at {orderNo}");
        page.Find(".ntf-bubble pre").TextContent.ShouldContain("Look at {orderNo}");
        Edited.ShouldBeNull();
        page.Find("textarea").Change("Look at {orderNo}");

        Edited!.Notifications.Templates.ShouldBe(new Dictionary<string, string> { ["reminder.dingTalk.en"] = "Look at {orderNo}" });
    }

    [Fact]
    public void What_is_wrong_with_a_template_is_told_with_its_place()
    {
        _preview.RunAsync(default!).ReturnsForAnyArgs((Result<TemplatePreview>)new TemplatePreview("", "", [new TemplateProblem(2, 7, "oder")]));

        var page = Render<TemplatesPage>();

        page.FindAll("[role=alert]").ShouldContain(x => x.TextContent.Contains("oder", StringComparison.Ordinal) && x.TextContent.Contains('7', StringComparison.Ordinal));
        page.FindAll(".ntf-bubble").ShouldBeEmpty();
    }

    [Fact]
    public void The_log_asks_for_what_stands_in_its_address_and_offers_to_try_a_failed_one_again()
    {
        var row = new DeliveryRow(DeliveryId.New(), "k", "ding", NoticeKinds.Reminder, AlertSeverity.Warning, 1, "SO-1", "Order SO-1 waits", Noon, Noon, false, DeliveryState.Failed, 1, null, Noon, 200, "errcode 310000", null, null);
        _search.RunAsync(default!).ReturnsForAnyArgs((Result<FoundDeliveries>)new FoundDeliveries([row], 1));
        Services.GetRequiredService<NavigationManager>().NavigateTo("/notifications?channel=ding&state=failed");

        var page = Render<DeliveriesPage>();
        _search.Received(1).RunAsync(new SearchDeliveries(new DeliveryFilter { Channel = "ding", State = DeliveryState.Failed }, 0, 50), Arg.Any<CancellationToken>());
        page.Markup.ShouldContain("Order SO-1 waits");
        var details = Render<DeliveryDetails>(x => x.Add(p => p.Row, row).Add(p => p.MayRetry, true));
        details.Find(".ntf-answer").TextContent.ShouldBe("errcode 310000");
        details.FindAll("button").Count(x => x.TextContent.Contains("replay", StringComparison.Ordinal)).ShouldBe(1);
        Render<DeliveryDetails>(x => x.Add(p => p.Row, row with { State = DeliveryState.Sent }).Add(p => p.MayRetry, true)).FindAll("button").Count(x => x.TextContent.Contains("replay", StringComparison.Ordinal)).ShouldBe(0);
    }
}
