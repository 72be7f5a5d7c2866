using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Intake;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Intake;

public sealed class IntakeWriterTests
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Calls_that_come_together_are_each_answered_with_their_own_results_in_their_own_order()
    {
        await using var app = await TestApp.StartAsync();
        var (grocer, baker) = (await app.FoundAsync(), await app.FoundAsync("baker"));
        var intake = app.Services.GetRequiredService<IIntake>();

        var calls = Enumerable.Range(0, 60).Select(async n =>
        {
            var reports = Enumerable.Range(0, n % 7 + 1).Select(i => Report(n % 2 == 0 ? grocer : baker, $"{n}-{i}")).ToList();
            var results = await intake.SubmitAsync(reports, default);
            results.Select(x => x.Id).ShouldBe(reports.Select(x => x.Event.Id));
            results.ShouldAllBe(x => x.Outcome == EventOutcome.Applied);
            return reports.Count;
        });
        var sent = (await Task.WhenAll(calls)).Sum();

        var kept = await app.InAsync(grocer, db => db.OrderEvents.CountAsync()) + await app.InAsync(baker, db => db.OrderEvents.CountAsync());
        kept.ShouldBe(sent);
    }

    [Fact]
    public async Task A_batch_that_fails_is_told_to_its_callers_and_the_writer_goes_on()
    {
        await using var app = await TestApp.StartAsync();
        var grocer = await app.FoundAsync();
        var intake = app.Services.GetRequiredService<IIntake>();

        var broken = Report(grocer, "broken");
        broken = broken with { Event = broken.Event with { OrderNo = null! } };
        await Should.ThrowAsync<Exception>(() => intake.SubmitAsync([broken], default));

        (await intake.SubmitAsync([Report(grocer, "e1")], default)).Single().Outcome.ShouldBe(EventOutcome.Applied);
    }

    [Fact]
    public async Task On_stopping_what_was_accepted_is_committed_and_answered()
    {
        await using var app = await TestApp.StartAsync();
        var grocer = await app.FoundAsync();
        var writer = app.Services.GetRequiredService<IntakeWriter>();

        var calls = Enumerable.Range(0, 40).Select(n => writer.SubmitAsync([Report(grocer, $"e{n}")], default)).ToList();
        await writer.StopAsync(default);

        (await Task.WhenAll(calls)).Length.ShouldBe(40);
        (await app.InAsync(grocer, db => db.OrderEvents.CountAsync())).ShouldBe(40);
    }

    [Fact]
    public async Task What_is_reported_of_an_order_beside_the_batch_that_places_it_is_known_of_the_order()
    {
        await using var app = await TestApp.StartAsync();
        var grocer = await app.FoundAsync();

        for (var round = 0; round < 60; round++)
        {
            string[] orders = [.. Enumerable.Range(0, 8).Select(n => $"SO-{round}-{n}")];
            await Task.WhenAll(
                Task.Run(() => ApplyAsync(app, grocer, [.. orders.Select(x => Shop.Report(grocer, "shop", x, x, "10", Ten))])),
                Task.Run(() => ApplyAsync(app, grocer, [.. orders.Select(x => Shop.Report(grocer, "crm", x, x, "10", Ten))])));
        }

        (await app.InAsync(grocer, db => db.OrderEvents.CountAsync(x => x.OrderId == null))).ShouldBe(0);
        (await app.InAsync(grocer, db => db.Orders.ToListAsync())).ShouldAllBe(x => x.SourceStatuses.Count == 2);
    }

    [Fact]
    public void Tenants_take_turns_and_a_call_is_never_split()
    {
        var (busy, quiet) = (TenantId.New(), TenantId.New());
        var queues = new SubmissionQueues();
        for (var i = 0; i < 3; i++) queues.Add(Of(busy, 600));
        queues.Add(Of(quiet, 2));
        queues.Add(Of(busy, 900));

        var batches = new List<(TenantId, int)>();
        while (!queues.IsEmpty)
        {
            var batch = queues.Take();
            batches.Add((batch[0].Tenant, batch.Sum(x => x.Reports.Count)));
        }

        batches.ShouldBe([(busy, 600), (quiet, 2), (busy, 600), (busy, 600), (busy, 900)]);
        queues.Events.ShouldBe(0);
    }

    private static async Task ApplyAsync(TestApp app, TenantId tenant, IReadOnlyList<IncomingReport> reports)
    {
        await using var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant);
        await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync(reports, default);
    }

    private static Submission Of(TenantId tenant, int events) => new(tenant, [.. Enumerable.Range(0, events).Select(x => Report(tenant, $"e{x}"))], default);

    private static IncomingReport Report(TenantId tenant, string id) => Shop.Report(tenant, "shop", id, "SO-" + id, "10", Ten);
}
