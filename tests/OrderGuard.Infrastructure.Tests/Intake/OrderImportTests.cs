using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Intake;

public sealed class OrderImportTests : IDisposable
{
    private const string Header = "no,bought,paid,kind,total\n";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("orderguard-imports-").FullName;

    [Fact]
    public async Task Dirty_rows_are_rejected_with_line_and_reason_and_the_rest_is_imported()
    {
        await using var app = await ImportedHistory.StartAsync(_folder);
        var tenant = await EnterAsync(app);
        var queued = await app.QueueAsync(Header
            + "SO-1,2026-11-01 10:00:00,2026-11-01 10:30:00,toys,12.50\n"
            + ",2026-11-01 10:00:00,,toys,1\n"
            + "SO-3,soon,,toys,1\n"
            + "SO-4,,,toys,1\n"
            + "SO-5,2026-11-01 10:00:00,,toys,plenty\n"
            + "SO-6,2026-11-01 10:00:00,,\"to\"\"ys\",7\n", "small");

        await app.RunWaitingAsync();

        var done = await app.GetAsync(queued.Id);
        (done.State, done.Rows, done.OrdersCreated, done.EventsApplied, done.Rejected).ShouldBe((ImportState.Completed, 6, 2, 3, 4));
        var rejected = (await app.RunAsync<GetRejectedRows, RejectedRows>(new GetRejectedRows(new(queued.Id)))).Required.Rows;
        rejected.Select(x => x.Line).ShouldBe([3, 4, 5, 6]);
        rejected[1].Reason.ShouldContain("soon");
        rejected[1].Text.ShouldBe("SO-3,soon,,toys,1");
        (await app.InAsync(tenant, db => db.Orders.Select(x => x.Category).OrderBy(x => x).ToListAsync())).ShouldBe(["to\"ys", "toys"]);
    }

    [Fact]
    public async Task History_arms_no_deadline_that_was_due_before_the_import_and_arms_those_that_are_not()
    {
        var clock = new TestClock(Now);
        await using var app = await ImportedHistory.StartAsync(_folder, clock);
        var tenant = await EnterAsync(app);

        await app.QueueAsync(Header + "OLD,2026-11-22 08:59:59,,toys,1\nYOUNG,2026-11-22 09:00:00,,toys,1\n", "small");
        await app.RunWaitingAsync();

        var deadlines = await app.InAsync(tenant, async db => (await db.Orders.ToListAsync()).ToDictionary(x => x.OrderNo, x => x.Deadlines.Count));
        deadlines.ShouldBe(new Dictionary<string, int> { ["OLD"] = 0, ["YOUNG"] = 1 }, ignoreOrder: true);
        (await app.InAsync(tenant, db => db.WorkItems.CountAsync())).ShouldBe(1);
        (await app.InAsync(tenant, db => db.Alerts.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task A_cancelled_import_stops_at_the_next_chunk_and_keeps_what_it_has_applied()
    {
        await using var app = await ImportedHistory.StartAsync(_folder);
        var tenant = await EnterAsync(app);
        var queued = await app.QueueAsync(Rows(2_000), "small");
        var cancelled = false;

        await app.RunWaitingAsync(new Each(x =>
        {
            if (cancelled) return;
            cancelled = true;
            app.RunAsync<CancelImport, ImportView>(new CancelImport(new(x.Id))).GetAwaiter().GetResult().Refusal.ShouldBeNull();
        }));

        var done = await app.GetAsync(queued.Id);
        done.State.ShouldBe(ImportState.Cancelled);
        done.Rows.ShouldBeInRange(1, 1_999);
        (await app.InAsync(tenant, db => db.Orders.CountAsync())).ShouldBe((int)done.OrdersCreated);
        (await app.RunAsync<CancelImport, ImportView>(new CancelImport(new(queued.Id)))).Refusal.ShouldBe(ImportRefusals.OverAlready);
    }

    [Fact]
    public async Task An_import_that_waits_is_cancelled_at_once()
    {
        await using var app = await ImportedHistory.StartAsync(_folder);
        await EnterAsync(app);
        var queued = await app.QueueAsync(Rows(3), "small");

        (await app.RunAsync<CancelImport, ImportView>(new CancelImport(new(queued.Id)))).Required.State.ShouldBe(ImportState.Cancelled);

        (await app.RunWaitingAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_whose_node_died_is_run_again_from_the_start_and_nothing_happens_twice()
    {
        var clock = new TestClock(Now);
        await using var app = await ImportedHistory.StartAsync(_folder, clock);
        var tenant = await EnterAsync(app);
        var queued = await app.QueueAsync(Rows(1_200), "small");
        var dead = await DieInTheMiddleAsync(app);

        (await app.RunWaitingAsync()).ShouldBeEmpty(); // The node may still be alive.
        clock.Advance(TimeSpan.FromSeconds(31));
        (await app.RunWaitingAsync()).Count.ShouldBe(1);

        var done = await app.GetAsync(queued.Id);
        (done.State, done.Rows, done.Rejected).ShouldBe((ImportState.Completed, 1_200, 0));
        (await app.InAsync(tenant, db => db.Orders.CountAsync())).ShouldBe(1_200);
        (await app.InAsync(tenant, db => db.OrderEvents.CountAsync())).ShouldBe(1_320);

        // The node that was thought dead wakes up: it can no longer write to the job.
        await using var content = app.Services.GetRequiredService<IImportFiles>().Open(tenant, dead.File!.Value)!;
        await app.Services.GetRequiredService<OrderImport>().RunAsync(tenant, dead.Job, dead.Run, content, null, default);
        (await app.GetAsync(queued.Id)).ShouldBe(done);
    }

    [Fact]
    public async Task A_node_that_stops_gives_its_job_back()
    {
        await using var app = await ImportedHistory.StartAsync(_folder);
        await EnterAsync(app);
        var queued = await app.QueueAsync(Rows(10), "small");
        var queue = app.Services.GetRequiredService<ImportQueue>();
        var started = (await queue.TakeAsync(TimeSpan.FromSeconds(30), default)).ShouldNotBeNull();

        await queue.GiveBackAsync(started);

        (await app.GetAsync(queued.Id)).State.ShouldBe(ImportState.Queued);
        (await app.RunWaitingAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Tenants_take_turns()
    {
        await using var app = await ImportedHistory.StartAsync(_folder);
        var busy = await EnterAsync(app);
        foreach (var _ in new int[3]) await app.QueueAsync(Rows(2), "small");
        var quiet = await EnterAsync(app, "quiet");
        await app.QueueAsync(Rows(2), "small");

        var ran = await app.RunWaitingAsync();

        ran.Select(x => x.Tenant).ShouldBe([busy, quiet, busy, busy]);
    }

    [Fact]
    public async Task What_belongs_to_another_tenant_does_not_exist()
    {
        await using var app = await ImportedHistory.StartAsync(_folder);
        await EnterAsync(app);
        var queued = await app.QueueAsync(Header + ",,,,\n", "small");
        var file = (await app.RunAsync<ReceiveImportFile, ReceivedFile>(new ReceiveImportFile(new MemoryStream("no\n"u8.ToArray())))).Required;
        await app.RunWaitingAsync();

        await EnterAsync(app, "other");

        (await app.RunAsync<GetImport, ImportView>(new GetImport(new(queued.Id)))).Refusal!.Kind.ShouldBe(RefusalKind.NotFound);
        (await app.RunAsync<CancelImport, ImportView>(new CancelImport(new(queued.Id)))).Refusal!.Kind.ShouldBe(RefusalKind.NotFound);
        (await app.RunAsync<GetRejectedRows, RejectedRows>(new GetRejectedRows(new(queued.Id)))).Refusal!.Kind.ShouldBe(RefusalKind.NotFound);
        (await app.RunAsync<ListImports, ImportList>(new ListImports())).Required.Items.ShouldBeEmpty();
        (await app.RunAsync<ListImports, ImportList>(new ListImports(After: queued.Id))).Refusal!.Kind.ShouldBe(RefusalKind.NotFound);
        (await app.RunAsync<StartImport, ImportView>(new StartImport(file.Id, "a.csv", "small"))).Refusal.ShouldBe(ImportRefusals.FileGone);
        (await app.RunAsync<PreviewImport, ImportPreview>(new PreviewImport(file.Id, "a.csv"))).Refusal.ShouldBe(ImportRefusals.FileGone);
    }

    [Fact]
    public async Task A_viewer_may_not_import()
    {
        await using var app = await ImportedHistory.StartAsync(_folder);
        var tenant = await EnterAsync(app);
        app.Caller = TestApp.Person(tenant, Role.Viewer);

        (await app.RunAsync<ReceiveImportFile, ReceivedFile>(new ReceiveImportFile(new MemoryStream([1])))).Refusal!.Kind.ShouldBe(RefusalKind.Forbidden);
        Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_profile_a_file_that_does_not_fit_and_an_empty_one_are_refused()
    {
        await using var app = await ImportedHistory.StartAsync(_folder);
        await EnterAsync(app);
        var file = (await app.RunAsync<ReceiveImportFile, ReceivedFile>(new ReceiveImportFile(new MemoryStream("number,when\n"u8.ToArray())))).Required;

        (await app.RunAsync<StartImport, ImportView>(new StartImport(file.Id, "a.csv", "none"))).Refusal!.Problems.Single().Pointer.ShouldBe("/profile");
        (await app.RunAsync<StartImport, ImportView>(new StartImport(file.Id, "a.csv", "small"))).Refusal!.Problems.ShouldAllBe(x => x.Pointer == "/file");
        (await app.RunAsync<ReceiveImportFile, ReceivedFile>(new ReceiveImportFile(new MemoryStream()))).Refusal.ShouldBe(ImportRefusals.FileEmpty);
    }

    [Fact]
    public async Task The_preview_shows_what_rows_would_become_and_changes_nothing()
    {
        await using var app = await ImportedHistory.StartAsync(_folder);
        var tenant = await EnterAsync(app);
        var file = (await app.RunAsync<ReceiveImportFile, ReceivedFile>(new ReceiveImportFile(new MemoryStream(Encoding.UTF8.GetBytes(
            "order_no,created_at,paid_at,category,amount\nSO-1,2026-11-01 10:00:00,2026-11-01 10:30:00,toys,1\nSO-2,later,,toys,1\n"))))).Required;

        var suggested = (await app.RunAsync<PreviewImport, ImportPreview>(new PreviewImport(file.Id, "shop.csv"))).Required;
        suggested.Profile.OrderNo.ShouldBe("order_no");
        var preview = (await app.RunAsync<PreviewImport, ImportPreview>(new PreviewImport(file.Id, "shop.csv",
            suggested.Profile with { Stages = new Dictionary<string, int> { ["created_at"] = 10, ["paid_at"] = 20 } }))).Required;

        preview.Refusal.ShouldBeNull();
        preview.Columns.Select(x => x.Name).ShouldBe(["order_no", "created_at", "paid_at", "category", "amount"]);
        preview.Rows[0].Events.Select(x => x.Status).ShouldBe([10, 20]);
        preview.Rows[1].Problem!.Code.ShouldBe("unreadable-time");
        (await app.InAsync(tenant, db => db.Orders.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Files_go_when_their_time_is_over_and_those_of_waiting_imports_stay()
    {
        var clock = new TestClock(Now);
        await using var app = await ImportedHistory.StartAsync(_folder, clock);
        await EnterAsync(app);
        await app.QueueAsync(Rows(2), "small");
        await app.RunWaitingAsync();
        clock.Advance(TimeSpan.FromHours(1));
        await app.QueueAsync(Rows(2), "small");

        await app.Services.GetRequiredService<ImportQueue>().SweepAsync(clock.GetUtcNow(), default);

        Directory.EnumerateFiles(_folder, "*.csv", SearchOption.AllDirectories).Count().ShouldBe(1);
        (await app.RunWaitingAsync()).Count.ShouldBe(1);
    }

    [Fact]
    [Trait("Runs", "Once")]
    public async Task A_hundred_thousand_rows_are_imported_in_bounded_memory()
    {
        await using var app = await ImportedHistory.StartAsync(_folder);
        var tenant = await EnterAsync(app);
        var queued = await app.QueueAsync(new GeneratedCsv(100_000), "small");
        var most = 0L;

        await app.RunWaitingAsync(new Each(x =>
        {
            if (x.Rows % 10_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        }));

        (await app.GetAsync(queued.Id)).ShouldSatisfyAllConditions(x => x.Rows.ShouldBe(100_000), x => x.OrdersCreated.ShouldBe(100_000), x => x.Rejected.ShouldBe(0));
        most.ShouldBeInRange(1, 150L * 1024 * 1024);
        (await app.InAsync(tenant, db => db.Orders.CountAsync())).ShouldBe(100_000);
    }

    private static async Task<TenantId> EnterAsync(TestApp app, string code = "grocer")
    {
        var tenant = await app.FoundAsync(code, ImportedHistory.SmallDocument);
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        return tenant;
    }

    /// <summary>A node that dies after its first chunk; what it had started.</summary>
    private static async Task<ImportQueue.Started> DieInTheMiddleAsync(TestApp app)
    {
        var started = (await app.Services.GetRequiredService<ImportQueue>().TakeAsync(TimeSpan.FromSeconds(30), default)).ShouldNotBeNull();
        await using var content = app.Services.GetRequiredService<IImportFiles>().Open(started.Tenant, started.File!.Value)!;
        await Should.ThrowAsync<OperationCanceledException>(() => app.Services.GetRequiredService<OrderImport>()
            .RunAsync(started.Tenant, started.Job, started.Run, content, new Each(_ => throw new OperationCanceledException()), default));
        return started;
    }

    private static string Rows(int count) => Header + string.Concat(Enumerable.Range(1, count).Select(GeneratedCsv.Row));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class Each(Action<ImportView> action) : IProgress<ImportView>
    {
        public void Report(ImportView value) => action(value);
    }

    /// <summary>A file of orders that never is in memory as a whole.</summary>
    private sealed class GeneratedCsv(int rows) : Stream
    {
        private byte[] _line = Encoding.UTF8.GetBytes(Header);
        private int _position;
        private int _row;

        public static string Row(int n) => string.Create(CultureInfo.InvariantCulture, $"SO-{n},2026-10-{n % 28 + 1:00} 10:00:00,{(n % 10 == 0 ? "2026-10-29 10:00:00" : "")},toys,{n % 500}.50\n");

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_position == _line.Length)
            {
                if (_row == rows) return 0;
                _line = Encoding.UTF8.GetBytes(Row(++_row));
                _position = 0;
            }
            var read = Math.Min(count, _line.Length - _position);
            Array.Copy(_line, _position, buffer, offset, read);
            _position += read;
            return read;
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
