using Microsoft.EntityFrameworkCore;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;
using OrderGuard.Testing.SqlServer;

namespace OrderGuard.Infrastructure.Tests.Common;

public sealed class SqlServerMirrorTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private TenantId _tenant;

    public async Task InitializeAsync()
    {
        _app = await TestApp.StartAsync(new TestClock());
        _tenant = await _app.FoundTenantAsync("mirror");
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task What_the_application_asks_and_saves_is_written_for_SQL_Server_too()
    {
        var subjects = new[] { "a", "b" };
        await _app.InAsync(_tenant, async db =>
        {
            foreach (var subject in subjects)
                db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), _tenant, "mirror", subject, TestClock.Noon, TestClock.Noon));
            await db.SaveChangesAsync();
        });

        await _app.InAsync(_tenant, async db =>
        {
            var due = await db.WorkItems
                .Where(item => item.DueAt <= TestClock.Noon.AddMinutes(1) && subjects.Contains(item.Subject))
                .OrderBy(item => item.DueAt).Skip(0).Take(10)
                .ToListAsync();
            due.Count.ShouldBe(2);
            due[0].Complete(TestClock.Noon);
            db.Remove(due[1]);
            await db.SaveChangesAsync();
            (await db.WorkItems.CountAsync(item => item.State == WorkItemState.Done && item.Kind == "mirror")).ShouldBe(1);
            await db.WorkItems.Where(item => item.Kind == "mirror").ExecuteUpdateAsync(set => set.SetProperty(item => item.Fence, item => item.Fence + 1));
            (await db.WorkItems.AsNoTracking().SingleAsync(item => item.Kind == "mirror")).Fence.ShouldBe(1);
        });

        Mirrored("INSERT INTO [work_items]", "@p").ShouldBeTrue();
        Mirrored("UPDATE [work_items]", "OUTPUT 1").ShouldBeTrue();
        Mirrored("DELETE FROM [work_items]").ShouldBeTrue();
        Mirrored("SELECT COUNT(*)", "FROM [work_items]", "[TenantId] = @ef_filter__Tenant").ShouldBeTrue();
        Mirrored("OFFSET @", "FETCH NEXT @", " IN (@subjects1, @subjects2)").ShouldBeTrue();
        Mirrored("UPDATE [w]", "[w].[Fence] + ").ShouldBeTrue();
        Mirrored("SELECT TOP(2)", "FROM [work_items]").ShouldBeTrue();
    }

    [Fact]
    public async Task The_real_save_is_not_disturbed_by_its_image()
    {
        await _app.InAsync(_tenant, async db =>
        {
            db.AuditEntries.Add(AuditEntry.Of(_tenant, Actor.System, "mirror.tested", "test", "1", null, null, null, TestClock.Noon));
            await db.SaveChangesAsync();
        });

        var entry = await _app.InAsync(_tenant, db => db.AuditEntries.SingleAsync());
        entry.Sequence.ShouldBe(1);
        entry.ComputeHash().ShouldBe(entry.Hash);
    }

    [Fact]
    public async Task A_query_in_another_databases_words_fails_on_the_spot()
    {
        var failure = await Should.ThrowAsync<InvalidOperationException>(() =>
            _app.InAsync(_tenant, db => db.WorkItems.FromSqlRaw("SELECT * FROM work_items LIMIT 1").ToListAsync()));

        failure.Message.ShouldContain("SQL Server would not parse this");
    }

    private static bool Mirrored(params string[] parts) => SqlServerMirror.Instance.Statements.Any(sql => parts.All(sql.Contains));
}
