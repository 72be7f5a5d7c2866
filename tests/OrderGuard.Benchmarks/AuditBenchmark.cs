using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Testing;

namespace OrderGuard.Benchmarks;

/// <summary>How long the searches of the audit page take over a long chain; the yardstick is reading the newest page by its key.</summary>
internal static class AuditBenchmark
{
    private const int AtOnce = 20_000;
    private const int MostByEntries = 1_000_000;
    internal const int Runs = 30;
    private const int Days = 180;
    internal static readonly string[] Actions = ["alert.acknowledged", "configuration.published", "order.cancelled", "order.held", "api-key.issued", "access.denied"];

    public static async Task<IReadOnlyList<Figure>> RunAsync(DatabaseProvider provider, BenchmarkOptions options)
    {
        PostgreSqlServer.Durable = true;
        await using var app = provider is DatabaseProvider.Sqlite ? await TestApp.OnSqliteAsync() : await TestApp.OnPostgreSqlAsync(await PostgreSqlServer.CreateDatabaseAsync());
        var tenant = await app.FoundAsync();
        var (count, start, step) = (options.Rows, TimeProvider.System.GetUtcNow().AddDays(-Days), TimeSpan.FromDays(Days) / options.Rows);
        var began = Stopwatch.GetTimestamp();
        var bySql = provider is DatabaseProvider.PostgreSql && count > MostByEntries;
        if (bySql) await AuditRows.FillAsync(app, tenant, count, start, step);
        foreach (var chunk in bySql ? [] : Enumerable.Range(1, count).Chunk(AtOnce))
        {
            await app.InAsync(tenant, db => db.InTransactionAsync(async ct =>
            {
                foreach (var n in chunk) db.AuditEntries.Add(Entry(tenant, n, start + (n * step)));
                return await db.SaveChangesAsync(ct);
            }, CancellationToken.None));
        }
        var filled = Stopwatch.GetElapsedTime(began);
        await app.InAsync(tenant, db => db.LookAtTablesAsync(CancellationToken.None));
        if (provider is DatabaseProvider.PostgreSql) await app.InAsync(tenant, db => db.Database.ExecuteSqlRawAsync("ANALYZE"));

        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        var (name, figures) = (provider.ToString(), new List<Figure>());
        var size = string.Create(CultureInfo.InvariantCulture, $"{count:N0} entries");
        var yardstick = Latencies.Percentile(await TimesAsync(_ => app.InAsync(tenant, db => db.AuditEntries.AsNoTracking().OrderByDescending(x => x.Sequence).Take(50).ToListAsync())), 0.5);
        figures.Add(new(name, $"{(bySql ? "filled by SQL" : "written")}, {size}", count / filled.TotalSeconds, "entries/s"));
        foreach (var (what, filter, before) in Searches(count, start))
        {
            var times = await TimesAsync(async n =>
            {
                var found = await app.RunAsync<SearchAudit, FoundAudit>(new SearchAudit(filter(n), before?.Invoke(n)));
                if (found.Refusal is not null || (found.Required.Rows.Count == 0 && found.Required.SearchedTo is null && what != "nothing")) throw new InvalidOperationException($"{what}: {found.Refusal?.Message ?? "nothing found"}");
            });
            figures.Add(new(name, $"{what}, p50", Latencies.Percentile(times, 0.5), "ms", yardstick));
            figures.Add(new(name, $"{what}, p99", Latencies.Percentile(times, 0.99), "ms", yardstick));
        }
        return figures;
    }

    private static IEnumerable<(string What, Func<int, AuditFilter> Filter, Func<int, long>? Before)> Searches(int count, DateTimeOffset start)
    {
        yield return ("newest page", _ => new AuditFilter(), null);
        yield return ("a page deep in the chain", _ => new AuditFilter(), n => (long)count * (n + 1) / (Runs + 2));
        yield return ("an order", n => new AuditFilter { Subject = $"SO-{(n * 7919 % (count / 4)) + 1}" }, null);
        yield return ("a person by part of the name", n => new AuditFilter { Actor = $"Person {n % 40:00}" }, null);
        yield return ("a rare person", _ => new AuditFilter { Actor = "Rarely Here" }, null);
        yield return ("a busy key", n => new AuditFilter { Actor = $"key-{n % 5}" }, null);
        yield return ("actions by their beginning", n => new AuditFilter { Action = n % 2 == 0 ? "configuration." : "order." }, null);
        yield return ("an hour of an old day", n => new AuditFilter { From = start.AddDays(n * 5), Until = start.AddDays(n * 5).AddHours(1) }, null);
        yield return ("an address", n => new AuditFilter { Address = $"203.0.113.{n % 200}" }, null);
        yield return ("a key and a rare action", _ => new AuditFilter { Actor = "key-1", Action = "access.denied" }, null);
        yield return ("a person in a month", n => new AuditFilter { Actor = $"Person {n % 40:00}", From = start.AddDays(60), Until = start.AddDays(90) }, null);
        yield return ("a text that is rare", n => new AuditFilter { Text = $"needle-{n % Math.Clamp(count / 100_000, 1, Runs)}" }, null);
    }

    private static AuditEntry Entry(TenantId tenant, int n, DateTimeOffset at)
    {
        var rare = n % 50 == 0;
        var actor = n % 50_000 == 7 ? new Actor(ActorKind.Person, "rare", "Rarely Here", "198.51.100.77")
            : rare ? new Actor(ActorKind.Person, $"person-{n / 50 % 40:00}", $"Person {n / 50 % 40:00}", $"203.0.113.{n / 50 % 200}") : new Actor(ActorKind.ApiKey, $"key-{n % 5}", $"Key {n % 5}", $"10.0.0.{n % 20}");
        var action = n % 1_000 == 1 ? "access.denied" : rare ? Actions[n / 50 % Actions.Length] : "order.moved";
        return AuditEntry.Of(tenant, actor, action, "order", $"SO-{(n % Math.Max(1, 250_000_000 / 4) / 4) + 1}", "{\"status\":20}", $"{{\"status\":50,\"event\":\"{(n % 100_000 == 99 ? $"needle-{n / 100_000 % Runs}" : $"e-{n}")}\"}}", $"{n:x32}", at);
    }

    private static async Task<List<double>> TimesAsync(Func<int, Task> work)
    {
        await work(0);
        var times = new List<double>();
        for (var i = 0; i < Runs; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await work(i);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return times;
    }
}
