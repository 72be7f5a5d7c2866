using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Application.Tests.Configuration;

public sealed class DraftTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private TenantId _tenant;

    public async Task InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _tenant = await _app.FoundTenantAsync("grocer");
        _app.Caller = TestApp.Person(_tenant, Role.TenantAdmin, "Ann Invented");
        await _app.RunAsync<PutConfiguration, PublishedConfiguration>(new PutConfiguration(ContractExample.Json, [0]));
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task An_edit_stays_in_the_draft_until_it_is_published()
    {
        var draft = (await Save(await Draft(), PaymentWithin(45))).Required;

        draft.Changes.Single().Words.ShouldBe(new LocalizedText("payment · all other categories: 1 h → 45 min", "payment · 其他品类：1 小时 → 45 分钟"));
        (await Published()).Timeouts.Single().Within.ShouldBe(TimeSpan.FromMinutes(60));

        (await _app.RunAsync<PublishDraft, PublishedConfiguration>(new PublishDraft(draft.Revision!.Value, "Faster"))).Required.Number.ShouldBe(2);
        (await Published()).Timeouts.Single().Within.ShouldBe(TimeSpan.FromMinutes(45));
        (await Draft()).Exists.ShouldBeFalse();
    }

    [Fact]
    public async Task Taking_an_edit_back_leaves_no_draft()
    {
        var edited = (await Save(await Draft(), PaymentWithin(45))).Required;
        var back = (await Save(edited, PaymentWithin(60))).Required;

        back.Exists.ShouldBeFalse();
    }

    [Fact]
    public async Task A_draft_with_mistakes_is_kept_but_not_published()
    {
        var draft = (await Save(await Draft(), PaymentWithin(0))).Required;

        draft.Problems.Single().Pointer.ShouldBe("/timeouts/0/within");
        var refusal = (await _app.RunAsync<PublishDraft, PublishedConfiguration>(new PublishDraft(draft.Revision!.Value, ""))).Refusal!;
        refusal.Problems.Single().Pointer.ShouldBe("/timeouts/0/within");
        (await Draft()).Document.Timeouts.Single().Within.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Two_people_share_the_draft_but_do_not_overwrite_each_other()
    {
        var seenByBoth = await Draft();
        await Save(seenByBoth, PaymentWithin(45));
        _app.Caller = TestApp.Person(_tenant, Role.TenantAdmin, "Bo Invented");

        var clash = await Save(seenByBoth, PaymentWithin(50));
        var elsewhere = await _app.RunAsync<SaveDraft, DraftState>(new SaveDraft(
            seenByBoth.Document, seenByBoth.Document with { Risk = seenByBoth.Document.Risk with { Tiers = new RiskTiers { Medium = 0.4 } } }));

        clash.Refusal!.Code.ShouldBe("draft-changed");
        clash.Refusal.Message.ShouldContain("Ann Invented");
        elsewhere.Required.Changes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_draft_that_was_changed_after_the_review_is_reviewed_again()
    {
        var reviewed = (await Save(await Draft(), PaymentWithin(45))).Required;
        await Save(reviewed, PaymentWithin(50));

        (await _app.RunAsync<PublishDraft, PublishedConfiguration>(new PublishDraft(reviewed.Revision!.Value, ""))).Refusal!.Kind.ShouldBe(RefusalKind.Conflict);
        (await Published()).Timeouts.Single().Within.ShouldBe(TimeSpan.FromMinutes(60));
    }

    [Fact]
    public async Task A_draft_that_fell_behind_is_refused_until_it_caught_up_and_then_loses_neither_side()
    {
        var draft = (await Save(await Draft(), PaymentWithin(45))).Required;
        await _app.RunAsync<PutConfiguration, PublishedConfiguration>(new PutConfiguration("""{ "retention": { "auditDays": 365 } }""", null));

        var refusal = (await _app.RunAsync<PublishDraft, PublishedConfiguration>(new PublishDraft(draft.Revision!.Value, ""))).Refusal!;
        var caughtUp = (await _app.RunAsync<CatchUpDraft, DraftState>(new CatchUpDraft())).Required;

        (refusal.Kind, refusal.Problems.Single().Pointer).ShouldBe((RefusalKind.Stale, "/retention/auditDays"));
        caughtUp.IsBehind.ShouldBeFalse();
        caughtUp.Changes.Single().Path.ShouldBe("/timeouts/payment/within");
        (await _app.RunAsync<PublishDraft, PublishedConfiguration>(new PublishDraft(caughtUp.Revision!.Value, ""))).Required.Number.ShouldBe(3);
        (await Published()).Retention.AuditDays.ShouldBe(365);
    }

    [Fact]
    public async Task Of_two_who_publish_the_draft_at_once_one_succeeds()
    {
        var draft = (await Save(await Draft(), PaymentWithin(45))).Required;

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _app.RunAsync<PublishDraft, PublishedConfiguration>(new PublishDraft(draft.Revision!.Value, ""))));

        answers.Count(x => x.Refusal is null).ShouldBe(1);
        (await _app.InAsync(_tenant, db => db.ConfigurationVersions.CountAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task A_discarded_draft_can_be_brought_back()
    {
        await Save(await Draft(), PaymentWithin(45));

        var discarded = (await _app.RunAsync<DiscardDraft, DiscardedDraft>(new DiscardDraft())).Required;
        (await Draft()).Exists.ShouldBeFalse();
        await _app.RunAsync<BringBackDraft, DraftState>(new BringBackDraft(discarded));

        (await Draft()).Changes.Single().Path.ShouldBe("/timeouts/payment/within");
    }

    [Fact]
    public async Task A_file_becomes_the_draft_and_nothing_more()
    {
        var draft = (await _app.RunAsync<ImportDraft, DraftState>(new ImportDraft("""{ "risk": { "tiers": { "medium": 0.3, "high": 0.7 } } }"""))).Required;
        var refused = (await _app.RunAsync<ImportDraft, DraftState>(new ImportDraft("""{ "risk": { "tiers": { "medium": 3 } } }"""))).Refusal!;

        draft.Changes.Count.ShouldBe(2);
        refused.Problems.Select(x => x.Pointer).ShouldContain("/risk/tiers/high");
        (await Published()).Risk.Tiers.Medium.ShouldBe(0.6);
    }

    [Fact]
    public async Task Another_tenant_has_a_draft_of_its_own()
    {
        await Save(await Draft(), PaymentWithin(45));
        _app.Caller = TestApp.Person(await _app.FoundTenantAsync("other"), Role.TenantAdmin);

        (await Draft()).Exists.ShouldBeFalse();
        (await _app.RunAsync<DiscardDraft, DiscardedDraft>(new DiscardDraft())).Refusal!.Code.ShouldBe("no-draft");
    }

    private static Func<ConfigurationDocument, ConfigurationDocument> PaymentWithin(int minutes) =>
        x => x with { Timeouts = [x.Timeouts[0] with { Within = TimeSpan.FromMinutes(minutes) }] };

    private Task<Result<DraftState>> Save(DraftState seen, Func<ConfigurationDocument, ConfigurationDocument> edit) =>
        _app.RunAsync<SaveDraft, DraftState>(new SaveDraft(seen.Document, edit(seen.Document)));

    private async Task<DraftState> Draft() => (await _app.RunAsync<GetDraft, DraftState>(new GetDraft())).Required;

    private async Task<ConfigurationDocument> Published() => (await _app.RunAsync<GetConfiguration, PublishedConfiguration>(new GetConfiguration())).Required.Read();
}
