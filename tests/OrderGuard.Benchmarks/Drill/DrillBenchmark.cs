using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Integrations;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Testing;

namespace OrderGuard.Benchmarks.Drill;

/// <summary>
/// Three systems, a broker, a database and the portal, each a process of its own: the systems lie, are late, repeat themselves and fall silent, and
/// broker, database and portal are killed in the middle. At the end every difference is explained, and nothing is lost or done twice.
/// </summary>
internal static class DrillBenchmark
{
    private const int MostBacklog = 1_500, MostUntold = 12_000;
    private static readonly TimeSpan BrokerAway = TimeSpan.FromSeconds(6), DatabaseAway = TimeSpan.FromSeconds(12), Longest = TimeSpan.FromMinutes(90);

    public static async Task<int> RunAsync(BenchmarkOptions options, Action<IReadOnlyList<Figure>> show)
    {
        var plan = new DrillPlan(options.DrillOrders, options.Seed);
        PostgreSqlServer.Durable = true;
        var database = await PostgreSqlServer.SharedAsync();
        using var broker = await RabbitMqServer.StartAsync();
        await using var store = await BenchmarkStore.OpenAsync(DatabaseProvider.PostgreSql);
        var connection = store.Services.GetRequiredService<IConfiguration>().GetConnectionString("OrderGuard")!;
        var ports = DrillPlan.Systems.ToDictionary(x => x, _ => FreePort.Next());
        var keys = await ConfigureAsync(store, ports);
        await using var watcher = new DrillWatcher(broker.Uri, "drill.events.grocer");
        await watcher.StartAsync();
        await using var portal = await PortalProcess.StartAsync(new PortalOptions
        {
            Demo = false,
            Settings = new Dictionary<string, string>
            {
                ["Database__Provider"] = "PostgreSql", ["ConnectionStrings__OrderGuard"] = connection, ["RabbitMq__Uri"] = broker.Uri, ["RabbitMq__Prefix"] = "drill",
                ["Outgoing__AllowedHosts__0"] = "127.0.0.1", ["Logging__LogLevel__Default"] = "Warning",
            },
        });
        var folder = Directory.CreateTempSubdirectory("orderguard-drill-").FullName;
        var systems = DrillPlan.Systems.Select(x => new DrillProcess(new DrillSettings(
            x, plan.Orders, options.Seed, portal.Address, keys[x], broker.Uri, $"drill.in.grocer.{x}", ports[x], Path.Combine(folder, x + ".json")))).ToList();
        try
        {
            var course = new DrillCourse(plan, store, systems, [.. Kills(plan, broker, database, portal)]);
            await course.RunAsync(MostBacklog, MostUntold, Longest);
            var journals = new Dictionary<string, DrillJournal>();
            foreach (var system in systems) journals.Add(system.Name, await system.ReportAsync());
            await watcher.SettleAsync(() => store.InAsync(db => db.Ledgers.Select(x => x.OutboxSequence).SingleAsync()));
            var account = await DrillAccount.TakeAsync(plan, store, journals, watcher);
            show([.. course.Figures, .. account.Figures]);
            foreach (var line in account.Findings.Take(40)) await Console.Error.WriteLineAsync(line);
            if (options.Json is false) foreach (var line in portal.LoggedErrors.GroupBy(x => x.Length > 100 ? x[..100] : x).OrderByDescending(x => x.Count()).Take(10)) await Console.Error.WriteLineAsync($"{line.Count()} × {line.Key}");
            return account.Findings.Count == 0 ? 0 : 1;
        }
        finally
        {
            await File.WriteAllLinesAsync(Path.Combine(Path.GetTempPath(), "orderguard-drill-portal.log"), portal.Log);
            foreach (var system in systems) await system.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<DrillKill> Kills(DrillPlan plan, RabbitMqServer broker, PostgreSqlServer database, PortalProcess portal)
    {
        yield return new("broker", (int)(plan.Orders * 0.25), async () =>
        {
            broker.Kill();
            await Task.Delay(BrokerAway);
            await broker.RestartAsync();
        });
        yield return new("database", (int)(plan.Orders * 0.48), async () =>
        {
            database.Kill();
            await Task.Delay(DatabaseAway);
            await database.RestartAsync();
            Npgsql.NpgsqlConnection.ClearAllPools();
        });
        yield return new("portal", (int)(plan.Orders * 0.7), portal.RestartAsync);
    }

    private static async Task<Dictionary<string, string>> ConfigureAsync(BenchmarkStore store, Dictionary<string, int> ports)
    {
        var now = TimeProvider.System.GetUtcNow();
        var keys = DrillPlan.Systems.ToDictionary(x => x, _ => ApiKey.NewSecret());
        var document = new ConfigurationDocument
        {
            Sources =
            [
                Source(DrillPlan.Erp, SourceRole.Master, [], new() { ["NEW"] = 10, ["PAID"] = 20, ["RELEASED"] = 30, ["CLOSED"] = 80, ["VOID"] = 90 }),
                Source(DrillPlan.Wms, SourceRole.Contributor, [50, 70], new() { ["已出库"] = 50, ["已签收"] = 70 }),
                Source(DrillPlan.Crm, SourceRole.Observer, [], new() { ["paid"] = 20, ["closed"] = 80 }),
            ],
            Truth = new TruthSettings { Master = DrillPlan.Erp, Floor = TimeSpan.FromSeconds(20) },
            Targets = [Target(DrillPlan.Erp, [50, 70]), Target(DrillPlan.Wms, [30, 90]), Target(DrillPlan.Crm, [20, 80, 90])],
        };
        await store.InAsync(async db =>
        {
            db.ConfigurationVersions.Add(ConfigurationVersion.Publish(store.Tenant, 2, ConfigurationJson.Write(document), "", "Drill", now));
            foreach (var (system, key) in keys) db.ApiKeys.Add(ApiKey.Issue(store.Tenant, system, system, key, [ApiScopes.EventsWrite], [], 1_000_000, null, "Drill", now));
            return await db.SaveChangesAsync();
        });
        return keys;

        TargetDefinition Target(string code, int[] statuses) => new() { Code = code, Source = code, Statuses = statuses, Address = DrillReceiver.Address(ports[code]), Rate = 2_000, RetryAfter = TimeSpan.FromSeconds(2) };
    }

    private static SourceDefinition Source(string code, SourceRole role, int[] mayEnter, Dictionary<string, int> mapping) => new() { Code = code, Role = role, MayEnter = mayEnter, Mapping = mapping };
}
