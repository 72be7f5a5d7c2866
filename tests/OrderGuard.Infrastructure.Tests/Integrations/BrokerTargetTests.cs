using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Tests.StatusSync;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Integrations;

/// <summary>A target that is told by messages keeps to the same line and gate: in order, once, and nothing is lost while nobody takes it.</summary>
[Trait("Runs", "Once")]
public sealed class BrokerTargetTests
{
    [Fact]
    public async Task A_target_of_the_broker_is_told_in_order_once_a_queue_is_bound()
    {
        var broker = await RabbitMqServer.SharedAsync();
        await using var node = await BrokerNode.StartAsync(broker, "tell", inbound: false, outbound: false);
        var target = TargetPresets.New(TargetPreset.Queue, "erp") with { Enabled = true, RoutingKey = "erp.{status}", Rate = 100_000 };
        ConfigurationRules.Check(Shop.Document with { Targets = [target] }).ShouldBeEmpty();
        var tenant = await node.App.TellingAsync(target);
        await node.RunAsync();
        await BrokerNode.EventuallyAsync(() => Task.FromResult(node.App.Services.GetRequiredService<IBroker>().State.Connected), "the node is connected");
        await node.App.MoveAsync(tenant, "SO-1", "10");
        await node.App.SettleAsync();
        var waiting = (await node.App.PushesAsync(tenant)).Single();
        (waiting.State, waiting.Cause, waiting.Answer).ShouldBe((PushState.Waiting, PushCauses.Setup, "No queue is bound to tell.out.grocer for the routing key erp.10."));

        var (connection, channel) = await BrokerNode.ClientAsync(broker);
        await using var _ = connection;
        var queue = (await channel.QueueDeclareAsync("erp-told", durable: true, exclusive: false, autoDelete: false)).QueueName;
        await channel.QueueBindAsync(queue, "tell.out.grocer", "erp.*");
        await node.App.MoveAsync(tenant, "SO-1", "20");
        await node.App.InAsync(tenant, db => db.StatusPushes.Where(x => x.State == PushState.Waiting).ExecuteUpdateAsync(x => x.SetProperty(p => p.DueAt, DateTimeOffset.UnixEpoch)));
        await node.App.InAsync(tenant, db => db.WorkItems.ExecuteUpdateAsync(x => x.SetProperty(w => w.VisibleAt, DateTimeOffset.UnixEpoch)));
        await node.App.SettleAsync();

        (await node.App.PushesAsync(tenant)).ShouldAllBe(x => x.State == PushState.Delivered);
        var told = new List<(string Key, string Body, string? Id)>();
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } got) told.Add((got.RoutingKey, Encoding.UTF8.GetString(got.Body.Span), got.BasicProperties.MessageId));
        told.Select(x => x.Key).ShouldBe(["erp.10", "erp.20"]);
        told.ShouldAllBe(x => x.Body.Contains("\"orderNo\": \"SO-1\"", StringComparison.Ordinal));
        told.Select(x => x.Id).ShouldBe((await node.App.PushesAsync(tenant)).Select(x => x.Key));
    }

    [Fact]
    public async Task A_rehearsal_tells_a_target_of_the_broker_under_its_test_routing_key_alone()
    {
        var broker = await RabbitMqServer.SharedAsync();
        await using var node = await BrokerNode.StartAsync(broker, "rehearse", inbound: false, outbound: false);
        var target = TargetPresets.New(TargetPreset.Queue, "erp") with { Enabled = true, RoutingKey = "erp.{status}", TestRoutingKey = "try.{status}", Rate = 100_000 };
        var tenant = await node.App.FoundAsync();
        node.App.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        (await node.App.RunAsync<SaveDraft, DraftState>(new SaveDraft(Shop.Document, Shop.Document with { Targets = [target] }))).Required.Problems.ShouldBeEmpty();
        await node.RunAsync();
        await BrokerNode.EventuallyAsync(() => Task.FromResult(node.App.Services.GetRequiredService<IBroker>().State.Connected), "the node is connected");
        var (connection, channel) = await BrokerNode.ClientAsync(broker);
        await using var _ = connection;
        await channel.ExchangeDeclareAsync("rehearse.out.grocer", "topic", durable: true, autoDelete: false);
        var queue = (await channel.QueueDeclareAsync("erp-tried", durable: true, exclusive: false, autoDelete: false)).QueueName;
        await channel.QueueBindAsync(queue, "rehearse.out.grocer", "#");

        var id = (await node.App.RunAsync<StartRehearsal, RehearsalId>(new StartRehearsal("wms", new RehearsalPlan(RehearsalKind.Generated, 7, 60, 0.05, ["erp"]), new RehearsalExpectations { Latency = 10_000 }))).Required;
        var run = await node.App.RehearsedAsync(id);

        run.Report!.Findings.Single(x => x.Check is RehearsalCheck.Delivery).Verdict.ShouldBe(RehearsalVerdict.Passed);
        var told = new List<(string Key, string Body)>();
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } got) told.Add((got.RoutingKey, Encoding.UTF8.GetString(got.Body.Span)));
        told.Count.ShouldBe(run.Report.Targets.Single().Pushes);
        told.ShouldAllBe(x => x.Key.StartsWith("try.") && x.Body.Contains("\"test\": true"));
    }

    [Fact]
    public async Task Without_a_broker_a_push_waits_and_says_why()
    {
        var clock = new TestClock();
        await using var app = await TestApp.OnSqliteAsync(clock);
        var tenant = await app.TellingAsync(TargetPresets.New(TargetPreset.Queue, "erp") with { Enabled = true });
        await app.MoveAsync(tenant, "SO-1", "10", "20");

        for (var i = 0; i < 7; i++)
        {
            await app.SettleAsync(rounds: 1);
            clock.Advance(TimeSpan.FromMinutes(6));
        }

        var pushes = await app.PushesAsync(tenant);
        pushes.Select(x => x.State).ShouldBe([PushState.Waiting, PushState.Behind]);
        (pushes[0].Cause, pushes[0].Answer).ShouldBe((PushCauses.Setup, "No message broker is configured (RabbitMq:Uri)."));
        (await app.GateAsync(tenant)).IsOpen.ShouldBeTrue();
    }
}
