using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.StatusSync;

public sealed class TargetOutageTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task A_dead_target_is_only_probed_raises_one_alert_and_closes_its_circuit_when_it_answers()
    {
        var up = false;
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(up ? 200 : 503));
        await using var app = await Receiver.StartAsync(_clock, server.Host);
        var tenant = await app.TellingAsync(Receiver.Target(server));
        await app.MoveAsync(tenant, Enumerable.Range(1, 100).Select(x => $"SO-{x}"), "10");
        await app.SettleAsync();
        var first = server.Requests.Count;
        first.ShouldBeInRange(TargetGate.OpensAfter, TargetGate.OpensAfter + 15);
        (await app.GateAsync(tenant)).IsOpen.ShouldBeTrue();

        for (var minute = 0; minute < 60; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await app.PumpAsync();
        }
        (server.Requests.Count - first).ShouldBeInRange(10, 25);
        (await app.PushesAsync(tenant)).ShouldAllBe(x => x.State == PushState.Waiting && x.Attempt <= 1);
        (await SyncAlertsAsync(app, tenant)).Single().State.ShouldBe(AlertState.Open);

        up = true;
        for (var i = 0; i < 15; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await app.SettleAsync();
        }
        (await app.PushesAsync(tenant)).ShouldAllBe(x => x.State == PushState.Delivered);
        (await app.GateAsync(tenant)).IsOpen.ShouldBeFalse();
        (await SyncAlertsAsync(app, tenant)).Single().State.ShouldBe(AlertState.Resolved);
    }

    [Fact]
    public async Task What_waited_for_a_dead_target_drains_in_order_at_its_rate_each_once()
    {
        const int orders = 250, perSecond = 100;
        var up = false;
        var seen = new ConcurrentQueue<(DateTimeOffset At, string Order, int Status)>();
        await using var server = new ReceivingServer(x =>
        {
            if (up) seen.Enqueue((_clock.GetUtcNow(), x.Told().Order, x.Told().Status));
            return new ReceiverAnswer(up ? 200 : 503);
        });
        await using var app = await Receiver.StartAsync(_clock, server.Host);
        var tenant = await app.TellingAsync(Receiver.Target(server) with { Rate = perSecond });
        var numbers = Enumerable.Range(1, orders).Select(x => $"SO-{x}").ToList();
        await app.MoveAsync(tenant, numbers, "10", "20");
        await app.SettleAsync();
        var wasted = server.Requests.Count;

        up = true;
        _clock.Advance(TimeSpan.FromMinutes(10));
        for (var i = 0; i < 200 && seen.Count < orders * 2; i++)
        {
            await app.PumpAsync();
            _clock.Advance(TimeSpan.FromMilliseconds(250));
        }
        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(15));
            await app.PumpAsync();
        }

        wasted.ShouldBeLessThan(20);
        seen.Count.ShouldBe(orders * 2);
        foreach (var order in seen.GroupBy(x => x.Order)) order.Select(x => x.Status).ShouldBe([10, 20]);
        seen.GroupBy(x => x.At.Ticks / TimeSpan.TicksPerSecond).Max(x => x.Count()).ShouldBeLessThanOrEqualTo(perSecond + (perSecond / 2));
    }

    [Fact]
    public async Task A_target_that_hangs_holds_up_no_other()
    {
        await using var hanging = new ReceivingServer(_ => new ReceiverAnswer(200, After: TimeSpan.FromSeconds(10)));
        await using var quick = new ReceivingServer(_ => new ReceiverAnswer(200));
        await using var app = await Receiver.StartAsync(_clock, hanging.Host, quick.Host);
        var tenant = await app.TellingAsync(Receiver.Target(hanging, "dead") with { TimeOut = TimeSpan.FromSeconds(5) }, Receiver.Target(quick, "quick"));
        await app.MoveAsync(tenant, "SO-1", "10");

        var pump = app.PumpAsync();
        for (var i = 0; i < 300 && quick.Requests.IsEmpty; i++) await Task.Delay(15);

        quick.Requests.ShouldHaveSingleItem();
        pump.IsCompleted.ShouldBeFalse();
        await pump;
    }

    [Fact]
    public async Task A_target_that_asks_for_peace_gets_it()
    {
        var answers = new ConcurrentQueue<ReceiverAnswer>([new ReceiverAnswer(429, RetryAfter: "120")]);
        await using var server = new ReceivingServer(_ => answers.TryDequeue(out var answer) ? answer : new ReceiverAnswer(200));
        await using var app = await Receiver.StartAsync(_clock, server.Host);
        var tenant = await app.TellingAsync(Receiver.Target(server));

        await app.MoveAsync(tenant, "SO-1", "10");
        await app.SettleAsync();
        await app.MoveAsync(tenant, "SO-2", "10");
        await app.SettleAsync();
        _clock.Advance(TimeSpan.FromSeconds(119));
        await app.SettleAsync();
        server.Requests.Count.ShouldBe(1);
        _clock.Advance(TimeSpan.FromSeconds(3));
        await app.SettleAsync();

        server.Requests.Count.ShouldBe(3);
        (await app.PushesAsync(tenant)).ShouldAllBe(x => x.State == PushState.Delivered && x.Attempt == 0);
    }

    private static Task<List<Alert>> SyncAlertsAsync(TestApp app, Domain.Tenancy.TenantId tenant) =>
        app.InAsync(tenant, db => db.Alerts.AsNoTracking().Where(x => x.Kind == AlertKind.Sync).ToListAsync());
}
