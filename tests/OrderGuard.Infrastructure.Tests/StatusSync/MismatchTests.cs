using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Intake;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.StatusSync;

/// <summary>What a source says and what the order book says must come together, or somebody is told.</summary>
public sealed class MismatchTests
{
    private static readonly TimeSpan Floor = TimeSpan.FromMinutes(10);
    private readonly TestClock _clock = new();

    private static ConfigurationDocument Document => Shop.Document with
    {
        Sources =
        [
            Shop.Document.Sources[0] with { TimeZone = "UTC" }, Shop.Document.Sources[1] with { TimeZone = "UTC" },
            new SourceDefinition { Code = "crm", Mapping = new Dictionary<string, int> { ["new"] = 10, ["paid"] = 20, ["sent"] = 50 } },
        ],
        Truth = new TruthSettings { Floor = Floor },
    };

    [Fact]
    public async Task A_difference_that_lasts_is_told_once_with_both_sides_and_ends_when_they_agree()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Document);
        await ReportAsync(app, tenant, ("shop", "10"), ("crm", "new"), ("shop", "20"));

        await PassAsync(app, Floor - TimeSpan.FromSeconds(1));
        (await AlertsAsync(app, tenant)).ShouldBeEmpty();
        await PassAsync(app, TimeSpan.FromSeconds(2));
        await PassAsync(app, Floor * 3);

        var alert = (await AlertsAsync(app, tenant)).ShouldHaveSingleItem();
        alert.Rule.ShouldBe("crm");
        alert.State.ShouldBe(AlertState.Open);
        var mismatch = (await MismatchesAsync(app, tenant)).ShouldHaveSingleItem();
        (mismatch.SourceStatus, mismatch.OrderStatus, mismatch.Cause).ShouldBe((10, 20, MismatchCause.Late));

        await ReportAsync(app, tenant, ("crm", "paid"));
        (await AlertsAsync(app, tenant)).Single().State.ShouldBe(AlertState.Resolved);
        (await MismatchesAsync(app, tenant)).Single().End.ShouldBe(MismatchEnd.Agreed);
    }

    [Fact]
    public async Task What_comes_within_the_patience_is_never_told_and_teaches_how_late_the_source_is()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Document with { Truth = new TruthSettings { Floor = TimeSpan.FromMinutes(1) } });
        for (var i = 0; i < DelayMeasure.Enough; i++)
        {
            await ReportOnAsync(app, tenant, $"LATE-{i}", ("shop", "10"), ("crm", "new"), ("shop", "20"));
            _clock.Advance(TimeSpan.FromMinutes(5));
            await ReportOnAsync(app, tenant, $"LATE-{i}", ("crm", "paid"));
        }
        await app.PumpAsync();
        (await MismatchesAsync(app, tenant)).ShouldBeEmpty();

        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        var standing = (await app.RunAsync<GetMismatches, MismatchList>(new GetMismatches(new MismatchFilter(), 0, 10))).Required.Sources.Single(x => x.Source == "crm");
        standing.UsualDelay!.Value.ShouldBe(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1));
        standing.Patience.ShouldBe(standing.UsualDelay!.Value);
    }

    [Theory]
    [InlineData("crm", "gone fishing", MismatchCause.UnmappedWord)]
    [InlineData("wms", "packed", MismatchCause.IllegalMove)]
    public async Task The_likely_cause_is_named(string source, string word, MismatchCause cause)
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Document);
        await ReportAsync(app, tenant, ("shop", "50"), (source, word));

        await PassAsync(app, Floor + TimeSpan.FromSeconds(1));

        (await MismatchesAsync(app, tenant)).ShouldHaveSingleItem().Cause.ShouldBe(cause);
    }

    [Theory]
    [InlineData("crm", "gone fishing", MismatchCause.UnmappedWord)]
    [InlineData("wms", "packed", MismatchCause.IllegalMove)]
    public async Task What_the_source_says_while_a_mismatch_stands_explains_it_anew(string source, string word, MismatchCause cause)
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Document);
        await ReportAsync(app, tenant, ("shop", "10"), ("crm", "new"), ("shop", "40"), ("wms", "packed"), ("shop", "50"));
        await PassAsync(app, Floor + TimeSpan.FromSeconds(1));
        var before = (await MismatchesAsync(app, tenant)).Single(x => x.Source == source);
        before.Cause.ShouldBe(MismatchCause.Late);

        await ReportAsync(app, tenant, (source, word));
        await app.PumpAsync();

        var mismatch = (await MismatchesAsync(app, tenant)).Single(x => x.Source == source);
        (mismatch.Id, mismatch.Cause, mismatch.SourceWord, mismatch.ClosedAt).ShouldBe((before.Id, cause, word, null));
        var alert = (await AlertsAsync(app, tenant)).Single(x => x.Rule == source);
        alert.State.ShouldBe(AlertState.Open);
        alert.Title.En.ShouldContain($"({MismatchAlerts.Because(cause).En})");
    }

    [Fact]
    public async Task A_report_that_was_overtaken_on_its_way_is_late_and_no_illegal_move()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Document);
        var packed = _clock.GetUtcNow();
        await ReportAsync(app, tenant, ("shop", "50"));
        await app.Services.GetRequiredService<IIntake>().SubmitAsync([Shop.Report(tenant, "wms", "late", "SO-1", "packed", packed)], CancellationToken.None);

        await PassAsync(app, Floor + TimeSpan.FromSeconds(1));

        (await MismatchesAsync(app, tenant)).ShouldHaveSingleItem().Cause.ShouldBe(MismatchCause.Late);
    }

    [Fact]
    public async Task A_source_that_takes_back_its_own_word_moves_illegally_also_where_the_order_had_gone_on_before_that_came()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Document);
        await ReportAsync(app, tenant, ("shop", "20"), ("wms", "packed"), ("wms", "已出库"));
        _clock.Advance(TimeSpan.FromSeconds(5));
        var back = _clock.GetUtcNow();
        await ReportAsync(app, tenant, ("shop", "80"));
        await app.Services.GetRequiredService<IIntake>().SubmitAsync([Shop.Report(tenant, "wms", "back", "SO-1", "packed", back)], CancellationToken.None);

        await PassAsync(app, Floor + TimeSpan.FromSeconds(1));

        (await MismatchesAsync(app, tenant)).Single(x => x.Source == "wms").Cause.ShouldBe(MismatchCause.IllegalMove);
    }

    [Fact]
    public async Task A_source_whose_times_run_backwards_has_a_clock_to_look_at()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Document);
        await ReportAsync(app, tenant, ("shop", "10"), ("crm", "new"), ("shop", "20"));

        // It does say that the order is paid, but as if that had been before it was new.
        var backwards = Shop.Report(tenant, "crm", "backwards", "SO-1", "paid", _clock.GetUtcNow() - TimeSpan.FromHours(1));
        (await app.Services.GetRequiredService<IIntake>().SubmitAsync([backwards], CancellationToken.None)).Single().Outcome.ShouldBe(Domain.Orders.EventOutcome.Stale);
        await PassAsync(app, Floor + TimeSpan.FromSeconds(1));

        (await MismatchesAsync(app, tenant)).ShouldHaveSingleItem().Cause.ShouldBe(MismatchCause.Clock);
    }

    [Fact]
    public async Task A_source_that_spoke_of_others_since_has_lost_the_event()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Document);
        await ReportAsync(app, tenant, ("shop", "10"), ("crm", "new"), ("shop", "20"));
        _clock.Advance(TimeSpan.FromMinutes(5));
        await ReportOnAsync(app, tenant, "OTHER", ("shop", "10"), ("crm", "new"));

        await PassAsync(app, Floor);

        (await MismatchesAsync(app, tenant)).ShouldHaveSingleItem().Cause.ShouldBe(MismatchCause.LostEvent);
    }

    [Fact]
    public async Task A_person_accepts_the_sources_word_and_takes_that_back()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Document);
        await ReportAsync(app, tenant, ("shop", "10"), ("crm", "sent"));
        await PassAsync(app, Floor + TimeSpan.FromSeconds(1));
        var mismatch = (await MismatchesAsync(app, tenant)).Single();
        app.Caller = TestApp.Person(tenant, Role.Operator);

        var settled = (await app.RunAsync<SettleMismatches, SettledMismatches>(new SettleMismatches([mismatch.Id], MismatchEnd.Accepted, "The parcel was seen leaving"))).Required;

        settled.Refused.ShouldBeEmpty();
        (await StatusAsync(app, tenant)).ShouldBe(50);
        (await AlertsAsync(app, tenant)).Single().State.ShouldBe(AlertState.Resolved);
        var told = await app.InAsync(tenant, db => db.AuditEntries.SingleAsync(x => x.Action == "order.truth-accepted"));
        told.After!.ShouldContain("The parcel was seen leaving");

        (await app.RunAsync<UndoSettled, SettledMismatches>(new UndoSettled([mismatch.Id]))).Required.Refused.ShouldBeEmpty();
        (await StatusAsync(app, tenant)).ShouldBe(10);
        (await AlertsAsync(app, tenant)).Single().State.ShouldBe(AlertState.Open);
        await PassAsync(app, Floor * 2);
        (await MismatchesAsync(app, tenant)).ShouldHaveSingleItem().ClosedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Who_only_views_settles_nothing()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Document);
        app.Caller = TestApp.Person(tenant, Role.Viewer);

        var refused = await app.RunAsync<SettleMismatches, SettledMismatches>(new SettleMismatches([MismatchId.New()], MismatchEnd.Accepted, "Because"));

        refused.Refusal.ShouldBe(Refusal.Forbidden);
    }

    [Fact]
    public async Task A_mismatch_that_a_person_has_kept_is_not_told_again()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Document);
        await ReportAsync(app, tenant, ("shop", "10"), ("crm", "sent"));
        await PassAsync(app, Floor + TimeSpan.FromSeconds(1));
        app.Caller = TestApp.Person(tenant, Role.Operator);
        await app.RunAsync<SettleMismatches, SettledMismatches>(new SettleMismatches([(await MismatchesAsync(app, tenant)).Single().Id], MismatchEnd.Kept, "The CRM is wrong"));

        await ReportAsync(app, tenant, ("shop", "20"));
        await PassAsync(app, Floor * 3);

        (await MismatchesAsync(app, tenant)).ShouldHaveSingleItem().End.ShouldBe(MismatchEnd.Kept);
        (await AlertsAsync(app, tenant)).ShouldHaveSingleItem().State.ShouldBe(AlertState.Resolved);
    }

    [Fact]
    public async Task A_source_that_can_be_asked_answers_and_the_sides_agree()
    {
        await using var crm = new ReceivingServer(x => x.Headers.GetValueOrDefault("Authorization") is null && x.Path == "/orders/SO-1" ? new ReceiverAnswer(200, """{"status":"paid"}""") : new ReceiverAnswer(404));
        await using var app = await TestApp.StartAsync(_clock, x => x.Configure<Infrastructure.Integrations.OutgoingOptions>(o => o.AllowedHosts.Add(crm.Host)));
        var tenant = await app.FoundAsync(document: Document with
        {
            Sources = [.. Document.Sources.Take(2), Document.Sources[2] with { Query = new SourceQuery { Url = crm.Address("/orders/{orderNo}") } }],
        });
        await ReportAsync(app, tenant, ("shop", "10"), ("crm", "new"), ("shop", "20"));
        await PassAsync(app, Floor + TimeSpan.FromSeconds(1));
        app.Caller = TestApp.Person(tenant, Role.Operator);

        var asked = (await app.RunAsync<AskSources, AskedSources>(new AskSources([(await MismatchesAsync(app, tenant)).Single().Id]))).Required;

        asked.Answers.ShouldHaveSingleItem().Word.ShouldBe("paid");
        (await MismatchesAsync(app, tenant)).Single().End.ShouldBe(MismatchEnd.Agreed);
    }

    private async Task PassAsync(TestApp app, TimeSpan time)
    {
        _clock.Advance(time);
        await app.PumpAsync();
    }

    private Task ReportAsync(TestApp app, TenantId tenant, params (string Source, string Word)[] reports) => ReportOnAsync(app, tenant, "SO-1", reports);

    private async Task ReportOnAsync(TestApp app, TenantId tenant, string orderNo, params (string Source, string Word)[] reports)
    {
        foreach (var (source, word) in reports)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            await app.Services.GetRequiredService<IIntake>().SubmitAsync([Shop.Report(tenant, source, Guid.NewGuid().ToString(), orderNo, word, _clock.GetUtcNow())], CancellationToken.None);
        }
    }

    private static Task<int> StatusAsync(TestApp app, TenantId tenant) => app.InAsync(tenant, db => db.Orders.Where(x => x.OrderNo == "SO-1").Select(x => x.Status).SingleAsync());

    private static Task<List<Alert>> AlertsAsync(TestApp app, TenantId tenant) => app.InAsync(tenant, db => db.Alerts.Where(x => x.Kind == AlertKind.Mismatch).ToListAsync());

    private static Task<List<Mismatch>> MismatchesAsync(TestApp app, TenantId tenant) => app.InAsync(tenant, db => db.Mismatches.ToListAsync());
}
