using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Notifications;

public sealed class QuietAndSecretTests
{
    // 22:30 in Shanghai, on a Monday.
    private readonly TestClock _clock = new(new DateTimeOffset(2026, 3, 2, 14, 30, 0, TimeSpan.Zero));

    [Fact]
    public async Task In_quiet_hours_reminders_wait_what_is_grave_comes_through_and_the_rest_follows_as_one_message()
    {
        var robots = new Robots(_clock);
        await using var server = new ReceivingServer(robots.WeCom);
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(new NotificationSettings { QuietHours = new QuietHours() }, Messenger.WeCom(server), Messenger.WeCom(server, "always") with { Quiet = false });

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "wecom"), Messenger.Notice("SO-2", "wecom", 2), Messenger.Notice("SO-3", "wecom", 3),
            Messenger.Notice("SO-4", "wecom", 1, AlertSeverity.Critical), Messenger.Notice("SO-5", "always"));
        await app.SettleAsync();
        robots.Messages.Select(x => x.Text).ShouldAllBe(x => x.Contains("SO-3") || x.Contains("SO-4") || x.Contains("SO-5"));
        robots.Messages.Count.ShouldBe(3);

        _clock.MoveTo(new DateTimeOffset(2026, 3, 2, 22, 59, 59, TimeSpan.Zero));
        await app.SettleAsync();
        robots.Messages.Count.ShouldBe(3);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await app.SettleAsync();

        robots.Messages.Count.ShouldBe(4);
        robots.Messages[3].Text.ShouldContain("While it was quiet: 2 messages");
        robots.Messages[3].Text.IndexOf("SO-2", StringComparison.Ordinal).ShouldBeLessThan(robots.Messages[3].Text.IndexOf("SO-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_is_told_once_in_a_channel_whoever_tells_it_again()
    {
        var robots = new Robots(_clock);
        await using var server = new ReceivingServer(robots.WeCom);
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Messenger.WeCom(server));

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "wecom"), Messenger.Notice("SO-1", "wecom"));
        await app.SettleAsync();
        await app.TellAsync(tenant, Messenger.Notice("SO-1", "wecom"));
        await app.SettleAsync();

        robots.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_channel_that_is_off_is_not_told_its_fall_back_is_and_without_one_nothing_fails()
    {
        var robots = new Robots(_clock);
        await using var server = new ReceivingServer(robots.WeCom);
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Messenger.DingTalk(server) with { Enabled = false, Fallback = "wecom" }, Messenger.WeCom(server), Messenger.WeCom(server, "alone") with { Enabled = false });

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "ding") with { Channels = ["ding", "wecom"] }, Messenger.Notice("SO-2", "alone"));
        await app.SettleAsync();

        var told = (await app.DeliveriesAsync(tenant)).ShouldHaveSingleItem();
        (told.Channel, told.OrderNo, told.State).ShouldBe(("wecom", "SO-1", DeliveryState.Sent));
        robots.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_secret_is_stored_encrypted_opens_for_its_company_alone_and_is_told_to_nobody()
    {
        await using var server = new ReceivingServer(x => new ReceiverAnswer(400, $"unknown key {x.Query["key"]}"));
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Messenger.WeCom(server));
        var other = await app.FoundAsync("other", Shop.Document with { Channels = [Messenger.WeCom(server)] });
        // The other company copies the row into its own: it opens nothing there.
        var kept = await app.InAsync(tenant, db => db.Secrets.Where(x => x.Name == "robot-token").Select(x => x.Protected).SingleAsync());
        await app.InAsync(other, db =>
        {
            db.Secrets.Add(Domain.Integrations.Secret.Keep(other, "robot-token", kept, "thief", _clock.GetUtcNow()));
            return db.SaveChangesAsync();
        });

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "wecom"));
        await app.TellAsync(other, Messenger.Notice("SO-2", "wecom"));
        await app.SettleAsync();

        kept.ShouldNotContain(Robots.Token);
        server.Requests.Count.ShouldBe(1);
        (await app.DeliveriesAsync(tenant)).Single().Answer.ShouldBe("unknown key •••");
        (await app.DeliveriesAsync(other)).Single().Answer.ShouldBe("The secret for token is not set.");
        (await app.InAsync(tenant, db => db.AuditEntries.Where(x => x.SubjectKind == "secret").ToListAsync())).ShouldAllBe(x => x.Before == null && x.After == null);
        app.Caller = TestApp.Person(other, Role.TenantAdmin);
        (await app.RunAsync<SearchDeliveries, FoundDeliveries>(new(new DeliveryFilter()))).Required.Rows.ShouldAllBe(x => x.OrderNo == "SO-2");
        (await app.RunAsync<GetSecrets, IReadOnlyList<SecretRow>>(new())).Required.Single().UpdatedBy.ShouldBe("thief");
        app.Caller = TestApp.Person(tenant, Role.Operator);
        (await app.RunAsync<SetSecret, Done>(new SetSecret("robot-token", "x"))).Refusal!.Code.ShouldBe("forbidden");
    }

    [Fact]
    public async Task The_test_button_sends_what_stands_in_the_draft_and_shows_what_the_provider_said()
    {
        var robots = new Robots(_clock);
        await using var server = new ReceivingServer(robots.DingTalk);
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Messenger.DingTalk(server));
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);

        var tested = (await app.RunAsync<TestChannel, TestedChannel>(new TestChannel("ding"))).Required;

        (tested.Verdict, tested.Status).ShouldBe((SendVerdict.Sent, 200));
        robots.Messages.ShouldHaveSingleItem().Text.ShouldContain("测试");
        var logged = (await app.DeliveriesAsync(tenant)).Single();
        (logged.Event, logged.State).ShouldBe((NoticeKinds.Test, DeliveryState.Sent));
        (await app.RunAsync<RetryDelivery, Done>(new RetryDelivery(logged.Id))).Refusal.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_message_that_failed_is_sent_once_a_person_asks_for_it()
    {
        var broken = true;
        var robots = new Robots(_clock);
        await using var server = new ReceivingServer(x => broken ? new ReceiverAnswer(403, "no") : robots.WeCom(x));
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Messenger.WeCom(server));
        await app.TellAsync(tenant, Messenger.Notice("SO-1", "wecom"));
        await app.SettleAsync();
        var failed = (await app.DeliveriesAsync(tenant)).Single();
        failed.State.ShouldBe(DeliveryState.Failed);

        broken = false;
        app.Caller = TestApp.Person(tenant, Role.Operator);
        (await app.RunAsync<RetryDelivery, Done>(new RetryDelivery(failed.Id))).Refusal.ShouldBeNull();
        await app.SettleAsync();

        robots.Messages.Count.ShouldBe(1);
    }
}
