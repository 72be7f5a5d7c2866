using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.StatusSync;

/// <summary>What the status figures cost must not depend on how wide events are, nor on those before the period: counting reads an index alone.</summary>
[Trait("Runs", "Once")]
public sealed class StatusAnalyticsPlanTests
{
    private const string Index = "IX_order_events_TenantId_ReceivedAt";
    private readonly TestClock _clock = new();

    [Fact]
    public async Task On_SQLite_events_are_counted_from_the_index_alone_and_the_latest_moves_are_read_in_its_order()
    {
        await using var app = await TestApp.OnSqliteAsync(_clock);
        var tenant = await FillAsync(app, 200);

        (await PlanAsync(app, tenant, "EXPLAIN QUERY PLAN ", x => x.ByHourAndMove(_clock.GetUtcNow().AddDays(-7)))).ShouldContain($"USING COVERING INDEX {Index}");
        var latest = await PlanAsync(app, tenant, "EXPLAIN QUERY PLAN ", x => x.LatestMoves(50));
        latest.ShouldContain($"USING INDEX {Index}");
        latest.ShouldNotContain("TEMP B-TREE");
    }

    [Fact]
    public async Task On_PostgreSQL_events_are_counted_from_the_index_alone_and_the_latest_moves_are_read_in_its_order()
    {
        await using var app = await TestApp.OnPostgreSqlAsync(await PostgreSqlServer.CreateDatabaseAsync(), _clock);
        var tenant = await FillAsync(app, 2_000);
        await app.InAsync(default, db => db.Database.ExecuteSqlRawAsync("VACUUM ANALYZE order_events"));

        // Whether it is also the cheapest way among few rows depends on who else was reading while they were vacuumed.
        const string indexes = "SET enable_seqscan = off; SET enable_bitmapscan = off";
        (await PlanAsync(app, tenant, "EXPLAIN ", x => x.ByHourAndMove(_clock.GetUtcNow().AddDays(-7)), indexes)).ShouldContain($"Index Only Scan using \"{Index}");
        (await PlanAsync(app, tenant, "EXPLAIN ", x => x.LatestMoves(50))).ShouldNotContain("Sort");
    }

    /// <summary>Most of what is there lies before the period.</summary>
    private async Task<TenantId> FillAsync(TestApp app, int orders)
    {
        var tenant = await app.FoundAsync();
        await app.MoveAsync(tenant, Enumerable.Range(1, orders).Select(x => $"OLD-{x}"), "10");
        _clock.Advance(TimeSpan.FromDays(30));
        await app.MoveAsync(tenant, Enumerable.Range(1, orders / 10).Select(x => $"SO-{x}"), "10", "20");
        return tenant;
    }

    private Task<string> PlanAsync<T>(TestApp app, TenantId tenant, string explain, Func<IQueryable<Domain.Orders.OrderEvent>, IQueryable<T>> query, string? before = null) => app.InAsync(tenant, async db =>
    {
        await db.Database.OpenConnectionAsync();
        if (before is not null) await db.Database.ExecuteSqlRawAsync(before);
        var (start, end) = (_clock.GetUtcNow().AddDays(-7), _clock.GetUtcNow().AddDays(1));
        await using var command = query(db.OrderEvents.ReceivedIn(start, end)).CreateDbCommand();
        command.CommandText = explain + command.CommandText;
        await using var reader = await command.ExecuteReaderAsync();
        List<string> lines = [];
        while (await reader.ReadAsync()) lines.Add(reader.GetString(reader.FieldCount - 1));
        return string.Join('\n', lines);
    });
}
