using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Intake;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Intake;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.StatusSync;

/// <summary>What a source believes is compared as a whole: nothing moves, differences open and close mismatches.</summary>
public sealed class ReconciliationTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"orderguard-reconcile-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_file_opens_what_differs_closes_what_agrees_and_tells_what_is_unknown()
    {
        await using var app = await TestApp.StartAsync(_clock, WithFiles);
        var tenant = await app.FoundAsync(document: Document(null));
        await PlaceAsync(app, tenant, "SO-1", "SO-2", "SO-3");
        _clock.Advance(TimeSpan.FromHours(1));
        app.Caller = TestApp.Person(tenant, Role.Operator);

        var first = await RunAsync(app, tenant, "no,state\nSO-1,paid\nSO-2,new\nSO-9,new\nbroken\n");

        (first.Compared, first.Agreed, first.Opened, first.Unknown, first.Unreadable, first.State).ShouldBe((3, 1, 1, 1, 1, ReconciliationState.Completed));
        var alert = await app.InAsync(tenant, db => db.Alerts.SingleAsync(x => x.Kind == AlertKind.Mismatch));
        (alert.OrderNo, alert.Rule, alert.State).ShouldBe(("SO-2", "crm", AlertState.Open));
        (await app.InAsync(tenant, db => db.Orders.Select(x => x.Status).ToListAsync())).ShouldAllBe(x => x == 20);
        (await app.InAsync(tenant, db => db.ReconciliationDifferences.OrderBy(x => x.OrderNo).Select(x => x.OrderNo).ToListAsync())).ShouldBe(["SO-2", "SO-9"]);

        var second = await RunAsync(app, tenant, "no,state\nSO-2,paid\n");

        (second.Agreed, second.Closed).ShouldBe((1, 1));
        (await app.InAsync(tenant, db => db.Alerts.SingleAsync(x => x.Kind == AlertKind.Mismatch))).State.ShouldBe(AlertState.Resolved);
    }

    [Fact]
    public async Task Orders_that_the_source_knew_and_leaves_out_of_its_time_are_missing_and_others_are_not()
    {
        await using var app = await TestApp.StartAsync(_clock, WithFiles);
        var tenant = await app.FoundAsync(document: Document(null));
        var intake = app.Services.GetRequiredService<IIntake>();
        foreach (var orderNo in new[] { "EARLY", "SO-1", "SO-2", "SO-3", "SO-4", "LATE" })
        {
            await PlaceAsync(app, tenant, orderNo);
            // Of one of them the source has never spoken.
            if (orderNo != "SO-3") await intake.SubmitAsync([Shop.Report(tenant, "crm", $"crm-{orderNo}", orderNo, "paid", _clock.GetUtcNow())], CancellationToken.None);
            _clock.Advance(TimeSpan.FromHours(1));
        }
        app.Caller = TestApp.Person(tenant, Role.Operator);

        var run = await RunAsync(app, tenant, "no,state\nSO-1,paid\nSO-4,paid\nSO-4,paid\nSO-9,paid\n");

        (run.State, run.Agreed, run.Unknown, run.Missing).ShouldBe((ReconciliationState.Completed, 2, 1, 1));
        (await app.InAsync(tenant, db => db.ReconciliationDifferences.Where(x => x.Missing).Select(x => x.OrderNo).ToListAsync())).ShouldBe(["SO-2"]);
        (await app.InAsync(tenant, db => db.ReconciledOrders.CountAsync())).ShouldBe(0, "they are only needed while it runs");
        using var csv = new MemoryStream();
        (await app.RunAsync<ExportReconciliation, int>(new ExportReconciliation(run.Id, csv))).Required.ShouldBe(2);
        Encoding.UTF8.GetString(csv.ToArray()).ShouldContain("SO-2,paid,20,20,missing-at-source");
    }

    [Fact]
    public async Task A_list_is_asked_for_page_by_page_when_its_time_has_come()
    {
        await using var crm = new ReceivingServer(x => new ReceiverAnswer(200, x.Query["page"] switch
        {
            "1" => """{"items":[{"orderNo":"SO-1","status":"new"}]}""",
            "2" => """{"items":[{"orderNo":"SO-2","status":"paid"}]}""",
            _ => """{"items":[]}""",
        }));
        await using var app = await TestApp.StartAsync(_clock, x => x.Configure<Infrastructure.Integrations.OutgoingOptions>(o => o.AllowedHosts.Add(crm.Host)));
        var tenant = await app.FoundAsync(document: Document(new SourceQuery { List = crm.Address("/orders?page={page}"), Items = "$.items", Every = TimeSpan.FromHours(6) }));
        await PlaceAsync(app, tenant, "SO-1", "SO-2");
        _clock.Advance(TimeSpan.FromHours(1));
        var rounds = app.Services.GetRequiredService<ReconciliationRounds>();

        await rounds.RunAsync(default);
        await rounds.RunAsync(default);
        await app.PumpAsync();

        var run = await app.InAsync(tenant, db => db.ReconciliationRuns.SingleAsync());
        (run.Compared, run.Agreed, run.Opened, run.State, run.Error).ShouldBe((2, 1, 1, ReconciliationState.Completed, null));
        crm.Requests.Count.ShouldBe(3);
    }

    private void WithFiles(IServiceCollection services)
    {
        services.AddSingleton<IOrderFileReader, CsvOrderFiles>();
        services.AddSingleton<IImportFiles>(new ImportFiles(Options.Create(new ImportOptions { Folder = _folder }), _folder));
    }

    private static ConfigurationDocument Document(SourceQuery? query) => Shop.Document with
    {
        Sources = [Shop.Document.Sources[0] with { TimeZone = "UTC" }, new SourceDefinition { Code = "crm", Mapping = new Dictionary<string, int> { ["new"] = 10, ["paid"] = 20 }, Query = query }],
    };

    private async Task PlaceAsync(TestApp app, TenantId tenant, params string[] orderNos)
    {
        foreach (var orderNo in orderNos)
            await app.Services.GetRequiredService<IIntake>().SubmitAsync([Shop.Report(tenant, "shop", orderNo, orderNo, "20", _clock.GetUtcNow())], CancellationToken.None);
    }

    private static async Task<ReconciliationRun> RunAsync(TestApp app, TenantId tenant, string csv)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        var id = (await app.RunAsync<StartReconciliation, ReconciliationId>(new StartReconciliation("crm", content, "crm.csv", "no", "state"))).Required;
        await app.PumpAsync();
        return await app.InAsync(tenant, db => db.ReconciliationRuns.SingleAsync(x => x.Id == id));
    }
}
