using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Intake;

/// <summary>A word that nobody had mapped is kept, and counts once somebody has.</summary>
public sealed class ApplyUnmappedTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Once_a_mapping_is_published_the_kept_events_move_their_orders_oldest_first()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundTenantAsync("grocer");
        await PublishAsync(app, tenant, 1, new Dictionary<string, int>());
        var at = _clock.GetUtcNow();
        // More than a chunk, so that a second run has to follow of itself.
        var orders = Enumerable.Range(0, 520).Select(n => $"SO-{n:0000}").ToList();
        await ReportAsync(app, tenant, [.. orders.Select(x => (x, "10", at)), .. orders.Select(x => (x, "zapłacone", at.AddMinutes(5)))]);
        await ReportAsync(app, tenant, [("SO-0000", "wysłane", at.AddMinutes(9)), ("SO-0000", "nieznane", at.AddMinutes(10))]);
        await app.PumpAsync();
        (await StatusesAsync(app, tenant)).ShouldAllBe(x => x == 10);

        await PublishAsync(app, tenant, 2, new Dictionary<string, int> { ["zapłacone"] = 20, ["wysłane"] = 50 });
        for (var i = 0; i < 4; i++) await app.PumpAsync();

        (await StatusesAsync(app, tenant)).Order().ShouldBe([.. Enumerable.Repeat(20, orders.Count - 1), 50]);
        var left = await app.InAsync(tenant, db => db.OrderEvents.Where(x => x.Outcome == EventOutcome.Unmapped).Select(x => x.Word).ToListAsync());
        left.ShouldBe(["nieznane"]);
        (await app.InAsync(tenant, db => db.WorkItems.CountAsync(x => x.Kind == WorkKinds.ApplyUnmapped && x.State == WorkItemState.Waiting))).ShouldBe(0);
    }

    private static Task<List<int>> StatusesAsync(TestApp app, TenantId tenant) => app.InAsync(tenant, db => db.Orders.Select(x => x.Status).ToListAsync());

    private Task PublishAsync(TestApp app, TenantId tenant, int version, IReadOnlyDictionary<string, int> mapping) => app.InAsync(tenant, async db =>
    {
        var document = new ConfigurationDocument { Sources = [new SourceDefinition { Code = "shop", Role = SourceRole.Master, Mapping = mapping }] };
        db.ConfigurationVersions.Add(ConfigurationVersion.Publish(tenant, version, ConfigurationJson.Write(document), "", "test", _clock.GetUtcNow()));
        db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.ApplyUnmapped, $"{version}", _clock.GetUtcNow(), _clock.GetUtcNow()));
        await db.SaveChangesAsync();
    });

    private static async Task ReportAsync(TestApp app, TenantId tenant, IReadOnlyList<(string OrderNo, string Word, DateTimeOffset At)> reports)
    {
        var shop = new Caller(new Actor(ActorKind.ApiKey, "shop", "shop", null)) { TenantId = tenant };
        var intake = app.Services.GetRequiredService<IIntake>();
        await intake.SubmitAsync([.. reports.Select(x => new IncomingReport(shop, "shop", new IncomingEvent($"{x.OrderNo}-{x.Word}", x.OrderNo, x.Word, x.At, null), false, DateTimeOffset.MinValue))], CancellationToken.None);
    }
}
