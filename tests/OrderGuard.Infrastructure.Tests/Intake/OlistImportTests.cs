using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Intake;

/// <summary>Real orders of a real marketplace: none lost, none rejected, every breach counted.</summary>
public sealed class OlistImportTests : IDisposable
{
    private const string Orders = "olist/orders_flat.csv";
    private readonly string _folder = Directory.CreateTempSubdirectory("orderguard-imports-").FullName;

    [RealDataFact(Orders)]
    public async Task Real_orders_are_imported_and_judged_exactly()
    {
        await using var app = await ImportedHistory.StartAsync(_folder);
        var other = await app.FoundAsync("other", ImportedHistory.SmallDocument);
        app.Caller = TestApp.Person(other, Role.TenantAdmin);
        await app.QueueAsync("no,bought,paid,kind,total\nSO-1,2017-05-01 10:00:00,,toys,1\nSO-2,2017-05-01 10:00:00,2017-05-03 10:00:00,toys,1\n", "small");

        var tenant = await app.FoundAsync("olist", ImportedHistory.OlistDocument);
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        var first = await ImportAsync(app);
        (first.State, first.Rows, first.OrdersCreated, first.EventsApplied, first.Rejected, first.Progress).ShouldBe((ImportState.Completed, 5103, 5103, 20131, 0, 1.0));

        var again = await ImportAsync(app);
        (again.State, again.Rows, again.OrdersCreated, again.EventsApplied, again.Rejected).ShouldBe((ImportState.Completed, 5103, 0, 0, 0));

        await app.InAsync(tenant, async db =>
        {
            (await db.Orders.CountAsync()).ShouldBe(5103);
            (await db.OrderEvents.CountAsync()).ShouldBe(20131);
            (await db.OrderEvents.CountAsync(x => !x.Historical)).ShouldBe(0);
            (await db.Alerts.CountAsync()).ShouldBe(0);
            (await db.WorkItems.CountAsync()).ShouldBe(0);
        });

        var backtest = (await app.RunAsync<BacktestTimeouts, Backtest>(new BacktestTimeouts())).Required;
        backtest.Orders.ShouldBe(5103);
        backtest.Rules.Select(x => (x.Code, x.Armed, x.Breaches)).ShouldBe([("payment", 5103, 1661), ("payment-day", 5103, 932), ("dispatch", 5080, 1647), ("delivery", 4950, 1564)]);
        backtest.Rules[0].ByCategory["toys"].ShouldBe(new BacktestCount(238, 67));
        backtest.Rules[2].ByCategory["toys"].ShouldBe(new BacktestCount(237, 47));

        var may = await app.RunAsync<BacktestTimeouts, Backtest>(new BacktestTimeouts(new(2017, 5, 1, 0, 0, 0, TimeSpan.Zero), new(2017, 6, 1, 0, 0, 0, TimeSpan.Zero)));
        var (inMay, rest) = (may.Required.Orders, await OutsideMayAsync(app));
        inMay.ShouldBeGreaterThan(0);
        (inMay + rest).ShouldBe(5103);
    }

    private static async Task<long> OutsideMayAsync(TestApp app) =>
        (await app.RunAsync<BacktestTimeouts, Backtest>(new BacktestTimeouts(To: new(2017, 5, 1, 0, 0, 0, TimeSpan.Zero)))).Required.Orders
        + (await app.RunAsync<BacktestTimeouts, Backtest>(new BacktestTimeouts(From: new(2017, 6, 1, 0, 0, 0, TimeSpan.Zero)))).Required.Orders;

    private static async Task<ImportView> ImportAsync(TestApp app)
    {
        await using var content = File.OpenRead(Repository.DataFile(Orders));
        var queued = await app.QueueAsync(content, "olist", "orders_flat.csv");
        await app.RunWaitingAsync();
        return await app.GetAsync(queued.Id);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
