using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Application.Tests.Integrations;

/// <summary>What is told outside: once for each thing that happened, numbered without holes in the order of the commits.</summary>
public sealed class ChangeFeedTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Each_thing_that_happens_to_an_order_is_told_once_without_personal_data()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync();
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        var facts = new OrderFacts { Recipient = new("Wang Plainly-Invented", "+8613800000000", "CN", "浙江省", "杭州市", "1 Lake Road", "310000"), Amount = 12.5m, Currency = "CNY" };

        await SubmitAsync(app, Shop.Report(tenant, "shop", "1", "SO-1", "10", Now, facts), Shop.Report(tenant, "shop", "2", "SO-1", "20", Now));
        await SubmitAsync(app, Shop.Report(tenant, "shop", "2", "SO-1", "20", Now), Shop.Report(tenant, "crm", "3", "SO-1", "20", Now));
        (await app.RunAsync<ActOnOrder, ActedOrder>(new ActOnOrder("SO-1", OrderAction.Hold, "Wang asked to wait", null))).Refusal.ShouldBeNull();
        (await app.RunAsync<ActOnOrder, ActedOrder>(new ActOnOrder("SO-1", OrderAction.Release, "done", null))).Refusal.ShouldBeNull();

        var told = await app.InAsync(tenant, db => db.OutboxEvents.OrderBy(x => x.Sequence).ToListAsync());
        told.ConvertAll(x => (x.Sequence, x.Type, x.Subject)).ShouldBe([
            (1, "order.created", "SO-1"), (2, "order.status-changed", "SO-1"), (3, "order.held", "SO-1"), (4, "order.released", "SO-1")]);
        told[0].Data.ShouldContain("\"amount\":12.5");
        told[1].Data.ShouldContain("\"from\":10,\"status\":20");
        string.Concat(told.Select(x => x.Data)).ShouldNotContain("Wang");
        string.Concat(told.Select(x => x.Data)).ShouldNotContain("1380000");
    }

    [Fact]
    public async Task Imported_history_tells_nobody_and_an_overdue_alert_tells_both_ends()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync();
        await SubmitAsync(app, Shop.Report(tenant, "shop", "1", "SO-1", "10", Noon) with { Historical = true }, Shop.Report(tenant, "shop", "2", "SO-1", "20", Noon.AddHours(3)) with { Historical = true });
        (await TypesAsync(app, tenant)).ShouldBeEmpty();

        await SubmitAsync(app, Shop.Report(tenant, "shop", "3", "SO-2", "10", Now.AddHours(-3)));
        await SubmitAsync(app, Shop.Report(tenant, "shop", "4", "SO-2", "20", Now));

        (await TypesAsync(app, tenant)).ShouldBe(["order.created", "order.status-changed", "alert.raised", "alert.resolved"]);
    }

    [Fact]
    public async Task A_reader_beside_concurrent_writers_misses_nothing_and_sees_nothing_twice()
    {
        if (PostgreSqlServer.Binaries is null) throw new InvalidOperationException("PostgreSQL is needed: bash tests/all.sh installs it");
        await using var app = await TestApp.OnPostgreSqlAsync(await PostgreSqlServer.CreateDatabaseAsync());
        var tenant = await app.FoundAsync();
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        const int writers = 6, batches = 12, events = 10;
        var writing = Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(async () =>
        {
            for (var b = 0; b < batches; b++)
            {
                // Each on a connection of its own, past the writer that would make them one.
                await using var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant);
                await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync(
                    [.. Enumerable.Range(0, events).Select(n => Shop.Report(tenant, "shop", $"{w}-{b}-{n}", $"SO-{w}-{b}-{n}", "10", TimeProvider.System.GetUtcNow()))], CancellationToken.None);
            }
        })));

        var seen = new List<long>();
        for (var after = "0"; seen.Count < writers * batches * events && !writing.IsFaulted;)
        {
            var page = (await app.RunAsync<GetChanges, ChangeList>(new GetChanges(after, 7, TimeSpan.FromSeconds(5)))).Required;
            seen.AddRange(page.Items.Select(x => long.Parse(x.Sequence, CultureInfo.InvariantCulture)));
            after = page.Next;
        }

        await writing;
        seen.ShouldBe(Enumerable.Range(1, writers * batches * events).Select(x => (long)x));
    }

    [Fact]
    public async Task A_waiting_reader_is_woken_by_what_happens()
    {
        await using var app = await TestApp.StartAsync();
        var tenant = await app.FoundAsync();
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        var reading = app.RunAsync<GetChanges, ChangeList>(new GetChanges("now", 50, TimeSpan.FromSeconds(20)));
        await Task.Delay(200);
        reading.IsCompleted.ShouldBeFalse();

        await SubmitAsync(app, Shop.Report(tenant, "shop", "1", "SO-1", "10", TimeProvider.System.GetUtcNow()));

        var page = (await reading.WaitAsync(TimeSpan.FromSeconds(5))).Required;
        page.Items.ShouldHaveSingleItem().Type.ShouldBe("order.created");
        page.Next.ShouldBe(page.Items[0].Sequence);
    }

    [Fact]
    public async Task A_cursor_from_before_what_is_kept_is_gone_and_one_never_given_is_refused()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync();
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        await SubmitAsync(app, Shop.Report(tenant, "shop", "1", "SO-1", "10", Now));
        _clock.Advance(TimeSpan.FromDays(8));
        await SubmitAsync(app, Shop.Report(tenant, "shop", "2", "SO-2", "10", Now));

        var unpublished = await app.InAsync(tenant, db => OutboxPurge.RunAsync(db, Now.AddDays(-7), onlyPublished: true, CancellationToken.None));
        var gone = await app.InAsync(tenant, db => OutboxPurge.RunAsync(db, Now.AddDays(-7), onlyPublished: false, CancellationToken.None));

        (unpublished, gone).ShouldBe((0, 1));
        (await AskAsync(app, "0")).Refusal!.Kind.ShouldBe(RefusalKind.Gone);
        (await AskAsync(app, "1")).Required.Items.ShouldHaveSingleItem().Subject.ShouldBe("SO-2");
        (await AskAsync(app, null)).Required.Items.ShouldHaveSingleItem().Subject.ShouldBe("SO-2");
        (await AskAsync(app, "2")).Required.Items.ShouldBeEmpty();
        (await AskAsync(app, "3")).Refusal!.Kind.ShouldBe(RefusalKind.Invalid);
    }

    [Fact]
    public async Task One_company_hears_nothing_of_another()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var (mine, theirs) = (await app.FoundAsync(), await app.FoundAsync("other"));
        await SubmitAsync(app, Shop.Report(theirs, "shop", "1", "THEIRS-1", "10", Now));

        app.Caller = TestApp.Person(mine, Role.TenantAdmin);
        (await AskAsync(app, "0")).Required.Items.ShouldBeEmpty();
        (await AskAsync(app, "1")).Refusal!.Kind.ShouldBe(RefusalKind.Invalid);
    }

    private DateTimeOffset Now => _clock.GetUtcNow();

    private static Task<Result<ChangeList>> AskAsync(TestApp app, string? after) => app.RunAsync<GetChanges, ChangeList>(new GetChanges(after, 50, TimeSpan.Zero));

    private static Task SubmitAsync(TestApp app, params IncomingReport[] reports) => app.Services.GetRequiredService<IIntake>().SubmitAsync(reports, CancellationToken.None);

    private static Task<List<string>> TypesAsync(TestApp app, TenantId tenant) => app.InAsync(tenant, db => db.OutboxEvents.OrderBy(x => x.Sequence).Select(x => x.Type).ToListAsync());
}
