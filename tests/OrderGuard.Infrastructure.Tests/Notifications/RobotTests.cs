using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;
using OrderGuard.Infrastructure.Integrations;
using OrderGuard.Infrastructure.Notifications;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Notifications;

public sealed class RobotTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public void DingTalks_signature_is_that_of_another_implementation() =>
        DingTalkSender.Sign(1772452800000, "SEC000invented").ShouldBe("hO7vB3nmybg+yBex/0BqvB1IOKA4hU9e3ZjQEZ5irXo=");

    [Fact]
    public async Task DingTalk_takes_a_signed_message_and_mentions_by_mobile()
    {
        var robots = new Robots(_clock);
        await using var server = new ReceivingServer(robots.DingTalk);
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Messenger.DingTalk(server));
        var person = await app.EmployAsync(tenant, "robin@example.test", "+8613800000000");

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "ding", people: person));
        await app.SettleAsync();

        var message = robots.Messages.ShouldHaveSingleItem();
        message.Text.ShouldContain("订单 SO-1 待付款超时");
        message.Text.ShouldContain("https://portal.example/orders/SO-1");
        message.Text.ShouldContain("@13800000000");
        var delivery = (await app.DeliveriesAsync(tenant)).ShouldHaveSingleItem();
        (delivery.State, delivery.AnswerStatus, delivery.Attempt).ShouldBe((DeliveryState.Sent, 200, 1));
        delivery.Answer!.ShouldContain("\"errcode\":0");
    }

    [Fact]
    public async Task A_card_carries_a_button_into_the_portal()
    {
        var robots = new Robots(_clock);
        await using var server = new ReceivingServer(robots.DingTalk);
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Messenger.DingTalk(server) with { Style = ChannelStyle.ActionCard });

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "ding"));
        await app.SettleAsync();

        robots.Messages.ShouldHaveSingleItem().Type.ShouldBe("actionCard");
        using var body = JsonDocument.Parse(server.Requests.Single().Body);
        body.RootElement.GetProperty("actionCard").GetProperty("singleURL").GetString().ShouldBe("https://portal.example/orders/SO-1");
    }

    [Fact]
    public async Task A_wrong_signature_is_final_and_the_fall_back_takes_over()
    {
        var robots = new Robots(_clock);
        await using var server = new ReceivingServer(x => x.Path == "/robot/send" ? robots.DingTalk(x) : robots.WeCom(x));
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Messenger.DingTalk(server) with { Fallback = "wecom" }, Messenger.WeCom(server));
        await app.KeepAsync(tenant, "robot-sign", "SECanother");

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "ding"));
        await app.SettleAsync();

        var deliveries = await app.DeliveriesAsync(tenant);
        var failed = deliveries.Single(x => x.Channel == "ding");
        (failed.State, failed.FellBackTo).ShouldBe((DeliveryState.Failed, "wecom"));
        failed.Answer!.ShouldContain("310000");
        var other = deliveries.Single(x => x.Channel == "wecom");
        (other.State, other.FellBackFrom).ShouldBe((DeliveryState.Sent, "ding"));
        robots.Messages.ShouldHaveSingleItem().Text.ShouldContain("SO-1");
    }

    [Fact]
    public async Task Shut_out_by_DingTalk_it_rests_ten_minutes_and_loses_nothing()
    {
        var robots = new Robots(_clock);
        await using var server = new ReceivingServer(robots.DingTalk);
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Messenger.DingTalk(server));
        // Another program uses the same robot, and has used the minute up.
        var sign = Uri.EscapeDataString(DingTalkSender.Sign(_clock.GetUtcNow().ToUnixTimeMilliseconds(), Robots.Sign));
        using var stranger = new HttpClient();
        for (var i = 0; i < 20; i++)
        {
            using var content = new StringContent("""{"msgtype":"markdown","markdown":{"title":"x","text":"x"},"at":{"atMobiles":[]}}""", Encoding.UTF8, "application/json");
            using var _ = await stranger.PostAsync(server.Address($"/robot/send?access_token={Robots.Token}&timestamp={_clock.GetUtcNow().ToUnixTimeMilliseconds()}&sign={sign}"), content);
        }

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "ding"));
        await app.SettleAsync();
        robots.TooFast.ShouldBe(1);
        _clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        await app.SettleAsync();
        robots.TooFast.ShouldBe(1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await app.SettleAsync();

        robots.Messages.Count(x => x.Text.Contains("SO-1", StringComparison.Ordinal)).ShouldBe(1);
        (await app.DeliveriesAsync(tenant)).Single().State.ShouldBe(DeliveryState.Sent);
    }

    [Fact]
    public async Task Two_nodes_on_one_database_share_a_robots_minute()
    {
        var robots = new Robots(_clock);
        await using var server = new ReceivingServer(robots.DingTalk);
        var database = await PostgreSqlServer.CreateDatabaseAsync();
        Task<TestApp> NodeAsync() => TestApp.OnPostgreSqlAsync(database, _clock, x => x.Configure<OutgoingOptions>(o => o.AllowedHosts.Add(server.Host)));
        await using var here = await NodeAsync();
        await using var there = await NodeAsync();
        var tenant = await here.FoundWithAsync(null, Messenger.DingTalk(server));
        foreach (var (node, name) in new[] { (here, "HERE"), (there, "THERE") })
            await node.TellAsync(tenant, [.. Enumerable.Range(1, 40).Select(x => Messenger.Notice($"{name}-{x:00}", "ding", level: 3, severity: AlertSeverity.Critical))]);

        // The two take turns as they like: a round in which one lost every race brings its messages no further.
        const int most = 60;
        for (var i = 0; i < most && (i < 18 || (await here.DeliveriesAsync(tenant)).Any(x => x.State != DeliveryState.Sent)); i++)
        {
            await Task.WhenAll(here.SettleAsync(), there.SettleAsync());
            _clock.Advance(TimeSpan.FromSeconds(20));
        }

        robots.TooFast.ShouldBe(0);
        foreach (var message in robots.Messages) robots.Messages.Count(x => x.At >= message.At && x.At < message.At.AddMinutes(1)).ShouldBeLessThanOrEqualTo(ChannelGate.PerMinute);
        var deliveries = await here.DeliveriesAsync(tenant);
        deliveries.Count.ShouldBe(80);
        deliveries.Where(x => x.State != DeliveryState.Sent).Select(x => $"{x.OrderNo} {x.State}: {x.Answer}").ShouldBeEmpty();
        foreach (var delivery in deliveries) robots.Messages.Count(x => x.Text.Contains(delivery.OrderNo!, StringComparison.Ordinal)).ShouldBe(1, delivery.OrderNo);
    }

    [Fact]
    public async Task WeComs_limit_of_the_minute_is_waited_for()
    {
        var answers = new Queue<int>([45009, 0]);
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(200, $$"""{"errcode":{{answers.Dequeue()}}}"""));
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Messenger.WeCom(server));

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "wecom"));
        await app.SettleAsync();
        (await app.DeliveriesAsync(tenant)).Single().State.ShouldBe(DeliveryState.Waiting);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await app.SettleAsync();

        var delivery = (await app.DeliveriesAsync(tenant)).Single();
        (delivery.State, delivery.Attempt).ShouldBe((DeliveryState.Sent, 1));
    }

    [Fact]
    public async Task WeCom_mentions_by_user_id_in_markdown_and_by_mobile_in_text_and_never_says_too_much()
    {
        var robots = new Robots(_clock);
        await using var server = new ReceivingServer(robots.WeCom);
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var markdown = Messenger.WeCom(server) with { UserIds = new Dictionary<string, string> { ["ROBIN@example.test"] = "robin.w" } };
        var tenant = await app.FoundWithAsync(null, markdown, Messenger.WeCom(server, "plain") with { Style = ChannelStyle.Text });
        var person = await app.EmployAsync(tenant, "robin@example.test", "13800000000");
        var lengthy = Messenger.Notice("SO-1", "wecom", people: person);
        lengthy = lengthy with { Channels = ["wecom", "plain"], Values = lengthy.Values with { Response = new(new string('长', 3_000), new string('长', 3_000)) } };

        await app.TellAsync(tenant, lengthy);
        await app.SettleAsync();

        robots.Messages.Count.ShouldBe(2);
        robots.Messages.Single(x => x.Type == "markdown").Text.ShouldEndWith("<@robin.w>");
        using var body = JsonDocument.Parse(server.Requests.Single(x => x.Text.Contains("\"text\"", StringComparison.Ordinal)).Body);
        body.RootElement.GetProperty("text").GetProperty("mentioned_mobile_list")[0].GetString().ShouldBe("13800000000");
    }

    [Fact]
    public async Task What_comes_from_other_systems_can_neither_link_nor_mention()
    {
        var robots = new Robots(_clock);
        await using var server = new ReceivingServer(robots.WeCom);
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Messenger.WeCom(server));

        var evil = Messenger.Notice("SO-1", "wecom");
        await app.TellAsync(tenant, evil with { Values = evil.Values with { Warehouse = "[free](https://evil.example)<@all>\n# big" } });
        await app.SettleAsync();

        var text = robots.Messages.Single().Text;
        text.ShouldNotContain("](https://evil");
        text.ShouldNotContain("<@all>");
        text.ShouldNotContain("\n# big");
    }

    [Fact]
    [Trait("Runs", "Once")]
    public async Task Five_hundred_alerts_in_a_minute_arrive_in_eighteen_messages_a_minute_at_most_and_level_3_is_never_behind_a_reminder()
    {
        var robots = new Robots(_clock);
        await using var server = new ReceivingServer(robots.WeCom);
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Messenger.WeCom(server));
        var began = _clock.GetUtcNow();
        var urgentAt = new Dictionary<string, DateTimeOffset>();

        for (var second = 0; second < 60; second++)
        {
            var count = second < 20 ? 9 : 8;
            var notices = Enumerable.Range(0, count).Select(i => Messenger.Notice($"SO-{second:00}{i}-", "wecom", i == 7 && second % 10 == 5 ? 3 : 1)).ToArray();
            foreach (var notice in notices.Where(x => x.Level == 3)) urgentAt[notice.Key] = _clock.GetUtcNow();
            await app.TellAsync(tenant, notices);
            await app.PumpAsync();
            await app.PumpAsync();
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
        for (var i = 0; i < 90 && (await app.DeliveriesAsync(tenant)).Exists(x => x.State is not DeliveryState.Sent); i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            await app.PumpAsync();
        }

        var deliveries = await app.DeliveriesAsync(tenant);
        deliveries.Count.ShouldBe(500);
        deliveries.ShouldAllBe(x => x.State == DeliveryState.Sent);
        deliveries.Where(x => robots.Messages.Count(m => m.Text.Contains(x.Key, StringComparison.Ordinal)) != 1).Select(x => x.Key).ShouldBeEmpty();
        robots.MostInAMinute.ShouldBeInRange(1, ChannelGate.PerMinute);
        robots.TooFast.ShouldBe(0);
        urgentAt.Count.ShouldBe(6);
        foreach (var (key, at) in urgentAt)
        {
            var own = robots.Messages.FindIndex(m => m.Text.Contains(key, StringComparison.Ordinal));
            var before = robots.Messages.Take(own).ToList();
            before.Count(m => m.At > at).ShouldBe(0, $"{key} waited behind others");
            // At the very moment one message may have been on its way, with what had been told before.
            before.Where(m => m.At == at).Count().ShouldBeLessThanOrEqualTo(1, $"{key} waited behind others");
        }
    }

    [Fact]
    public async Task Two_nodes_share_the_tokens_of_a_robot()
    {
        var robots = new Robots(_clock);
        await using var server = new ReceivingServer(robots.WeCom);
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Messenger.WeCom(server));
        var second = app.SecondPump();

        for (var i = 0; i < 30; i++)
        {
            await app.TellAsync(tenant, Messenger.Notice($"SO-{i:00}-", "wecom", 3, AlertSeverity.Critical));
            await Task.WhenAll(app.PumpAsync(), PumpAsync(second));
            await Task.WhenAll(app.PumpAsync(), PumpAsync(second));
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        robots.Messages.Count.ShouldBe(ChannelGate.PerMinute);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await app.SettleAsync();
        (await app.DeliveriesAsync(tenant)).ShouldAllBe(x => x.State == DeliveryState.Sent && x.Attempt == 1);
        robots.TooFast.ShouldBe(0);
    }

    private static async Task PumpAsync(Infrastructure.Common.WorkPump pump)
    {
        await pump.SweepAsync(default);
        await pump.RestAsync();
    }
}
