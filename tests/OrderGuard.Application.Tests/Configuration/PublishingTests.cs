using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Application.Tests.Configuration;

public sealed class PublishingTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private TenantId _tenant;

    public async Task InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _tenant = await _app.FoundTenantAsync("grocer");
        _app.Caller = TestApp.Person(_tenant, Role.TenantAdmin, "Ann Invented");
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Putting_a_document_publishes_it_with_its_audit_and_its_follow_up_work()
    {
        var heard = new TaskCompletionSource<LiveChange>();
        using var _ = ((ILiveFeed)_app.Services.GetService(typeof(ILiveFeed))!).Subscribe(_tenant, x =>
        {
            heard.TrySetResult(x);
            return Task.CompletedTask;
        });

        var published = (await Put(ContractExample.Json, 0)).Required;

        published.Number.ShouldBe(1);
        (await Get()).Required.Read().Timeouts.Single().Code.ShouldBe("payment");
        (await heard.Task.WaitAsync(TimeSpan.FromSeconds(5))).ShouldBe(new ConfigurationLiveChange(_tenant, 1));
        var work = await _app.InAsync(_tenant, db => db.WorkItems.OrderBy(x => x.Kind).Select(x => new { x.Kind, x.Subject }).ToListAsync());
        work.Select(x => (x.Kind, x.Subject)).ShouldBe([(WorkKinds.ApplyUnmapped, "1"), (WorkKinds.RearmTimeouts, "1")]);
        var entry = await _app.InAsync(_tenant, db => db.AuditEntries.SingleAsync(x => x.Action == "configuration.published"));
        entry.After!.ShouldContain("/timeouts/payment");
        entry.ActorName.ShouldBe("Ann Invented");
    }

    [Fact]
    public async Task What_is_wrong_is_told_and_nothing_changes()
    {
        var refusal = (await Put("""{ "timeouts": [ { "code": "a", "from": 10, "until": 20, "within": "soon" } ] }""", 0)).Refusal!;

        refusal.Kind.ShouldBe(RefusalKind.Invalid);
        refusal.Problems.Single().Pointer.ShouldBe("/timeouts/0/within");
        (await Get()).Required.Number.ShouldBe(0);
        (await _app.InAsync(_tenant, db => db.WorkItems.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task A_stale_document_is_refused_and_told_what_changed()
    {
        await Put(ContractExample.Json, 0);
        await Put("""{ "risk": { "tiers": { "medium": 0.5, "high": 0.85 } } }""", 1);

        var refusal = (await Put("""{ "categories": [] }""", 1)).Refusal!;

        refusal.Kind.ShouldBe(RefusalKind.Stale);
        refusal.Problems.Single().ShouldBe(new Problem("/risk/tiers/medium", "Risk · medium tier from: 0.6 → 0.5"));
        (await Get()).Required.Number.ShouldBe(2);
    }

    [Fact]
    public async Task Of_many_who_publish_at_once_on_one_version_exactly_one_succeeds()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 6).Select(x => Put($$"""{ "retention": { "auditDays": {{200 + x}} } }""", 0)));

        answers.Count(x => x.Refusal is null).ShouldBe(1);
        answers.Where(x => x.Refusal is not null).ShouldAllBe(x => x.Refusal!.Kind == RefusalKind.Stale);
        (await _app.InAsync(_tenant, db => db.ConfigurationVersions.CountAsync())).ShouldBe(1);
        (await _app.InAsync(_tenant, db => db.WorkItems.CountAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task Restoring_publishes_the_old_document_as_a_new_version()
    {
        await Put(ContractExample.Json, 0);
        await Put("""{ "timeouts": [], "categories": [] }""", 1);

        var restored = (await _app.RunAsync<RestoreVersion, PublishedConfiguration>(new RestoreVersion(1))).Required;

        (restored.Number, restored.RestoredFrom).ShouldBe((3, 1));
        restored.Read().Timeouts.Single().Code.ShouldBe("payment");
        var comparison = (await _app.RunAsync<CompareVersions, VersionComparison>(new CompareVersions(1, 3))).Required;
        comparison.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task History_pages_newest_first_and_compares_with_any_other()
    {
        await Put(ContractExample.Json, 0);
        await Put("""{ "retention": { "auditDays": 365 } }""", 1);
        await Put("""{ "retention": { "auditDays": 400 } }""", 2);

        var first = (await _app.RunAsync<ListVersions, VersionPage>(new ListVersions(Limit: 2, Against: 1))).Required;
        var second = (await _app.RunAsync<ListVersions, VersionPage>(new ListVersions(first.Next, 2))).Required;

        first.Items.Select(x => x.Number).ShouldBe([3, 2]);
        first.Items[0].Changes!.Single().Words.En.ShouldBe("Retention · days that the audit is kept: 180 → 400");
        (second.Items.Single().Number, second.Next).ShouldBe((1, null));
    }

    [Fact]
    public async Task Another_tenant_sees_and_changes_nothing_of_it()
    {
        await Put(ContractExample.Json, 0);
        _app.Caller = TestApp.Person(await _app.FoundTenantAsync("other"), Role.TenantAdmin);

        (await Get()).Required.Number.ShouldBe(0);
        (await _app.RunAsync<ListVersions, VersionPage>(new ListVersions())).Required.Items.ShouldBeEmpty();
        (await _app.RunAsync<RestoreVersion, PublishedConfiguration>(new RestoreVersion(1))).Refusal!.Kind.ShouldBe(RefusalKind.NotFound);
        (await _app.RunAsync<CompareVersions, VersionComparison>(new CompareVersions(0, 1))).Refusal!.Kind.ShouldBe(RefusalKind.NotFound);
        (await Put("{}", 0)).Required.Number.ShouldBe(1);
    }

    [Fact]
    public async Task Who_may_only_look_changes_nothing()
    {
        _app.Caller = TestApp.Person(_tenant, Role.Viewer);

        (await Get()).Refusal.ShouldBeNull();
        (await Put(ContractExample.Json, 0)).Refusal!.Kind.ShouldBe(RefusalKind.Forbidden);
        (await _app.RunAsync<SaveDraft, DraftState>(new SaveDraft(new(), new()))).Refusal!.Kind.ShouldBe(RefusalKind.Forbidden);
    }

    private Task<Result<PublishedConfiguration>> Get() => _app.RunAsync<GetConfiguration, PublishedConfiguration>(new GetConfiguration());

    private Task<Result<PublishedConfiguration>> Put(string json, int basedOn) =>
        _app.RunAsync<PutConfiguration, PublishedConfiguration>(new PutConfiguration(json, [basedOn]));
}
