using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.StatusSync;

/// <summary>A source is tried from end to end by the draft, on to a real test endpoint, and no order of the company takes part.</summary>
public sealed class RehearsalTests
{
    private static readonly SourceDefinition Nested = new()
    {
        Code = "wms", Role = SourceRole.Contributor, MayEnter = [40, 50, 60, 70], Mapping = new Dictionary<string, int> { ["packed"] = 40, ["out"] = 50, ["gone"] = 50, ["arrived"] = 70 },
        Extract = new SourceExtract { Path = "$.data.items[0].state" }, Rules = [new StatusRule { Word = "moving", Status = 60, When = [new FieldCondition { Path = "$.data.type", Value = "road" }, new FieldCondition { Path = "order.amount", Is = FieldTest.Above, Value = "10" }] }],
    };

    private readonly TestClock _clock = new();

    [Fact]
    public async Task A_disturbed_sequence_passes_from_end_to_end_and_leaves_a_certificate_in_the_audit()
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(200));
        await using var app = await Receiver.StartAsync(TimeProvider.System, server.Host);
        var tenant = await DraftedAsync(app, Nested, Receiver.Target(server) with { Address = "https://real.example/never", TestAddress = server.Address("/test"), Secrets = new Dictionary<string, string>() });

        var run = await RehearseAsync(app, tenant, new RehearsalPlan(RehearsalKind.Generated, 7, 240, 0.05, ["erp"]));

        run.Error.ShouldBeNull();
        var report = run.Report!;
        report.Findings.Where(x => x.Verdict is not RehearsalVerdict.Passed).ShouldBeEmpty();
        (run.State, run.Passed, report.Tally.NotGenerated.Count).ShouldBe((RehearsalState.Completed, true, 0));
        // Repeats, stragglers and unknown words come on top of what was asked for.
        report.Tally.Understood.Of.ShouldBeGreaterThanOrEqualTo(240);
        report.Tally.Understood.ShouldBe(new RehearsedShare(report.Tally.Understood.Of, report.Tally.Understood.Of));
        new[] { report.Tally.Duplicates, report.Tally.Unknown, report.Tally.OutOfOrder, report.Tally.Late, report.Tally.Timed }.ShouldAllBe(x => x.Of > 0);
        report.Tally.ClockNoticed.ShouldBeTrue();
        server.Requests.Count.ShouldBe(report.Targets.Single().Pushes);
        server.Requests.ShouldAllBe(x => x.Path == "/test" && x.Text.Contains("\"test\": true", StringComparison.Ordinal));
        // Each order's statuses came in its order, and once.
        server.Requests.Select(x => x.Headers["Idempotency-Key"]).ShouldBeUnique();
        foreach (var order in server.Requests.GroupBy(x => x.Told().Order)) order.Select(x => Step(x)).ShouldBeInOrder();
        (await app.InAsync(tenant, db => db.Orders.CountAsync())).ShouldBe(0);
        (await app.InAsync(tenant, db => db.OrderEvents.CountAsync())).ShouldBe(0);
        (await app.InAsync(tenant, db => db.StatusPushes.CountAsync())).ShouldBe(0);
        (await app.InAsync(tenant, db => db.TargetGates.CountAsync())).ShouldBe(0);
        var kept = await app.InAsync(tenant, db => db.AuditEntries.SingleAsync(x => x.Action == "rehearsal.certified"));
        kept.Subject.ShouldBe("wms");
        kept.After!.ShouldContain(run.MappingHash);
        kept.After!.ShouldContain(run.ConfigurationHash);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_sequence()
    {
        await using var app = await TestApp.OnSqliteAsync(_clock);
        var tenant = await DraftedAsync(app, Nested);

        var (first, second, other) = (await RehearseAsync(app, tenant, Plan(3)), await RehearseAsync(app, tenant, Plan(3)), await RehearseAsync(app, tenant, Plan(4)));

        JsonSerializer.Serialize(first.Report!.Tally).ShouldBe(JsonSerializer.Serialize(second.Report!.Tally));
        JsonSerializer.Serialize(other.Report!.Tally).ShouldNotBe(JsonSerializer.Serialize(first.Report!.Tally));

        static RehearsalPlan Plan(int seed) => new(RehearsalKind.Generated, seed, 120, 0.05, []);
    }

    [Fact]
    public async Task Words_that_lead_where_no_transition_leads_fail_it()
    {
        await using var app = await TestApp.OnSqliteAsync(_clock);
        var island = new StatusDefinition { Code = 45, Name = "LABELLED", Next = [50] };
        var tenant = await DraftedAsync(app, Nested with { MayEnter = [45, 50], Mapping = new Dictionary<string, int> { ["labelled"] = 45, ["out"] = 50 }, Extract = null, Rules = [] }, statuses: [island]);

        var run = await RehearseAsync(app, tenant, new RehearsalPlan(RehearsalKind.Generated, 1, 40, 0, []));

        (run.State, run.Passed).ShouldBe((RehearsalState.Completed, false));
        run.Report!.Findings.Single(x => x.Verdict is RehearsalVerdict.Failed).Check.ShouldBe(RehearsalCheck.Outcomes);
        run.Report.Tally.Forbidden.ShouldBe([new RehearsedMove(10, 45, 1)]);
        run.Report.Tally.Samples.ShouldHaveSingleItem().Actual.ShouldBe(EventOutcome.Illegal);
        run.Report.Findings.Single(x => x.Check is RehearsalCheck.Delivery).Verdict.ShouldBe(RehearsalVerdict.NotTested);
    }

    [Fact]
    public async Task What_the_source_has_really_sent_is_run_under_other_numbers_and_unmapped_words_fail_the_coverage()
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(200));
        await using var app = await Receiver.StartAsync(TimeProvider.System, server.Host);
        var target = Receiver.Target(server) with { Enabled = false, TestAddress = server.Address("/test") };
        var tenant = await app.FoundAsync(document: Shop.Document with { Targets = [target] });
        for (var i = 0; i < 12; i++)
        {
            await app.MoveAsync(tenant, $"SO-{i}", "10", "20");
            await TellAsync(app, tenant, $"SO-{i}", "packed", $"p-{i}");
            await TellAsync(app, tenant, $"SO-{i}", i < 3 ? "strange" : "已出库", $"s-{i}");
        }
        var before = await app.InAsync(tenant, db => db.Orders.Select(x => x.Revision).ToListAsync());

        var run = await RehearseAsync(app, tenant, new RehearsalPlan(RehearsalKind.Recorded, 1, 100, 0, ["erp"]), "wms");

        (run.State, run.Passed).ShouldBe((RehearsalState.Completed, false));
        (run.Report!.Tally.Events, run.Report.Tally.Others, run.Report.Tally.Orders).ShouldBe((24, 24, 12));
        run.Report.Tally.Unmapped.ShouldBe([new Counted("strange", 3)]);
        run.Report.Findings.Single(x => x.Verdict is RehearsalVerdict.Failed).Check.ShouldBe(RehearsalCheck.Coverage);
        run.Report.Targets.Single().Delivered.ShouldBe(12 * 3 + 9);
        server.Requests.ShouldAllBe(x => !x.Text.Contains("SO-", StringComparison.Ordinal) && x.Text.Contains("REHEARSAL-", StringComparison.Ordinal));
        (await app.InAsync(tenant, db => db.Orders.Select(x => x.Revision).ToListAsync())).ShouldBe(before);
    }

    [Fact]
    public async Task A_test_endpoint_that_is_away_ends_the_telling_and_fails_it_soon()
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(503));
        await using var app = await Receiver.StartAsync(TimeProvider.System, server.Host);
        var tenant = await DraftedAsync(app, Nested, Receiver.Target(server) with { TestAddress = server.Address("/test") });

        var run = await RehearseAsync(app, tenant, new RehearsalPlan(RehearsalKind.Generated, 1, 60, 0, ["erp"]));

        run.Passed.ShouldBeFalse();
        var told = run.Report!.Targets.Single();
        told.Down.ShouldBeTrue();
        (told.Failed + told.Unsent).ShouldBe(told.Pushes);
        server.Requests.Count.ShouldBeLessThan(told.Pushes);
        run.Report.Findings.Single(x => x.Check is RehearsalCheck.Delivery).Verdict.ShouldBe(RehearsalVerdict.Failed);
    }

    [Fact]
    public async Task It_can_be_cancelled_and_another_draft_ends_it()
    {
        await using var app = await TestApp.OnSqliteAsync(_clock);
        var tenant = await DraftedAsync(app, Nested);
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        var plan = new RehearsalPlan(RehearsalKind.Generated, 1, 60, 0, []);

        var id = (await app.RunAsync<StartRehearsal, RehearsalId>(new StartRehearsal("wms", plan, new RehearsalExpectations()))).Required;
        (await app.RunAsync<StartRehearsal, RehearsalId>(new StartRehearsal("wms", plan, new RehearsalExpectations()))).Refusal.ShouldBe(RehearsalRefusals.Running);
        (await app.RunAsync<CancelRehearsal, Done>(new CancelRehearsal(id))).Refusal.ShouldBeNull();
        await app.PumpAsync();
        (await app.RehearsalAsync(id)).State.ShouldBe(RehearsalState.Cancelled);
        (await app.RunAsync<CancelRehearsal, Done>(new CancelRehearsal(id))).Refusal.ShouldBe(RehearsalRefusals.Over);

        id = (await app.RunAsync<StartRehearsal, RehearsalId>(new StartRehearsal("wms", plan, new RehearsalExpectations()))).Required;
        var seen = (await app.RunAsync<GetDraft, DraftState>(new GetDraft())).Required.Document;
        (await app.RunAsync<SaveDraft, DraftState>(new SaveDraft(seen, seen with { Sources = [.. seen.Sources.Select(x => x with { TimeZone = "Asia/Tokyo" })] }))).Refusal.ShouldBeNull();
        await app.PumpAsync();
        var ended = await app.RehearsalAsync(id);
        (ended.State, ended.Error).ShouldBe((RehearsalState.Failed, "draft-changed"));
    }

    [Fact]
    public async Task Publishing_a_source_asks_for_a_fresh_certificate_or_a_reason()
    {
        await using var app = await TestApp.OnSqliteAsync(_clock);
        var tenant = await DraftedAsync(app, Nested);
        var admin = app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        var draft = (await app.RunAsync<GetDraft, DraftState>(new GetDraft())).Required;

        var refusal = (await app.RunAsync<PublishDraft, PublishedConfiguration>(new PublishDraft(draft.Revision!.Value, "new words"))).Refusal!;
        (refusal.Code, refusal.Problems.Single().Pointer).ShouldBe(("rehearsal-reason-needed", "/sources/1"));
        (await app.RunAsync<GetGoLive, GoLiveState>(new GetGoLive())).Required.Unrehearsed.Single().Source.ShouldBe("wms");

        var run = await RehearseAsync(app, tenant, new RehearsalPlan(RehearsalKind.Generated, 1, 60, 0.05, []));
        run.Passed.ShouldBeTrue();
        app.Caller = admin;
        // A certificate grows old, and one for another mapping does not count.
        _clock.Advance(TimeSpan.FromDays(8));
        (await app.RunAsync<GetGoLive, GoLiveState>(new GetGoLive())).Required.Unrehearsed.Count.ShouldBe(1);
        run = await RehearseAsync(app, tenant, new RehearsalPlan(RehearsalKind.Generated, 2, 60, 0.05, []));
        app.Caller = admin;
        draft = (await app.RunAsync<GetDraft, DraftState>(new GetDraft())).Required;
        var published = (await app.RunAsync<PublishDraft, PublishedConfiguration>(new PublishDraft(draft.Revision!.Value, "rehearsed"))).Required;
        published.Unrehearsed.ShouldBeEmpty();
        (await app.InAsync(tenant, db => db.AuditEntries.SingleAsync(x => x.Action == "source.published"))).After!.ShouldContain(run.Number);

        var edited = published.Read() with { Sources = [.. published.Read().Sources.Select(x => x.Code == "wms" ? x with { Mapping = new Dictionary<string, int> { ["packed"] = 50 } } : x)] };
        draft = (await app.RunAsync<SaveDraft, DraftState>(new SaveDraft(published.Read(), edited))).Required;
        (await app.RunAsync<PublishDraft, PublishedConfiguration>(new PublishDraft(draft.Revision!.Value, ""))).Refusal!.Code.ShouldBe("rehearsal-reason-needed");
        (await app.RunAsync<PublishDraft, PublishedConfiguration>(new PublishDraft(draft.Revision!.Value, "", "The warehouse stands still"))).Required.Unrehearsed.ShouldBe(["wms"]);
        (await app.InAsync(tenant, db => db.AuditEntries.SingleAsync(x => x.Action == "source.published-unrehearsed"))).After!.ShouldContain("The warehouse stands still");
    }

    [Fact]
    public async Task A_system_is_told_what_it_published_unrehearsed_and_is_asked_for_a_reason_where_the_company_wants_one()
    {
        await using var app = await TestApp.OnSqliteAsync(_clock);
        var tenant = await app.FoundAsync();
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        var next = Shop.Document with { Sources = [.. Shop.Document.Sources, new SourceDefinition { Code = "late" }], GoLive = new GoLiveSettings { ReasonFromSystems = true } };

        (await app.RunAsync<PutConfiguration, PublishedConfiguration>(new PutConfiguration(ConfigurationJson.Write(next), null))).Required.Unrehearsed.ShouldBe(["late"]);

        var strict = ConfigurationJson.Write(next with { Sources = [.. next.Sources.Select(x => x.Code == "late" ? x with { Role = SourceRole.Master } : x)] });
        (await app.RunAsync<PutConfiguration, PublishedConfiguration>(new PutConfiguration(strict, null))).Refusal!.Problems.Single().Pointer.ShouldBe("/sources/3");
        (await app.RunAsync<PutConfiguration, PublishedConfiguration>(new PutConfiguration(strict, null, Reason: "urgent"))).Required.Number.ShouldBe(3);
    }

    [Fact]
    public async Task Another_company_finds_nothing_of_it()
    {
        await using var app = await TestApp.OnSqliteAsync(_clock);
        var tenant = await DraftedAsync(app, Nested);
        var run = await RehearseAsync(app, tenant, new RehearsalPlan(RehearsalKind.Generated, 1, 40, 0, []));
        var other = await app.FoundAsync("baker");

        app.Caller = TestApp.Person(other, Role.TenantAdmin);

        (await app.RunAsync<GetRehearsal, RehearsalView>(new GetRehearsal(new RehearsalId(run.Id)))).Refusal.ShouldBe(RehearsalRefusals.NotFound);
        (await app.RunAsync<CancelRehearsal, Done>(new CancelRehearsal(new RehearsalId(run.Id)))).Refusal.ShouldBe(RehearsalRefusals.NotFound);
        (await app.RunAsync<GetRehearsals, RehearsalList>(new GetRehearsals("wms"))).Required.Items.ShouldBeEmpty();
    }

    private static int Step(ReceivedRequest request)
    {
        using var json = JsonDocument.Parse(request.Body);
        return json.RootElement.GetProperty("step").GetInt32();
    }

    private static async Task TellAsync(TestApp app, TenantId tenant, string orderNo, string word, string id)
    {
        var now = TimeProvider.System.GetUtcNow();
        await app.InAsync(tenant, _ => Task.CompletedTask);
        await ((Application.Intake.IIntake)app.Services.GetService(typeof(Application.Intake.IIntake))!).SubmitAsync([Shop.Report(tenant, "wms", id, orderNo, word, now)], CancellationToken.None);
    }

    /// <summary>A company with the shop's document published, and a draft in which the source has come or changed.</summary>
    private static async Task<TenantId> DraftedAsync(TestApp app, SourceDefinition source, TargetDefinition? target = null, IReadOnlyList<StatusDefinition>? statuses = null)
    {
        var tenant = await app.FoundAsync();
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        var edited = Shop.Document with
        {
            Statuses = statuses ?? [],
            Sources = [.. Shop.Document.Sources.Select(x => x.Code == source.Code ? source : x)],
            Targets = target is null ? [] : [target],
            Clock = new ClockSettings { Correct = true },
        };
        (await app.RunAsync<SaveDraft, DraftState>(new SaveDraft(Shop.Document, edited))).Required.Problems.ShouldBeEmpty();
        return tenant;
    }

    private static async Task<RehearsalView> RehearseAsync(TestApp app, TenantId tenant, RehearsalPlan plan, string source = "wms")
    {
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        var id = (await app.RunAsync<StartRehearsal, RehearsalId>(new StartRehearsal(source, plan, new RehearsalExpectations { Latency = 10_000 }))).Required;
        return await app.RehearsedAsync(id);
    }
}
