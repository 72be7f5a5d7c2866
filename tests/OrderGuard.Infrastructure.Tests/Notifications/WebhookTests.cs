using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Notifications;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Notifications;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Notifications;

public sealed class WebhookTests
{
    private static readonly string KeyA = "whsec_" + Convert.ToBase64String(Encoding.ASCII.GetBytes("plainly-invented-key-number-one!"));
    private static readonly string KeyB = "whsec_" + Convert.ToBase64String(Encoding.ASCII.GetBytes("plainly-invented-key-number-two!"));
    private readonly TestClock _clock = new();

    [Fact]
    public void The_signature_is_that_of_the_specifications_example() =>
        WebhookSender.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}""", Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public async Task While_keys_rotate_a_message_is_signed_with_each()
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(204));
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Messenger.Webhook(server, "hook", ("sign", "key-a"), ("sign-next", "key-b")));
        await app.KeepAsync(tenant, "key-a", KeyA);
        await app.KeepAsync(tenant, "key-b", KeyB);

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "hook", 2));
        await app.SettleAsync();

        var request = server.Requests.ShouldHaveSingleItem();
        var (id, timestamp) = (request.Headers["webhook-id"], request.Headers["webhook-timestamp"]);
        timestamp.ShouldBe($"{_clock.GetUtcNow().ToUnixTimeSeconds()}");
        request.Headers["webhook-signature"].Split(' ').ShouldBe(new[] { KeyA, KeyB }.Select(x => WebhookSender.Sign(id, timestamp, request.Text, Convert.FromBase64String(x[6..]))));
        using var body = JsonDocument.Parse(request.Body);
        body.RootElement.GetProperty("type").GetString().ShouldBe("notice.reminder");
        body.RootElement.GetProperty("data").GetProperty("orderNo").GetString().ShouldBe("SO-1");
    }

    [Fact]
    public async Task A_receiver_that_fails_is_tried_again_by_the_specifications_schedule_under_the_same_id()
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(500, "not now"));
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Messenger.Webhook(server, "hook", ("sign", "key-a")));
        await app.KeepAsync(tenant, "key-a", KeyA);

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "hook"));
        await app.SettleAsync();
        foreach (var wait in new[] { 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400 })
        {
            var before = server.Requests.Count;
            _clock.Advance(TimeSpan.FromSeconds(wait - 1));
            await app.SettleAsync();
            server.Requests.Count.ShouldBe(before);
            _clock.Advance(TimeSpan.FromSeconds(1));
            await app.SettleAsync();
            server.Requests.Count.ShouldBe(before + 1);
        }

        server.Requests.Select(x => x.Headers["webhook-id"]).Distinct().Count().ShouldBe(1);
        var delivery = (await app.DeliveriesAsync(tenant)).Single();
        (delivery.State, delivery.Attempt, delivery.AnswerStatus, delivery.Answer).ShouldBe((DeliveryState.Failed, 10, 500, "not now"));
    }

    [Fact]
    public async Task A_receiver_that_is_gone_switches_the_channel_off_and_that_is_said()
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(410));
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Messenger.Webhook(server, "hook", ("sign", "key-a")));
        await app.KeepAsync(tenant, "key-a", KeyA);

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "hook"));
        await app.SettleAsync();
        await app.TellAsync(tenant, Messenger.Notice("SO-2", "hook"));
        await app.SettleAsync();

        server.Requests.Count.ShouldBe(1);
        (await app.DeliveriesAsync(tenant)).ShouldAllBe(x => x.State == DeliveryState.Failed);
        (await app.InAsync(tenant, db => db.Alerts.SingleAsync())).Title.En.ShouldContain("hook");
        (await app.InAsync(tenant, db => db.AuditEntries.CountAsync(x => x.Action == "channel.disabled"))).ShouldBe(1);

        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        (await app.RunAsync<EnableChannel, Done>(new EnableChannel("hook"))).Refusal.ShouldBeNull();
        await app.TellAsync(tenant, Messenger.Notice("SO-3", "hook"));
        await app.SettleAsync();
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_private_address_is_not_called()
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(200));
        await using var app = await Messenger.StartAsync(_clock);
        var tenant = await app.FoundWithAsync(null, Messenger.Webhook(server, "hook", ("sign", "key-a")) with { Address = $"https://localhost:{server.Port}/hook" });
        await app.KeepAsync(tenant, "key-a", KeyA);

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "hook"));
        await app.SettleAsync();

        server.Requests.ShouldBeEmpty();
        (await app.DeliveriesAsync(tenant)).Single().Answer!.ShouldContain("not in the public internet");
    }
}
