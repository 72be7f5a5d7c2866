using Microsoft.EntityFrameworkCore;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Common;

/// <summary>Many rows at once must come to the same as row by row.</summary>
public sealed class BulkRowsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Due = new(2026, 11, 22, 8, 30, 0, 123, TimeSpan.Zero);
    private TestApp _app = null!;
    private TenantId _tenant;

    public async Task InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _tenant = await _app.FoundTenantAsync("a");
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Many_new_rows_come_back_as_they_were_written()
    {
        var items = Items(40);
        await SaveAsync(items);

        var found = await _app.InAsync(_tenant, db => db.WorkItems.AsNoTracking().OrderBy(x => x.Subject).ToListAsync());
        found.Count.ShouldBe(40);
        found.Select(x => (x.Id, x.Kind, x.Subject, x.DueAt, x.Payload, x.Lease, x.State))
            .ShouldBe(items.OrderBy(x => x.Subject, StringComparer.Ordinal).Select(x => (x.Id, x.Kind, x.Subject, x.DueAt, x.Payload, x.Lease, x.State)));
    }

    [Fact]
    public async Task What_was_written_at_once_can_be_changed_and_written_again_in_the_same_scope()
    {
        await _app.InAsync(_tenant, async db =>
        {
            var items = Items(20);
            db.WorkItems.AddRange(items);
            await db.SaveAtOnceAsync(CancellationToken.None);
            foreach (var item in items) item.Cancel(Due);
            await db.SaveAtOnceAsync(CancellationToken.None);
            items[3].Postpone(Due.AddHours(1));
            await db.SaveChangesAsync();
        });

        await _app.InAsync(_tenant, async db =>
        {
            (await db.WorkItems.CountAsync(x => x.State == WorkItemState.Cancelled && x.FinishedAt == Due)).ShouldBeGreaterThanOrEqualTo(19);
            (await db.WorkItems.CountAsync(x => x.VisibleAt == Due.AddHours(1))).ShouldBe(1);
        });
    }

    [Fact]
    public async Task A_row_that_somebody_changed_in_the_meantime_stops_them_all()
    {
        var items = Items(20);
        await SaveAsync(items);

        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => _app.InAsync(_tenant, async db =>
        {
            var mine = await db.WorkItems.ToListAsync();
            await _app.InAsync(_tenant, other => other.WorkItems.Where(x => x.Id == items[7].Id).ExecuteUpdateAsync(x => x.SetProperty(i => i.Fence, i => i.Fence + 1)));
            foreach (var item in mine) item.Postpone(Due.AddHours(2));
            await db.SaveAtOnceAsync(CancellationToken.None);
        }));

        (await _app.InAsync(_tenant, db => db.WorkItems.CountAsync(x => x.VisibleAt == Due.AddHours(2)))).ShouldBe(0);
    }

    [Fact]
    public async Task A_key_that_is_taken_is_told_as_such_and_nothing_is_kept()
    {
        var taken = Items(1);
        await SaveAsync(taken);

        var refused = await Should.ThrowAsync<DbUpdateException>(() => _app.InAsync(_tenant, async db =>
        {
            db.WorkItems.AddRange([.. Items(20), WorkItem.Schedule(taken[0].Id, _tenant, "probe", "again", Due, Due)]);
            await db.SaveAtOnceAsync(CancellationToken.None);
        }));

        await _app.InAsync(_tenant, async db =>
        {
            db.IsUniqueViolation(refused).ShouldBeTrue();
            (await db.WorkItems.CountAsync()).ShouldBe(1);
        });
    }

    private List<WorkItem> Items(int count) =>
        [.. Enumerable.Range(0, count).Select(n => WorkItem.Schedule(WorkItemId.New(), _tenant, "probe", $"“{n:00}”, 订单 'x'", Due.AddTicks(n), Due, n % 2 == 0 ? null : "{\"a\":1}"))];

    private Task SaveAsync(List<WorkItem> items) => _app.InAsync(_tenant, async db =>
    {
        db.WorkItems.AddRange(items);
        await db.SaveAtOnceAsync(CancellationToken.None);
    });
}
