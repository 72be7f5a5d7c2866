using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Integrations;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.StatusSync;

/// <summary>A company that tells target systems, and what the tests need of it.</summary>
internal static class Receiver
{
    public static Task<TestApp> StartAsync(TimeProvider clock, params string[] hosts) => TestApp.OnSqliteAsync(clock, services => services.Configure<OutgoingOptions>(o =>
    {
        foreach (var host in hosts) o.AllowedHosts.Add(host);
    }));

    public static TargetDefinition Target(ReceivingServer server, string code = "erp") => new() { Code = code, Address = server.Address("/status"), Rate = 100_000 };

    public static Task<TenantId> TellingAsync(this TestApp app, params TargetDefinition[] targets) => app.FoundAsync(document: Shop.Document with { Targets = targets });

    public static async Task KeepAsync(this TestApp app, TenantId tenant, string name, string value)
    {
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        (await app.RunAsync<SetSecret, Done>(new SetSecret(name, value))).Refusal.ShouldBeNull();
    }

    /// <summary>The shop reports that the orders entered the statuses, one after the other.</summary>
    public static async Task MoveAsync(this TestApp app, TenantId tenant, IEnumerable<string> orders, params string[] statuses)
    {
        var numbers = orders.ToList();
        foreach (var status in statuses)
        {
            var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
            foreach (var part in numbers.Chunk(1_000))
            {
                await using var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant);
                var results = await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync([.. part.Select(x => Shop.Report(tenant, "shop", $"{x}-{status}", x, status, now))], default);
                results.ShouldAllBe(x => x.Outcome == Domain.Orders.EventOutcome.Applied);
            }
        }
    }

    public static Task MoveAsync(this TestApp app, TenantId tenant, string order, params string[] statuses) => app.MoveAsync(tenant, [order], statuses);

    public static async Task SettleAsync(this TestApp app, int rounds = 3)
    {
        for (var i = 0; i < rounds; i++) await app.PumpAsync();
    }

    /// <summary>The rehearsal, once it is over.</summary>
    public static async Task<RehearsalView> RehearsedAsync(this TestApp app, RehearsalId id)
    {
        for (var i = 0; i < 30 && (await app.RehearsalAsync(id)).State is RehearsalState.Running; i++) await app.PumpAsync();
        return await app.RehearsalAsync(id);
    }

    public static async Task<RehearsalView> RehearsalAsync(this TestApp app, RehearsalId id) => (await app.RunAsync<GetRehearsal, RehearsalView>(new GetRehearsal(id))).Required;

    public static Task<List<StatusPush>> PushesAsync(this TestApp app, TenantId tenant) =>
        app.InAsync(tenant, db => db.StatusPushes.AsNoTracking().OrderBy(x => x.OrderNo).ThenBy(x => x.Target).ThenBy(x => x.Step).ToListAsync());

    public static Task<TargetGate> GateAsync(this TestApp app, TenantId tenant, string target = "erp") => app.InAsync(tenant, db => db.TargetGates.AsNoTracking().SingleAsync(x => x.Target == target));

    /// <summary>Order number and status of a request with the standard body.</summary>
    public static (string Order, int Status) Told(this ReceivedRequest request)
    {
        using var json = JsonDocument.Parse(request.Body);
        return (json.RootElement.GetProperty("orderNo").GetString()!, json.RootElement.GetProperty("status").GetInt32());
    }
}
