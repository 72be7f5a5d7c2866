using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;
using RabbitMQ.Client;

namespace OrderGuard.Infrastructure.Tests.Integrations;

/// <summary>Against a real RabbitMQ: what comes in is taken once and acknowledged after the commit, what goes out comes in order, and neither is lost with the broker.</summary>
[Trait("Runs", "Once")]
public sealed class BrokerTests
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Messages_are_taken_once_and_what_cannot_be_taken_waits_with_its_reason_to_be_put_back_or_given_up()
    {
        var broker = await RabbitMqServer.SharedAsync();
        await using var node = await BrokerNode.StartAsync(broker, "in");
        var tenant = await node.App.FoundAsync();
        await node.RunAsync();
        await WaitForQueueAsync(broker, "in.in.grocer.shop");
        var (connection, channel) = await BrokerNode.ClientAsync(broker);
        await using var __ = connection;
        string[] messages =
        [
            $$"""{"events":[{{Event("a-1", "SO-1", "10")}},{{Event("a-2", "SO-2", "10")}}]}""",
            Event("a-3", "SO-1", "20"),
            Event("a-3", "SO-1", "20"),
            $$"""{"specversion":"1.0","id":"ce-1","source":"/shop","type":"moved","data":{"orderNo":"SO-3","status":"10","occurredAt":"{{Now:O}}"} }""",
            "{ no json",
            $$"""{"events":[{{Event("a-4", "SO-4", "10")}},{"id":"a-5","status":"10"}]}""",
        ];
        foreach (var message in messages) await channel.BasicPublishAsync("", "in.in.grocer.shop", true, new BasicProperties { Persistent = true, MessageId = "m" }, Encoding.UTF8.GetBytes(message));

        await BrokerNode.EventuallyAsync(async () => await node.App.InAsync(tenant, db => db.DeadLetters.CountAsync()) == 2, "both bad messages are listed");
        (await node.App.InAsync(tenant, db => db.Orders.OrderBy(x => x.OrderNo).Select(x => new { x.OrderNo, x.Status }).ToListAsync())).ConvertAll(x => (x.OrderNo, x.Status))
            .ShouldBe([("SO-1", 20), ("SO-2", 10), ("SO-3", 10), ("SO-4", 10)]);
        (await node.App.InAsync(tenant, db => db.OrderEvents.CountAsync(x => x.EventId == "ce-1" || x.EventId == "a-3"))).ShouldBe(2);
        await BrokerNode.EventuallyAsync(async () => await channel.MessageCountAsync("in.in.grocer.shop") == 0, "the queue is empty");

        node.App.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        var list = (await node.App.RunAsync<GetDeadLetters, DeadLetterList>(new GetDeadLetters(DeadLetterState.Waiting, 0, 50))).Required;
        list.Rows.Select(x => x.Reason).Order().ShouldBe([DeadLetterReasons.Invalid, DeadLetterReasons.Malformed]);
        list.Rows.Single(x => x.Reason == DeadLetterReasons.Invalid).Detail!.ShouldContain("/events/1/orderNo");
        (await node.App.RunAsync<ReplayDeadLetters, DecidedDeadLetters>(new ReplayDeadLetters([.. list.Rows.Select(x => x.Id)]))).Required.Done.ShouldBe(2);
        await BrokerNode.EventuallyAsync(async () => await node.App.InAsync(tenant, db => db.DeadLetters.CountAsync(x => x.Times == 2 && x.State == DeadLetterState.Waiting)) == 2, "both have come back");
        (await node.App.InAsync(tenant, db => db.Orders.CountAsync())).ShouldBe(4);

        (await node.App.RunAsync<DiscardDeadLetters, DecidedDeadLetters>(new DiscardDeadLetters([list.Rows[0].Id], "The shop's fault"))).Required.Done.ShouldBe(1);
        (await node.App.RunAsync<DiscardDeadLetters, DecidedDeadLetters>(new DiscardDeadLetters([list.Rows[0].Id], "again"))).Refusal.ShouldBe(DeadLetterRefusals.Decided);
        var other = await node.App.FoundAsync("other");
        node.App.Caller = TestApp.Person(other, Role.TenantAdmin);
        (await node.App.RunAsync<GetDeadLetters, DeadLetterList>(new GetDeadLetters(null, 0, 50))).Required.Rows.ShouldBeEmpty();
        (await node.App.RunAsync<ReplayDeadLetters, DecidedDeadLetters>(new ReplayDeadLetters([list.Rows[1].Id]))).Refusal.ShouldBe(DeadLetterRefusals.NotFound);
    }

    [Fact]
    public async Task What_the_store_refuses_while_it_takes_everything_else_is_put_aside_and_holds_up_nothing()
    {
        var broker = await RabbitMqServer.SharedAsync();
        await using var node = await BrokerNode.StartAsync(broker, "fussy", outbound: false, more: x => x.AddSingleton<IIntake, FussyIntake>());
        var tenant = await node.App.FoundAsync();
        await node.RunAsync();
        await WaitForQueueAsync(broker, "fussy.in.grocer.shop");
        var (connection, channel) = await BrokerNode.ClientAsync(broker);
        await using var __ = connection;
        foreach (var orderNo in new[] { "SO-1", FussyIntake.Refused, "SO-2" })
            await channel.BasicPublishAsync("", "fussy.in.grocer.shop", true, new BasicProperties { Persistent = true, MessageId = orderNo }, Encoding.UTF8.GetBytes(Event(orderNo, orderNo, "10")));

        await BrokerNode.EventuallyAsync(async () => await node.App.InAsync(tenant, db => db.DeadLetters.CountAsync()) == 1, "it is listed");
        await BrokerNode.EventuallyAsync(async () => await node.App.InAsync(tenant, db => db.Orders.CountAsync()) == 2, "its neighbours are taken");
        (await node.App.InAsync(tenant, db => db.DeadLetters.Select(x => new { x.Reason, x.MessageId }).SingleAsync())).ShouldBe(new { Reason = DeadLetterReasons.DeliveryLimit, MessageId = (string?)FussyIntake.Refused });
        await BrokerNode.EventuallyAsync(async () => await channel.MessageCountAsync("fussy.in.grocer.shop") == 0, "the queue is empty");
    }

    [Fact]
    public async Task Two_nodes_publish_each_event_once_in_order_and_show_what_nobody_takes()
    {
        var broker = await RabbitMqServer.SharedAsync();
        var database = await PostgreSqlServer.CreateDatabaseAsync();
        await using var one = await BrokerNode.StartAsync(broker, "out", database, inbound: false);
        var tenant = await one.App.FoundAsync();
        await using var two = await BrokerNode.StartAsync(broker, "out", database, inbound: false);
        var (connection, channel) = await BrokerNode.ClientAsync(broker);
        await using var __ = connection;
        await channel.ExchangeDeclareAsync("out.events.grocer", ExchangeType.Topic, durable: true);
        var queue = (await channel.QueueDeclareAsync("watcher", durable: true, exclusive: false, autoDelete: false)).QueueName;
        await channel.QueueBindAsync(queue, "out.events.grocer", "order.*");
        await Task.WhenAll(one.RunAsync(), two.RunAsync());

        // An alert too, which no queue takes.
        await SubmitAsync(one.App, Shop.Report(tenant, "shop", "x-1", "LATE", "10", Now.AddHours(-3)), Shop.Report(tenant, "shop", "x-2", "LATE", "20", Now));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(n => SubmitAsync(n % 2 == 0 ? one.App : two.App,
            [.. Enumerable.Range(0, 60).Select(i => Shop.Report(tenant, "shop", $"e-{n}-{i}", $"SO-{n}-{i}", "10", Now))])));
        const int orders = 602;
        await BrokerNode.EventuallyAsync(async () => await one.App.InAsync(tenant, db => db.OutboxPositions.AnyAsync(x => db.Ledgers.Any(l => l.OutboxSequence == x.Published))), "all is published");
        (await one.App.InAsync(tenant, db => db.OutboxEvents.GroupBy(x => x.Type).Select(x => $"{x.Key} {x.Count()}").ToListAsync()))
            .ShouldBe(["alert.raised 1", "alert.resolved 1", "order.created 601", "order.status-changed 1"], ignoreOrder: true);

        var told = new List<JsonElement>();
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } got)
        {
            got.BasicProperties.Persistent.ShouldBeTrue();
            got.BasicProperties.ContentType.ShouldBe("application/cloudevents+json");
            told.Add(JsonDocument.Parse(got.Body.ToArray()).RootElement);
        }
        var numbers = told.ConvertAll(x => long.Parse(x.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
        numbers.Count.ShouldBe(orders);
        numbers.ShouldBe(numbers.Order().Distinct());
        foreach (var one_ in told) EventSchemaTests.Violations(one_.GetProperty("type").GetString()!, one_.GetProperty("data")).ShouldBeEmpty();

        one.App.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        var view = (await one.App.RunAsync<GetBroker, BrokerView>(new GetBroker())).Required;
        view.Returned.Select(x => (x.Type, x.Count)).ShouldBe([("alert.raised", 1), ("alert.resolved", 1)]);
        view.Waiting.ShouldBe(0);
        await channel.QueueBindAsync(queue, "out.events.grocer", "alert.#");
        (await one.App.RunAsync<RepublishReturned, RepublishedEvents>(new RepublishReturned("alert.raised"))).Required.ShouldBe(new RepublishedEvents(1, 0));
        await BrokerNode.EventuallyAsync(async () => await channel.MessageCountAsync(queue) == 1, "the alert has come");
    }

    [Fact]
    public async Task Of_what_comes_in_a_broker_killed_in_the_middle_loses_nothing_and_nothing_is_applied_twice()
    {
        var broker = await RabbitMqServer.SharedAsync();
        await using var node = await BrokerNode.StartAsync(broker, "kill");
        var tenant = await node.App.FoundAsync();
        await node.RunAsync();
        await WaitForQueueAsync(broker, "kill.in.grocer.shop");
        var (connection, channel) = await BrokerNode.ClientAsync(broker);
        const int messages = 600;
        var unconfirmed = Enumerable.Range(0, messages).ToHashSet();

        await SendAsync(channel, unconfirmed, kill: broker.Kill);
        unconfirmed.Count.ShouldBeGreaterThan(0, "the broker was to die in the middle");
        await connection.DisposeAsync();
        (await node.App.Services.GetRequiredService<IIntake>().SubmitAsync([Shop.Report(tenant, "shop", "http-1", "MEANWHILE", "10", Now)], CancellationToken.None))[0].Outcome.ShouldBe(EventOutcome.Applied);
        await BrokerNode.EventuallyAsync(() => Task.FromResult(!node.App.Services.GetRequiredService<IBroker>().State.Connected), "the node notices");
        await broker.RestartAsync();
        // As any careful publisher: what was not confirmed is sent again, on a new connection, until it is.
        await BrokerNode.EventuallyAsync(async () =>
        {
            var (again, sending) = await BrokerNode.ClientAsync(broker);
            await using var _ = again;
            await SendAsync(sending, unconfirmed);
            return unconfirmed.Count == 0;
        }, "all is confirmed");

        await BrokerNode.EventuallyAsync(async () => await node.App.InAsync(tenant, db => db.Orders.CountAsync()) == messages + 1, "all orders are there");
        (await node.App.InAsync(tenant, db => db.OrderEvents.CountAsync())).ShouldBe(messages + 1);
        (await node.App.InAsync(tenant, db => db.DeadLetters.CountAsync())).ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_live_feed_tells_the_watchers_of_a_company_on_every_node_and_nobody_else(bool acrossNodes)
    {
        var broker = acrossNodes ? await RabbitMqServer.SharedAsync() : null;
        await using var one = broker is null ? null : await (await BrokerNode.StartAsync(broker, "live")).RunAsync();
        await using var two = broker is null ? null : await (await BrokerNode.StartAsync(broker, "live")).RunAsync();
        var here = one?.App.Services.GetRequiredService<ILiveFeed>() ?? new OrderGuard.Infrastructure.Common.LiveFeed();
        var there = two?.App.Services.GetRequiredService<ILiveFeed>() ?? here;
        if (here is OrderGuard.Infrastructure.Integrations.RabbitMqLiveFeed a && there is OrderGuard.Infrastructure.Integrations.RabbitMqLiveFeed b)
            await BrokerNode.EventuallyAsync(() => Task.FromResult(a.IsAcross && b.IsAcross), "the nodes hear each other");
        var (mine, theirs) = (TenantId.New(), TenantId.New());
        var heard = new System.Collections.Concurrent.ConcurrentQueue<LiveChange>();
        var others = 0;
        using var watch = there.Subscribe(mine, x =>
        {
            heard.Enqueue(x);
            return Task.CompletedTask;
        });
        using var other = there.Subscribe(theirs, _ => Task.FromResult(Interlocked.Increment(ref others)));

        for (var i = 0; i < 20; i++) here.Publish(new OrdersLiveChange(mine, [$"SO-{i}"], 1));
        here.Publish(new ConfigurationLiveChange(mine, 3));

        await BrokerNode.EventuallyAsync(() => Task.FromResult(heard.Count >= 21), "all is heard");
        await Task.Delay(100);
        heard.Count.ShouldBe(21);
        heard.OfType<OrdersLiveChange>().SelectMany(x => x.OrderNos).ShouldBe(Enumerable.Range(0, 20).Select(x => $"SO-{x}"));
        heard.Last().ShouldBe(new ConfigurationLiveChange(mine, 3));
        others.ShouldBe(0);
    }

    [Fact]
    public void The_waits_between_attempts_grow_to_ten_seconds()
    {
        var waits = Enumerable.Range(1, 12).Select(x => OrderGuard.Infrastructure.Integrations.RabbitMqConnection.DelayAfter(x, 0.5)).ToList();

        waits[0].ShouldBe(TimeSpan.FromSeconds(0.5));
        waits.ShouldBe(waits.Order());
        waits[^1].ShouldBe(TimeSpan.FromSeconds(10));
    }

    /// <summary>What was confirmed is noted, whatever became of its neighbours; it ends with the first handful that is not confirmed whole.</summary>
    private static async Task SendAsync(IChannel channel, HashSet<int> unconfirmed, Action? kill = null)
    {
        foreach (var some in unconfirmed.Order().ToList().Chunk(50))
        {
            var sent = some.Select(n => (n, Task: channel.BasicPublishAsync("", "kill.in.grocer.shop", true, new BasicProperties { Persistent = true, MessageId = $"{n}" }, Encoding.UTF8.GetBytes(Event($"k-{n}", $"SO-{n}", "10"))).AsTask())).ToList();
            if (some[0] >= 300) kill?.Invoke();
            await Task.WhenAny(Task.WhenAll(sent.Select(x => x.Task)), Task.Delay(TimeSpan.FromSeconds(kill is null ? 20 : 5)));
            unconfirmed.ExceptWith(sent.Where(x => x.Task.IsCompletedSuccessfully).Select(x => x.n));
            if (unconfirmed.Overlaps(some)) return;
        }
    }

    private static string Event(string id, string orderNo, string status) => $$"""{"id":"{{id}}","orderNo":"{{orderNo}}","status":"{{status}}","occurredAt":"{{Now:O}}"}""";

    private static Task SubmitAsync(TestApp app, params IncomingReport[] reports) => app.Services.GetRequiredService<IIntake>().SubmitAsync(reports, CancellationToken.None);

    private static async Task WaitForQueueAsync(RabbitMqServer broker, string queue)
    {
        await BrokerNode.EventuallyAsync(async () =>
        {
            var (connection, channel) = await BrokerNode.ClientAsync(broker);
            await using var _ = connection;
            return (await channel.QueueDeclarePassiveAsync(queue)).ConsumerCount > 0;
        }, $"{queue} is read");
    }

    /// <summary>Takes all but one.</summary>
    private sealed class FussyIntake(OrderGuard.Infrastructure.Intake.IntakeWriter writer) : IIntake
    {
        public const string Refused = "REFUSED";

        public Task<IReadOnlyList<EventResult>> SubmitAsync(IReadOnlyList<IncomingReport> reports, CancellationToken ct) =>
            reports.Any(x => x.Event.OrderNo == Refused) ? throw new DbUpdateException("It does not fit.") : writer.SubmitAsync(reports, ct);
    }
}
