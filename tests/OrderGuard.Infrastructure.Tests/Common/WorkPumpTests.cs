using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Common;

public sealed class WorkPumpTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task An_item_runs_when_it_is_due_and_not_before()
    {
        var probe = new ProbeHandler("probe");
        await using var app = await TestApp.StartAsync(_clock, Pumping.With(probe));
        var tenant = await app.FoundTenantAsync("grocer");
        await app.ScheduleAsync(tenant, "probe", _clock.GetUtcNow().AddMinutes(5));

        _clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        await app.PumpAsync();
        probe.Runs.ShouldBeEmpty();

        _clock.Advance(TimeSpan.FromTicks(1));
        await app.PumpAsync();
        await app.PumpAsync();
        probe.Runs.Count.ShouldBe(1);
        var item = await app.InAsync(tenant, db => db.WorkItems.SingleAsync());
        item.State.ShouldBe(WorkItemState.Done);
    }

    [Fact]
    public async Task The_sweep_tells_when_the_next_item_is_due()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundTenantAsync("grocer");
        var pump = app.Services.GetRequiredService<WorkPump>();
        (await pump.SweepAsync(default)).ShouldBeNull();

        await app.ScheduleAsync(tenant, "probe", _clock.GetUtcNow().AddMilliseconds(300));
        await app.ScheduleAsync(tenant, "probe", _clock.GetUtcNow().AddHours(1));

        (await pump.SweepAsync(default)).ShouldBe(_clock.GetUtcNow().AddMilliseconds(300));
    }

    [Fact]
    public async Task What_fell_due_while_nothing_ran_is_caught_up_once()
    {
        var probe = new ProbeHandler("probe");
        await using var app = await TestApp.StartAsync(_clock, Pumping.With(probe));
        var tenant = await app.FoundTenantAsync("grocer");
        await app.ScheduleAsync(tenant, "probe", _clock.GetUtcNow().AddMinutes(1), count: 30);

        _clock.Advance(TimeSpan.FromDays(3));
        await app.PumpAsync();
        await app.PumpAsync();

        probe.Runs.Count.ShouldBe(30);
        probe.Runs.Distinct().Count().ShouldBe(30);
        probe.Batches.ShouldBe([30]);
    }

    [Fact]
    public async Task Three_nodes_on_one_database_never_run_an_item_twice()
    {
        var probe = new ProbeHandler("probe", (_, ct) => Task.Delay(2, ct));
        await using var app = await TestApp.StartAsync(_clock, Pumping.With(probe));
        app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<WorkOptions>>().Value.LaneSize = 7;
        var tenants = await Task.WhenAll(app.FoundTenantAsync("a"), app.FoundTenantAsync("b"), app.FoundTenantAsync("c"));
        foreach (var tenant in tenants) await app.ScheduleAsync(tenant, "probe", _clock.GetUtcNow(), count: 60);

        WorkPump[] nodes = [app.SecondPump(), app.SecondPump(), app.SecondPump()];
        await Task.WhenAll(nodes.Select(node => Task.Run(async () =>
        {
            for (var i = 0; i < 100 && probe.Runs.Count < 180; i++)
            {
                await node.SweepAsync(default);
                await node.RestAsync();
            }
        })));

        probe.Runs.Count.ShouldBe(180);
        probe.Runs.Distinct().Count().ShouldBe(180);
    }

    [Fact]
    public async Task The_item_of_a_node_that_died_comes_back_when_the_lease_ends()
    {
        var probe = new ProbeHandler("probe");
        await using var app = await TestApp.StartAsync(_clock, Pumping.With(probe));
        var tenant = await app.FoundTenantAsync("grocer");
        await app.ScheduleAsync(tenant, "probe", _clock.GetUtcNow());
        var leaseEnds = _clock.GetUtcNow().AddSeconds(30);
        await app.InAsync(tenant, db => db.WorkItems.ExecuteUpdateAsync(x => x
            .SetProperty(i => i.Lease, Guid.CreateVersion7()).SetProperty(i => i.Fence, 1).SetProperty(i => i.VisibleAt, leaseEnds)));

        _clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        await app.PumpAsync();
        probe.Runs.ShouldBeEmpty();

        _clock.Advance(TimeSpan.FromTicks(1));
        await app.PumpAsync();
        probe.Runs.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_lease_of_work_that_takes_long_is_renewed_while_its_node_lives()
    {
        var probe = new LongHandler();
        await using var app = await TestApp.StartAsync(_clock, Pumping.With(probe));
        var tenant = await app.FoundTenantAsync("grocer");
        await app.ScheduleAsync(tenant, "long", _clock.GetUtcNow());
        WorkPump first = app.SecondPump(), second = app.SecondPump();
        await first.SweepAsync(default);
        await probe.Began.Task.WaitAsync(TimeSpan.FromSeconds(10));

        // Three leases long.
        for (var i = 0; i < 9; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            // At this step or at the one before: the next renewal is set out only after one is saved.
            var renewed = _clock.GetUtcNow().AddSeconds(15);
            for (var tries = 0; tries < 500 && await app.InAsync(tenant, db => db.WorkItems.AnyAsync(x => x.VisibleAt < renewed)); tries++) await Task.Delay(10);
            await second.SweepAsync(default);
        }
        probe.End.SetResult();
        await first.RestAsync();
        await second.RestAsync();

        probe.Runs.ShouldBe(1);
        probe.BrokenOff.ShouldBeFalse();
        (await app.InAsync(tenant, db => db.WorkItems.SingleAsync())).State.ShouldBe(WorkItemState.Done);
    }

    [Fact]
    public async Task A_node_that_lost_its_lease_cannot_finish_the_item()
    {
        TestApp? app = null;
        var taken = false;
        var probe = new ProbeHandler("probe", async (items, _) =>
        {
            if (taken) return;
            taken = true;
            var id = items[0].Id;
            await app!.InAsync(items[0].TenantId, db => db.WorkItems.Where(x => x.Id == id)
                .ExecuteUpdateAsync(x => x.SetProperty(i => i.Fence, i => i.Fence + 1).SetProperty(i => i.Lease, Guid.CreateVersion7())));
        });
        await using var disposing = app = await TestApp.StartAsync(_clock, Pumping.With(probe));
        var tenant = await app.FoundTenantAsync("grocer");
        await app.ScheduleAsync(tenant, "probe", _clock.GetUtcNow());

        await app.PumpAsync();

        probe.Runs.Count.ShouldBe(1);
        var item = await app.InAsync(tenant, db => db.WorkItems.SingleAsync());
        item.State.ShouldBe(WorkItemState.Waiting);
        item.Attempt.ShouldBe(0);
    }

    [Fact]
    public async Task One_item_at_fault_does_not_take_its_batch_with_it_and_ends_with_a_person()
    {
        var probe = new ProbeHandler("probe", (items, _) => items.Any(x => x.Subject == "13") ? throw new InvalidOperationException("Thirteen") : Task.CompletedTask);
        await using var app = await TestApp.StartAsync(_clock, Pumping.With(probe));
        var tenant = await app.FoundTenantAsync("grocer");
        await app.ScheduleAsync(tenant, "probe", _clock.GetUtcNow(), count: 40);

        await app.PumpAsync();
        var failed = await app.InAsync(tenant, db => db.WorkItems.SingleAsync(x => x.State != WorkItemState.Done));
        failed.Subject.ShouldBe("13");
        failed.Attempt.ShouldBe(1);
        failed.Error.ShouldBe("InvalidOperationException: Thirteen");
        (failed.VisibleAt - _clock.GetUtcNow()).ShouldBeInRange(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));

        for (var i = 0; i < 7; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(20));
            await app.PumpAsync();
        }
        failed = await app.InAsync(tenant, db => db.WorkItems.SingleAsync(x => x.State != WorkItemState.Done));
        failed.State.ShouldBe(WorkItemState.ManualReview);
        failed.Attempt.ShouldBe(8);
    }

    [Fact]
    public async Task A_handler_that_hangs_holds_up_neither_another_tenant_nor_another_kind()
    {
        var never = new TaskCompletionSource();
        var stuck = new ProbeHandler("stuck", (_, _) => never.Task);
        var quick = new ProbeHandler("quick");
        await using var app = await TestApp.StartAsync(_clock, Pumping.With(stuck, quick));
        var tenants = await Task.WhenAll(Enumerable.Range(0, 6).Select(x => app.FoundTenantAsync($"t{x}")));
        foreach (var tenant in tenants) await app.ScheduleAsync(tenant, "stuck", _clock.GetUtcNow(), count: 3);
        var pump = app.Services.GetRequiredService<WorkPump>();
        await pump.SweepAsync(default);
        await WaitFor(() => stuck.Batches.Count == 4);

        foreach (var tenant in tenants) await app.ScheduleAsync(tenant, "quick", _clock.GetUtcNow());
        for (var i = 0; i < 6; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            await pump.SweepAsync(default);
            await Task.Delay(50);
        }

        await WaitFor(() => quick.Runs.Count == 6);
        never.SetResult();
        await pump.RestAsync();
    }

    [Fact]
    public async Task Finished_items_are_removed_after_a_while_and_waiting_ones_stay()
    {
        await using var app = await TestApp.StartAsync(_clock, Pumping.With(new ProbeHandler("probe")));
        var tenant = await app.FoundTenantAsync("grocer");
        await app.ScheduleAsync(tenant, "probe", _clock.GetUtcNow(), count: 5);
        await app.ScheduleAsync(tenant, "probe", _clock.GetUtcNow().AddDays(30));
        await app.PumpAsync();
        var purge = ActivatorUtilities.CreateInstance<WorkPurgeJob>(app.Services);

        _clock.Advance(TimeSpan.FromDays(7));
        (await purge.PurgeAsync(default)).ShouldBe(0);
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await purge.PurgeAsync(default)).ShouldBe(5);

        (await app.InAsync(tenant, db => db.WorkItems.CountAsync())).ShouldBe(1);
    }

    private static async Task WaitFor(Func<bool> condition)
    {
        for (var i = 0; i < 500 && !condition(); i++) await Task.Delay(10);
        condition().ShouldBeTrue();
    }

    private sealed class LongHandler : IWorkHandler
    {
        public string Kind => "long";

        public bool TakesLong => true;

        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Runs { get; private set; }

        public bool BrokenOff { get; private set; }

        public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
        {
            Runs++;
            Began.TrySetResult();
            await End.Task;
            BrokenOff = ct.IsCancellationRequested;
        }
    }
}
