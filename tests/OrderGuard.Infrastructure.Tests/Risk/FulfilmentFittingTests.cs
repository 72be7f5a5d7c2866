using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Risk;

/// <summary>Fitting to the orders of a real marketplace, and to too few.</summary>
public sealed class FulfilmentFittingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orderguard-imports-").FullName;

    [RealDataFact(RealOrders.File)]
    [Trait("Runs", "Once")]
    public async Task Real_orders_are_fitted_by_time_and_judged_by_those_that_came_later()
    {
        await using var app = await TestApp.StartAsync(more: RealOrders.Files(_folder));
        await FitAsync(app);
    }

    [Fact]
    public async Task Too_short_a_history_is_told_and_leaves_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var tenant = await app.FoundAsync();
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);

        (await app.RunAsync<FitFulfilmentRisk, FulfilmentModelView>(new FitFulfilmentRisk())).Refusal.ShouldBe(FulfilmentRiskRefusals.TooLittle);

        (await app.InAsync(tenant, db => db.FulfilmentRiskModels.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Who_may_only_look_may_not_fit()
    {
        await using var app = await TestApp.StartAsync();
        app.Caller = TestApp.Person(await app.FoundAsync(), Role.Viewer);

        (await app.RunAsync<FitFulfilmentRisk, FulfilmentModelView>(new FitFulfilmentRisk())).Refusal!.Kind.ShouldBe(RefusalKind.Forbidden);
    }

    [Fact]
    public async Task Where_nothing_was_promised_an_alert_makes_an_order_late_and_imported_history_tells_nothing()
    {
        var now = TestClock.Noon;
        await using var app = await TestApp.StartAsync(new TestClock(now));
        var tenant = await app.FoundAsync();
        await app.InAsync(tenant, db =>
        {
            for (var i = 0; i < 400; i++)
            {
                var order = Placed(tenant, $"SO-{i:000}", i % 4 == 0 ? "slow" : "quick", now.AddHours(i - 400), now.AddHours(i - 400));
                db.Orders.Add(order);
                if (i % 4 == 0) db.Alerts.Add(Alert.Raise(tenant, new AlertCause(AlertKind.Timeout, AlertSeverity.Warning, $"k{i}", new("a", "b"), now, null, 1) { OrderId = order.Id }, order.PlacedAt.AddHours(1)));
            }
            // Reported two days after: it may have been late and nobody looked.
            for (var i = 0; i < 50; i++) db.Orders.Add(Placed(tenant, $"OLD-{i}", "slow", now.AddHours(-i - 50), now.AddHours(-i - 2)));
            // Still under way: not known yet.
            db.Orders.Add(Order.Place(tenant, "OPEN", new StatusReport("shop", "x", 20, now.AddHours(-3), null, now), Compiled, now.AddHours(-3)).Order);
            return db.SaveChangesAsync();
        });
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);

        var figures = (await app.RunAsync<FitFulfilmentRisk, FulfilmentModelView>(new FitFulfilmentRisk())).Required.Figures;

        (figures.Fitted, figures.FittedLate, figures.Tested, figures.TestedLate).ShouldBe((280, 70, 120, 30));
    }

    private static readonly TenantConfiguration Compiled = TenantConfiguration.Compile(1, Shop.Document);

    private static Order Placed(TenantId tenant, string orderNo, string warehouse, DateTimeOffset at, DateTimeOffset reported)
    {
        var (order, _) = Order.Place(tenant, orderNo, new StatusReport("shop", "x", 20, at, new OrderFacts { Warehouse = warehouse }, reported), Compiled, reported);
        order.Take(new StatusReport("shop", "x", StandardStatuses.Completed, at.AddMinutes(30), null, reported), Compiled, reported.AddMinutes(30));
        return order;
    }

    private static async Task FitAsync(TestApp app)
    {
        var tenant = await app.ImportRealOrdersAsync(Repository.DataFile(RealOrders.File));

        var first = (await app.RunAsync<FitFulfilmentRisk, FulfilmentModelView>(new FitFulfilmentRisk())).Required;
        var second = (await app.RunAsync<FitFulfilmentRisk, FulfilmentModelView>(new FitFulfilmentRisk())).Required;

        // 4,883 of 5,103 were delivered and had been promised: 151 of the first 70 % came late, 44 of the rest.
        var figures = first.Figures;
        (figures.Fitted, figures.FittedLate, figures.Tested, figures.TestedLate).ShouldBe((3418, 151, 1465, 44));
        figures.Bins.Sum(x => x.Count).ShouldBe(1465);
        // Fitting to them is worth no less than telling everybody the base rate.
        figures.Brier.ShouldBeLessThan(figures.BaseBrier + 0.001);
        (first.Version, second.Version).ShouldBe((1, 2));
        second.Figures.Auc.ShouldBe(figures.Auc);
        await app.InAsync(tenant, async db =>
        {
            (await db.FulfilmentRiskModels.CountAsync(x => x.IsChampion)).ShouldBe(figures.BeatsPreset ? 1 : 0);
            (await db.AuditEntries.CountAsync(x => x.Action == "fulfilment-risk.fitted")).ShouldBe(2);
            (await db.FulfilmentAssessments.CountAsync()).ShouldBe(0);
        });
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
