using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Review;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Risk;

/// <summary>What happens to an assessed order when more comes to be known: of itself, of its keys, or nothing at all.</summary>
public sealed class ReassessmentTests
{
    private static readonly ConfigurationDocument Assessing = Shop.Document with { Risk = new RiskSettings { Enabled = true } };
    private readonly TestClock _clock = new();

    [Fact]
    public async Task An_order_is_assessed_again_by_what_came_later_and_counts_for_others_by_that_alone()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing);
        await TellAsync(app, tenant, "KNOWN", "10", Facts(1, "d-1"));
        await TellAsync(app, tenant, "SO-1", "10", Facts(2, "d-2"));
        await app.PumpAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));

        await TellAsync(app, tenant, "SO-1", "20", new OrderFacts { Device = new DeviceFacts("d-1") });
        await app.PumpAsync();

        var assessed = await app.InAsync(tenant, db => db.RiskAssessments.AsNoTracking().Where(x => x.OrderNo == "SO-1").OrderBy(x => x.AssessedAt).ToListAsync());
        assessed.Select(x => (x.Again, x.IsCurrent, x.Tags["orders-by-device-1h"])).ShouldBe([(false, false, 0), (true, true, 1)]);
        await TellAsync(app, tenant, "BY-OLD", "10", Facts(3, "d-2"));
        await TellAsync(app, tenant, "BY-NEW", "10", Facts(4, "d-1"));
        await app.PumpAsync();
        (await OrdersByDeviceAsync(app, tenant, "BY-OLD")).ShouldBe(0);
        (await OrdersByDeviceAsync(app, tenant, "BY-NEW")).ShouldBe(2);
    }

    [Fact]
    public async Task What_tells_nothing_new_or_comes_when_it_no_longer_matters_leaves_no_work_behind()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing);
        await TellAsync(app, tenant, "SO-1", "10", Facts(1, "d-1"));
        await TellAsync(app, tenant, "ENDED", "10", Facts(2, "d-2"));
        await app.PumpAsync();
        var before = await ItemsAsync(app, tenant);

        await TellAsync(app, tenant, "SO-1", "20", null);
        await TellAsync(app, tenant, "SO-1", "30", Facts(1, "d-1"));
        await TellAsync(app, tenant, "SO-1", "40", new OrderFacts { Carrier = "SF", Warehouse = "HZ-1" });
        await TellAsync(app, tenant, "ENDED", "90", new OrderFacts { Device = new DeviceFacts("d-9") });

        (await ItemsAsync(app, tenant)).ShouldBe(before);
    }

    [Fact]
    public async Task Who_was_judged_by_a_person_is_assessed_again_and_not_held_again()
    {
        await using var app = await TestApp.StartAsync(_clock);
        RiskGroup sameDevice = new() { Conditions = [new RiskCondition { Field = "tag.orders-by-device-1h", Is = RiskOperator.AtLeast, Number = 1 }] };
        var tenant = await app.FoundAsync(document: Assessing with { RiskRules = [new RiskRule { Code = "twice", Stage = RiskRuleStage.Live, Hold = true, When = sameDevice }] });
        await TellAsync(app, tenant, "KNOWN", "10", Facts(1, "d-1"));
        await TellAsync(app, tenant, "SO-1", "10", Facts(2, "d-2"));
        await app.PumpAsync();
        (await HeldAsync(app, tenant)).ShouldBeEmpty();

        await TellAsync(app, tenant, "SO-1", "20", new OrderFacts { Device = new DeviceFacts("d-1") });
        await app.PumpAsync();
        (await HeldAsync(app, tenant)).ShouldBe(["SO-1"]);
        app.Caller = TestApp.Person(tenant, Role.Reviewer);
        var review = await app.InAsync(tenant, db => db.ReviewCases.SingleAsync());

        // While a person has it, it stays with that person, by what is known now.
        await TellAsync(app, tenant, "SO-1", "30", new OrderFacts { Device = new DeviceFacts("d-3") });
        await app.PumpAsync();
        var reassessed = await app.InAsync(tenant, db => db.ReviewCases.SingleAsync());
        reassessed.AssessmentId.ShouldNotBe(review.AssessmentId);
        (await HeldAsync(app, tenant)).ShouldBe(["SO-1"]);

        (await app.RunAsync<DecideReviews, DecidedReviews>(new DecideReviews([review.Id], "legitimate", null))).Required.Decided.Count.ShouldBe(1);
        await TellAsync(app, tenant, "SO-1", "30", new OrderFacts { Device = new DeviceFacts("d-1") });
        await app.PumpAsync();
        (await app.InAsync(tenant, db => db.RiskAssessments.SingleAsync(x => x.OrderNo == "SO-1" && x.IsCurrent))).Tier.ShouldBe(RiskTier.High);
        (await HeldAsync(app, tenant)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_comes_while_another_node_makes_the_first_assessment_is_looked_at_after_it()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing);
        await TellAsync(app, tenant, "SO-1", "10", Facts(1, "d-1"));
        var leased = _clock.GetUtcNow().AddSeconds(3);
        await app.InAsync(tenant, db => db.WorkItems.Where(x => x.Kind == WorkKinds.AssessRisk).ExecuteUpdateAsync(x => x.SetProperty(i => i.VisibleAt, leased)));
        await TellAsync(app, tenant, "SO-1", "20", new OrderFacts { Amount = 77 });
        await app.PumpAsync();
        (await app.InAsync(tenant, db => db.RiskAssessments.CountAsync())).ShouldBe(0);

        _clock.Advance(TimeSpan.FromSeconds(3));
        await app.PumpAsync();
        _clock.Advance(TimeSpan.FromSeconds(3));
        await app.PumpAsync();

        (await app.InAsync(tenant, db => db.RiskAssessments.AsNoTracking().OrderBy(x => x.AssessedAt).Select(x => x.Again).ToListAsync())).ShouldBe([false, true]);
    }

    [Fact]
    public async Task What_another_node_assessed_again_is_known_here_by_its_new_keys()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing);
        await TellAsync(app, tenant, "SO-1", "10", Facts(1, "d-1"));
        await app.PumpAsync();
        var here = ActivatorUtilities.CreateInstance<RiskEngines>(app.Services);
        var live = (await here.GetAsync(tenant, TenantConfiguration.Compile(1, Assessing), default))!;
        _clock.Advance(TimeSpan.FromSeconds(10));

        await TellAsync(app, tenant, "SO-1", "20", new OrderFacts { Device = new DeviceFacts("d-2") });
        await app.PumpAsync();
        await app.InAsync(tenant, db => here.CatchUpAsync(db, live, default));

        float OrdersBy(string device) => (float)live.Compute(live.SignalsOf(OrderId.New(), _clock.GetUtcNow().AddSeconds(1), Facts(9, device)))["orders-by-device-24h"]!;
        (OrdersBy("d-1"), OrdersBy("d-2")).ShouldBe((0, 1));
    }

    [Fact]
    public async Task Of_two_nodes_that_assess_an_order_again_at_once_one_must_read_again()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing);
        await TellAsync(app, tenant, "SO-1", "10", Facts(1, "d-1"));
        await app.PumpAsync();

        await app.InAsync(tenant, async one =>
        {
            var mine = await one.RiskAssessments.SingleAsync();
            await app.InAsync(tenant, async other =>
            {
                (await other.RiskAssessments.SingleAsync()).Replace();
                await other.SaveChangesAsync();
            });
            mine.Replace();
            await Should.ThrowAsync<DbUpdateConcurrencyException>(() => one.SaveChangesAsync());
        });
    }

    [Fact]
    public async Task A_watched_order_is_looked_at_again_though_no_other_order_comes_and_only_once_on_two_nodes()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing with { Risk = new RiskSettings { Enabled = true, Tiers = new RiskTiers { Medium = 0.02, High = 0.99 } } });
        var quiet = await app.FoundAsync("quiet", Assessing);
        await TellAsync(app, tenant, "FIRST", "10", Facts(1, "d-1"));
        await TellAsync(app, tenant, "SECOND", "10", Facts(2, "d-1"));
        await app.PumpAsync();
        await TellAsync(app, tenant, "SECOND", "90", null);
        await app.PumpAsync();
        var before = await LooksAsync(app, tenant, "FIRST");

        var (one, other) = (ActivatorUtilities.CreateInstance<WatchRounds>(app.Services), ActivatorUtilities.CreateInstance<WatchRounds>(app.Services));
        await Task.WhenAll(one.RunAsync(default), other.RunAsync(default));
        (await RoundsAsync(app, tenant)).ShouldBe(1);
        (await RoundsAsync(app, quiet)).ShouldBe(0);
        await app.PumpAsync();

        (await LooksAsync(app, tenant, "FIRST")).ShouldBe(before + 1);
        (await app.InAsync(tenant, db => db.RiskAssessments.SingleAsync(x => x.OrderNo == "FIRST" && x.IsCurrent))).Tags["cancelled-share-device"].ShouldBe(1);
        await one.RunAsync(default);
        (await RoundsAsync(app, tenant)).ShouldBe(1);
    }

    [Fact]
    public async Task At_the_end_of_its_time_a_watched_order_is_judged_once_more_and_leaves_the_pool()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing with { Risk = new RiskSettings { Enabled = true, Tiers = new RiskTiers { Medium = 0.02, High = 0.99 } } });
        await TellAsync(app, tenant, "HARMLESS", "10", Facts(1, "d-1"));
        await TellAsync(app, tenant, "LISTED", "10", Facts(2, "d-2"));
        await TellAsync(app, tenant, "ENDED", "10", Facts(3, "d-3"));
        await app.PumpAsync();
        await TellAsync(app, tenant, "ENDED", "90", null);
        (await app.InAsync(tenant, db => db.WatchedOrders.CountAsync())).ShouldBe(3);
        app.Caller = TestApp.Person(tenant, Role.Reviewer);
        (await app.RunAsync<AddListEntry, RiskListRow>(new AddListEntry(ListEffect.Block, ListKind.Device, "d-2", null, "Known since", null))).Refusal.ShouldBeNull();
        var rounds = app.Services.GetRequiredService<WatchRounds>();

        _clock.Advance(TimeSpan.FromHours(72) - TimeSpan.FromSeconds(1));
        await rounds.RunAsync(default);
        await app.PumpAsync();
        (await app.InAsync(tenant, db => db.WatchedOrders.CountAsync())).ShouldBe(3);

        _clock.Advance(TimeSpan.FromMinutes(5));
        await rounds.RunAsync(default);
        await app.PumpAsync();

        (await app.InAsync(tenant, db => db.WatchedOrders.CountAsync())).ShouldBe(0);
        var looks = await app.InAsync(tenant, db => db.RiskAssessments.AsNoTracking().Where(x => x.Again && x.IsCurrent).Select(x => new { x.OrderNo, x.Tier }).ToDictionaryAsync(x => x.OrderNo, x => x.Tier));
        looks.ShouldBe(new Dictionary<string, RiskTier> { ["HARMLESS"] = RiskTier.Medium, ["LISTED"] = RiskTier.High }, ignoreOrder: true);
        (await HeldAsync(app, tenant)).ShouldBe(["LISTED"]);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await rounds.RunAsync(default);
        (await RoundsAsync(app, tenant)).ShouldBe(2);
    }

    private static OrderFacts Facts(int n, string device) => new()
    {
        Category = "cold-chain", Amount = 120, Currency = "CNY", Customer = new CustomerFacts($"C-{n}", TestClock.Noon.AddDays(-300), $"ID-{n}"),
        Recipient = new RecipientFacts("样例", $"+861000317200{n}", "CN", "浙江省", "杭州市", $"示范路 {n} 号"), Device = new DeviceFacts(device, $"198.51.100.{n}"),
    };

    private async Task TellAsync(TestApp app, TenantId tenant, string orderNo, string status, OrderFacts? facts)
    {
        await using var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant);
        await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync([Shop.Report(tenant, "shop", Guid.NewGuid().ToString(), orderNo, status, _clock.GetUtcNow(), facts)], default);
        _clock.Advance(TimeSpan.FromMilliseconds(2));
    }

    private static Task<double> OrdersByDeviceAsync(TestApp app, TenantId tenant, string orderNo) =>
        app.InAsync(tenant, async db => (await db.RiskAssessments.SingleAsync(x => x.OrderNo == orderNo)).Tags["orders-by-device-1h"]);

    private static Task<int> ItemsAsync(TestApp app, TenantId tenant) => app.InAsync(tenant, db => db.WorkItems.CountAsync(x => x.Kind == WorkKinds.AssessRisk));

    private static Task<int> RoundsAsync(TestApp app, TenantId tenant) => app.InAsync(tenant, db => db.WorkItems.CountAsync(x => x.Kind == WorkKinds.AssessRisk && x.Subject == RiskWork.Watched));

    private static Task<int> LooksAsync(TestApp app, TenantId tenant, string orderNo) => app.InAsync(tenant, db => db.RiskAssessments.CountAsync(x => x.OrderNo == orderNo));

    private static Task<List<string>> HeldAsync(TestApp app, TenantId tenant) => app.InAsync(tenant, db => db.Orders.Where(x => x.IsHeld).Select(x => x.OrderNo).ToListAsync());
}
