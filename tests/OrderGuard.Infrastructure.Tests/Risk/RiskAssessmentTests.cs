using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Review;
using OrderGuard.Application.Risk;
using OrderGuard.Application.Risk.Rules;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Samples;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Risk;

public sealed class RiskAssessmentTests
{
    private static readonly ConfigurationDocument Assessing = Shop.Document with { Risk = new RiskSettings { Enabled = true }, Actions = new ActionSettings { Rehearsal = false } };
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Fifty_orders_by_one_identity_number_are_held_from_the_thirteenth_on_and_released_as_misjudged()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing);
        var placed = _clock.GetUtcNow().AddMinutes(-5);
        await PlaceAsync(app, tenant, "HONEST", placed, Facts("C-9", "ID-9", "d-9"));
        // All in one batch and of one instant: they count for each other all the same.
        await PlaceAsync(app, tenant, [.. Enumerable.Range(1, 50).Select(n => ($"SO-{n}", placed, Facts($"C-{n}", "ID-ONE", $"d-{n}")))]);
        await app.PumpAsync();
        await app.PumpAsync();

        var assessed = await app.InAsync(tenant, db => db.RiskAssessments.AsNoTracking().ToListAsync());
        assessed.Count(x => !x.Again).ShouldBe(51);
        var held = await app.InAsync(tenant, db => db.Orders.AsNoTracking().Where(x => x.IsHeld).ToListAsync());
        held.Count.ShouldBeGreaterThanOrEqualTo(35);
        held.ShouldAllBe(x => x.Holds.Single().Kind == HoldKinds.Risk);
        held.ShouldNotContain(x => x.OrderNo == "HONEST");
        assessed.Single(x => x.OrderNo == "HONEST").Tier.ShouldBe(RiskTier.Low);
        var strongest = assessed.MaxBy(x => x.Tags["orders-by-id-number-24h"])!;
        (strongest.Reasons[0].Code, strongest.Reasons[0].Value).ShouldBe(("orders-by-id-number-24h", 49));
        strongest.Reasons[0].Sentence().Zh.ShouldBe("24 小时内有 49 笔其他订单使用同一证件号。");
        strongest.Degraded.ShouldBeEmpty();
        (await app.InAsync(tenant, db => db.ReviewCases.CountAsync(x => x.OpenOrder != null))).ShouldBe(held.Count);
        (await app.InAsync(tenant, db => db.Alerts.CountAsync(x => x.Kind == AlertKind.Risk && x.State == AlertState.Open))).ShouldBe(held.Count);
        (await app.InAsync(tenant, db => db.ActionRequests.CountAsync(x => x.Action == OrderAction.Hold && x.State == ActionState.Done))).ShouldBe(held.Count);

        app.Caller = TestApp.Person(tenant, Role.Reviewer);
        var flagged = await app.RunAsync<FlagMisjudged, FlaggedOrder>(new FlagMisjudged(held[0].OrderNo, false, "An honest bulk buyer."));
        await app.PumpAsync();

        flagged.Required.Released.ShouldBeTrue();
        (await app.InAsync(tenant, db => db.Orders.SingleAsync(x => x.OrderNo == held[0].OrderNo))).IsHeld.ShouldBeFalse();
        (await app.InAsync(tenant, db => db.ActionRequests.SingleAsync(x => x.Action == OrderAction.Release))).State.ShouldBe(ActionState.Done);
        var label = await app.InAsync(tenant, db => db.RiskLabels.SingleAsync());
        (label.Fraud, label.Source, label.Forced).ShouldBe((false, LabelSource.Flag, false));
        var (wrong, right) = (await CorrectionsAsync(app, tenant), held[0]);
        (wrong.Single().Subject.OrderNo, wrong.Single().Fraud).ShouldBe((right.OrderNo, false));
        wrong.Single().Subject.Tags["orders-by-id-number-24h"].ShouldBe(assessed.Single(x => x.OrderNo == right.OrderNo && x.IsCurrent).Tags["orders-by-id-number-24h"]);
        (await app.InAsync(tenant, db => db.AuditEntries.AnyAsync(x => x.Action == "order.flagged" && x.Subject == held[0].OrderNo))).ShouldBeTrue();
        (await app.InAsync(tenant, db => db.ReviewCases.SingleAsync(x => x.OrderNo == held[0].OrderNo))).Verdict.ShouldBe(Verdict.Legitimate);
    }

    [Fact]
    public async Task Where_it_is_not_switched_on_the_intake_leaves_no_work_behind()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync();

        await PlaceAsync(app, tenant, "SO-1", _clock.GetUtcNow(), Facts("C-1", "ID-1", "d-1"));

        (await app.InAsync(tenant, db => db.WorkItems.AnyAsync(x => x.Kind == WorkKinds.AssessRisk))).ShouldBeFalse();
    }

    [Fact]
    public async Task After_a_restart_the_windows_know_what_they_knew()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing with { Risk = new RiskSettings { Enabled = true, WaitForAssessment = true } });
        var now = _clock.GetUtcNow();
        for (var n = 0; n < 4; n++) await PlaceAsync(app, tenant, $"SO-{n}", now.AddMinutes(n - 10), Facts("C-1", "ID-1", "d-1"));
        (await app.InAsync(tenant, db => db.Orders.CountAsync(x => x.IsHeld))).ShouldBe(4);
        await app.PumpAsync();
        (await app.InAsync(tenant, db => db.Orders.CountAsync(x => x.IsHeld))).ShouldBe(0);

        // As another process would: windows of its own, filled from the same database.
        var engines = ActivatorUtilities.CreateInstance<RiskEngines>(app.Services);
        var (one, other) = await app.InAsync(tenant, async db =>
        {
            var configuration = Domain.Configuration.TenantConfiguration.Compile(1, Assessing);
            return (await engines.GetAsync(tenant, configuration, default), await app.Services.GetRequiredService<RiskEngines>().GetAsync(tenant, configuration, default));
        });
        var next = await app.InAsync(tenant, db => db.Orders.AsNoTracking().SingleAsync(x => x.OrderNo == "SO-3"));

        one!.Compute(one.SignalsOf(next)).Known().ShouldBe(other!.Compute(other.SignalsOf(next)).Known());
        one.Compute(one.SignalsOf(next))["orders-by-id-number-1h"].ShouldBe(3);
    }

    [Fact]
    public async Task Lists_force_the_outcome_and_what_they_forced_never_trains()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing);
        app.Caller = TestApp.Person(tenant, Role.Reviewer);
        (await app.RunAsync<AddListEntry, RiskListRow>(new AddListEntry(ListEffect.Block, ListKind.IpRange, "203.0.113.0/24", null, "Scripted", null))).Refusal.ShouldBeNull();
        var phone = (await app.RunAsync<AddListEntry, RiskListRow>(new AddListEntry(ListEffect.Block, ListKind.Phone, "+86 100 0000 0042", null, "Known", _clock.GetUtcNow().AddHours(1)))).Required;
        phone.Shown.ShouldBe("…0042");

        await PlaceAsync(app, tenant, "BY-IP", _clock.GetUtcNow(), Facts("C-1", "ID-1", "d-1") with { Device = new DeviceFacts("d-1", "203.0.113.77") });
        await PlaceAsync(app, tenant, "BY-PHONE", _clock.GetUtcNow(), Facts("C-2", "ID-2", "d-2") with { Recipient = new RecipientFacts("样例", "+8610000000042") });
        await app.PumpAsync();
        _clock.Advance(TimeSpan.FromHours(2));
        await PlaceAsync(app, tenant, "EXPIRED", _clock.GetUtcNow(), Facts("C-3", "ID-3", "d-3") with { Recipient = new RecipientFacts("样例", "+8610000000042") });
        await app.PumpAsync();

        var tiers = await app.InAsync(tenant, db => db.RiskAssessments.AsNoTracking().ToDictionaryAsync(x => x.OrderNo, x => (x.Tier, x.Forced)));
        tiers["BY-IP"].ShouldBe((RiskTier.High, ForcedBy.BlockList));
        tiers["BY-PHONE"].ShouldBe((RiskTier.High, ForcedBy.BlockList));
        tiers["EXPIRED"].ShouldBe((RiskTier.Low, ForcedBy.Nothing));
        var review = await app.InAsync(tenant, db => db.ReviewCases.SingleAsync(x => x.OrderNo == "BY-IP"));
        (await app.RunAsync<DecideReviews, DecidedReviews>(new DecideReviews([review.Id], "fraud", null))).Required.Decided.Count.ShouldBe(1);
        (await app.InAsync(tenant, db => db.RiskLabels.SingleAsync())).Forced.ShouldBeTrue();
        (await app.InAsync(tenant, db => db.Orders.SingleAsync(x => x.OrderNo == "BY-IP"))).IsHeld.ShouldBeTrue();
    }

    [Fact]
    public async Task A_watched_order_is_assessed_again_when_its_keys_are_used_again()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing with { Risk = new RiskSettings { Enabled = true, Tiers = new RiskTiers { Medium = 0.045, High = 0.85 } } });
        var now = _clock.GetUtcNow();
        await PlaceAsync(app, tenant, "FIRST", now.AddMinutes(-20), Facts("C-1", "ID-1", "d-1"));
        await app.PumpAsync();
        var before = await app.InAsync(tenant, db => db.RiskAssessments.SingleAsync());
        before.Tier.ShouldBe(RiskTier.Medium);
        (await app.InAsync(tenant, db => db.WatchedOrders.SingleAsync())).Until.ShouldBe(now + TimeSpan.FromHours(72));

        await PlaceAsync(app, tenant, [.. Enumerable.Range(1, 14).Select(n => ($"SO-{n}", now.AddMinutes(-15), Facts($"C-{n}", "ID-1", $"d-{n}")))]);
        await app.PumpAsync();

        var again = await app.InAsync(tenant, db => db.RiskAssessments.SingleAsync(x => x.OrderNo == "FIRST" && x.IsCurrent));
        again.Again.ShouldBeTrue();
        again.Tier.ShouldBe(RiskTier.High);
        (await app.InAsync(tenant, db => db.Orders.SingleAsync(x => x.OrderNo == "FIRST"))).IsHeld.ShouldBeTrue();
        (await app.InAsync(tenant, db => db.WatchedOrders.SingleAsync(x => x.OrderNo == "FIRST"))).Until.ShouldBeLessThanOrEqualTo(_clock.GetUtcNow());
    }

    [Fact]
    public async Task A_watched_order_is_assessed_again_when_something_becomes_of_an_order_that_shares_its_keys()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing with { Risk = new RiskSettings { Enabled = true, Tiers = new RiskTiers { Medium = 0.02, High = 0.99 } } });
        var now = _clock.GetUtcNow();
        await PlaceAsync(app, tenant, ("FIRST", now.AddMinutes(-20), Facts("C-1", "ID-1", "d-1")), ("SECOND", now.AddMinutes(-19), Facts("C-2", "ID-2", "d-1")));
        await app.PumpAsync();
        var before = await app.InAsync(tenant, db => db.RiskAssessments.CountAsync(x => x.OrderNo == "FIRST"));

        await using (var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant))
            await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync([Shop.Report(tenant, "shop", "SECOND-90", "SECOND", "90", now)], default);
        await PlaceAsync(app, tenant, "STRANGER", now, Facts("C-7", "ID-7", "d-7"));
        await app.PumpAsync();

        (await app.InAsync(tenant, db => db.RiskAssessments.CountAsync(x => x.OrderNo == "FIRST"))).ShouldBe(before + 1);
    }

    [Fact]
    public async Task What_became_of_an_order_on_another_node_is_known_here_too()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing);
        var now = _clock.GetUtcNow();
        await PlaceAsync(app, tenant, "KNOWN", now.AddMinutes(-20), Facts("C-1", "ID-1", "d-1"));
        await app.PumpAsync();
        await app.InAsync(tenant, async db =>
        {
            // As another node leaves it: nothing of it passes through this node's memory.
            var ended = now.AddMinutes(-5);
            return await db.Orders.Where(x => x.OrderNo == "KNOWN").ExecuteUpdateAsync(x => x.SetProperty(o => o.CancelledAt, ended).SetProperty(o => o.UpdatedAt, now));
        });
        _clock.Advance(TimeSpan.FromSeconds(3));

        await PlaceAsync(app, tenant, "NEXT", _clock.GetUtcNow(), Facts("C-1", "ID-2", "d-2"));
        await app.PumpAsync();

        (await app.InAsync(tenant, db => db.RiskAssessments.SingleAsync(x => x.OrderNo == "NEXT"))).Tags["cancelled-share-account"].ShouldBe(1);
    }

    [Fact]
    public async Task A_model_that_cannot_be_read_is_left_out_and_named()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing);
        await app.InAsync(tenant, async db =>
        {
            var broken = RiskModel.Of(tenant, RiskModelKind.Classifier, 1, ["failed-payments"], [1, 2, 3], (TestClock.Noon, TestClock.Noon), 10, new Dictionary<string, double>(), "test", _clock.GetUtcNow());
            broken.Promote();
            db.RiskModels.Add(broken);
            await db.SaveChangesAsync();
        });

        await PlaceAsync(app, tenant, "SO-1", _clock.GetUtcNow(), Facts("C-1", "ID-1", "d-1"));
        await app.PumpAsync();

        var assessed = await app.InAsync(tenant, db => db.RiskAssessments.SingleAsync());
        assessed.Degraded.ShouldBe([RiskLacks.ClassifierFailed]);
        (assessed.ClassifierVersion, assessed.Probability).ShouldBe((0, null));
        assessed.Score.ShouldBeInRange(0.01, 0.5);
    }

    [Fact]
    public async Task A_live_rule_holds_what_the_score_would_release_and_one_in_shadow_only_notes()
    {
        await using var app = await TestApp.StartAsync(_clock);
        RiskGroup sameDevice = new() { Conditions = [new RiskCondition { Field = "tag.orders-by-device-1h", Is = RiskOperator.AtLeast, Number = 1 }] };
        var tenant = await app.FoundAsync(document: Assessing with
        {
            RiskRules = [new RiskRule { Code = "twice", Stage = RiskRuleStage.Live, Hold = true, When = sameDevice }, new RiskRule { Code = "tried-out", Stage = RiskRuleStage.Shadow, Add = 0.9, When = sameDevice }],
        });

        await PlaceAsync(app, tenant, "SO-1", _clock.GetUtcNow().AddMinutes(-9), Facts("C-1", "ID-1", "d-1"));
        await PlaceAsync(app, tenant, "SO-2", _clock.GetUtcNow().AddMinutes(-8), Facts("C-2", "ID-2", "d-1"));
        await app.PumpAsync();

        var second = await app.InAsync(tenant, db => db.RiskAssessments.SingleAsync(x => x.OrderNo == "SO-2"));
        (second.Tier, second.Forced, second.ForcedCode).ShouldBe((RiskTier.High, ForcedBy.Rule, "twice"));
        second.Rules.ShouldBe(["twice", "?tried-out"]);
        second.Score.ShouldBeLessThan(0.5);
        (await app.InAsync(tenant, db => db.Orders.Where(x => x.IsHeld).Select(x => x.OrderNo).ToListAsync())).ShouldBe(["SO-2"]);
    }

    [Fact]
    public async Task Two_reviewers_never_judge_one_case_and_a_large_amount_needs_both()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing with { Risk = new RiskSettings { Enabled = true, SecondOpinionAbove = 100 } });
        var (one, two) = (TestApp.Person(tenant, Role.Reviewer, "Reviewer One"), TestApp.Person(tenant, Role.Reviewer, "Reviewer Two"));
        two = two with { Actor = two.Actor with { Id = "second" } };
        app.Caller = one;
        await app.RunAsync<AddListEntry, RiskListRow>(new AddListEntry(ListEffect.Block, ListKind.Device, "d-1", null, "Known", null));
        await PlaceAsync(app, tenant, "SO-1", _clock.GetUtcNow(), Facts("C-1", "ID-1", "d-1") with { Amount = 500 });
        await app.PumpAsync();
        var id = await app.InAsync(tenant, db => db.ReviewCases.Select(x => x.Id).SingleAsync());

        (await app.RunAsync<ClaimReview, ReviewRow>(new ClaimReview(id))).Refusal.ShouldBeNull();
        app.Caller = two;
        (await app.RunAsync<ClaimReview, ReviewRow>(new ClaimReview(id))).Refusal!.Code.ShouldBe("review-claimed");
        (await DecideAsync(app, id, "fraud")).Refusal!.Code.ShouldBe("review-claimed");
        app.Caller = one;
        (await DecideAsync(app, id, "legitimate")).Required.AwaitSecond.Count.ShouldBe(1);
        (await app.InAsync(tenant, db => db.Orders.SingleAsync())).IsHeld.ShouldBeTrue();
        (await DecideAsync(app, id, "legitimate")).Refusal!.Code.ShouldBe("review-same-person");
        app.Caller = two;
        (await DecideAsync(app, id, "legitimate")).Required.Decided.Count.ShouldBe(1);
        (await DecideAsync(app, id, "fraud")).Refusal!.Code.ShouldBe("review-decided");
        (await app.InAsync(tenant, db => db.Orders.SingleAsync())).IsHeld.ShouldBeFalse();

        (await app.RunAsync<UndoVerdict, ReviewRow>(new UndoVerdict(id))).Refusal.ShouldBeNull();
        (await app.InAsync(tenant, db => db.Orders.SingleAsync())).IsHeld.ShouldBeTrue();
        (await app.InAsync(tenant, db => db.RiskLabels.SingleAsync())).RevokedAt.ShouldNotBeNull();
        (await app.InAsync(tenant, db => db.Alerts.SingleAsync())).State.ShouldBe(AlertState.Open);
    }

    [Fact]
    public async Task A_company_learns_what_is_usual_by_itself_and_another_never_sees_any_of_it()
    {
        await using var app = await TestApp.StartAsync(_clock, x => x.Configure<RiskOptions>(o => o.AnomalyFrom = 60));
        var (tenant, other) = (await app.FoundAsync(document: Assessing), await app.FoundAsync("other", Assessing));
        var now = _clock.GetUtcNow();
        await PlaceAsync(app, tenant, [.. Enumerable.Range(1, 60).Select(n => ($"SO-{n}", now.AddMinutes(-n), Facts($"C-{n}", $"ID-{n}", $"d-{n}")))]);
        await app.PumpAsync();
        _clock.Advance(TimeSpan.FromMinutes(2));
        await PlaceAsync(app, tenant, "NEXT", _clock.GetUtcNow(), Facts("C-99", "ID-99", "d-99"));
        await app.PumpAsync();
        await app.PumpAsync();
        await PlaceAsync(app, other, "SO-1", _clock.GetUtcNow(), Facts("C-1", "ID-1", "d-1"));
        await PlaceAsync(app, tenant, "LAST", _clock.GetUtcNow(), Facts("C-98", "ID-98", "d-98"));
        await app.PumpAsync();

        var last = await app.InAsync(tenant, db => db.RiskAssessments.SingleAsync(x => x.OrderNo == "LAST"));
        last.AnomalyVersion.ShouldBe(1);
        last.AnomalyScore!.Value.ShouldBeInRange(0.2, 0.9);
        var alone = await app.InAsync(other, db => db.RiskAssessments.SingleAsync());
        alone.AnomalyVersion.ShouldBe(0);
        alone.Tags["orders-by-phone-24h"].ShouldBe(0);
        app.Caller = TestApp.Person(other, Role.Viewer);
        (await app.RunAsync<GetTierEffect, TierEffect>(new GetTierEffect())).Required.Orders.ShouldBe(1);
    }

    private static async Task<List<JudgedOrder>> CorrectionsAsync(TestApp app, TenantId tenant)
    {
        await using var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant);
        return await scope.ServiceProvider.GetRequiredService<RuleHistory>().CorrectionsAsync(DateTimeOffset.UnixEpoch, default);
    }

    private static Task<Result<DecidedReviews>> DecideAsync(TestApp app, ReviewCaseId id, string verdict) => app.RunAsync<DecideReviews, DecidedReviews>(new DecideReviews([id], verdict, null));

    private static OrderFacts Facts(string customer, string idNumber, string device) => new()
    {
        Category = "cold-chain", Amount = 120, Currency = "CNY", Customer = new CustomerFacts(customer, TestClock.Noon.AddDays(-300), idNumber),
        Recipient = new RecipientFacts("样例", "+8610003172" + customer[2..].PadLeft(2, '0'), "CN", "浙江省", "杭州市", $"示范路 {customer[2..]} 号"),
        Payment = new PaymentFacts("alipay", $"p-{customer}", BillingProvince: "浙江省"), Device = new DeviceFacts(device, $"198.51.100.{customer[2..]}"),
    };

    private static Task PlaceAsync(TestApp app, TenantId tenant, string orderNo, DateTimeOffset at, OrderFacts facts) => PlaceAsync(app, tenant, (orderNo, at, facts));

    private static async Task PlaceAsync(TestApp app, TenantId tenant, params (string OrderNo, DateTimeOffset At, OrderFacts Facts)[] orders)
    {
        await using var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant);
        await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync([.. orders.Select(x => Shop.Report(tenant, "shop", $"{x.OrderNo}-10", x.OrderNo, "10", x.At, x.Facts))], default);
    }
}
