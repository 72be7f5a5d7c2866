using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Common;

/// <summary>What a sweep costs must not depend on how many items are armed: it reads the index from the oldest due item on.</summary>
public sealed class SweepPlanTests
{
    private const string Index = "IX_work_items_State_VisibleAt";
    private readonly TestClock _clock = new();

    [Fact]
    public async Task On_SQLite_the_sweep_reads_the_index_in_order()
    {
        await using var app = await TestApp.OnSqliteAsync(_clock);
        await ArmAsync(app, 2_000);

        var plan = await PlanAsync(app, "EXPLAIN QUERY PLAN ");

        plan.ShouldContain($"USING INDEX {Index} (State=? AND VisibleAt<?)");
        plan.ShouldNotContain("TEMP B-TREE");
    }

    [Fact]
    public async Task On_PostgreSQL_the_sweep_reads_the_index_in_order()
    {
        await using var app = await TestApp.OnPostgreSqlAsync(await PostgreSqlServer.CreateDatabaseAsync(), _clock);
        await ArmAsync(app, 20_000);
        await app.InAsync(default, db => db.Database.ExecuteSqlRawAsync("ANALYZE work_items"));

        var plan = await PlanAsync(app, "EXPLAIN ");

        plan.ShouldContain($"Index Scan using \"{Index}\"");
        plan.ShouldNotContain("Sort");
    }

    private async Task ArmAsync(TestApp app, int count)
    {
        var tenant = await app.FoundTenantAsync("grocer");
        await app.ScheduleAsync(tenant, "armed", _clock.GetUtcNow().AddHours(1), count);
        await app.ScheduleAsync(tenant, "armed", _clock.GetUtcNow(), 10);
    }

    private Task<string> PlanAsync(TestApp app, string explain) => app.InAsync(default, async db =>
    {
        var pump = app.Services.GetRequiredService<WorkPump>();
        await db.Database.OpenConnectionAsync();
        await using var command = pump.Due(db, _clock.GetUtcNow()).CreateDbCommand();
        command.CommandText = explain + command.CommandText;
        await using var reader = await command.ExecuteReaderAsync();
        List<string> lines = [];
        while (await reader.ReadAsync()) lines.Add(reader.GetString(reader.FieldCount - 1));
        return string.Join('\n', lines);
    });
}
