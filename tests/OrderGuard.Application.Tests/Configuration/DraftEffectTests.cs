using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Application.Tests.Configuration;

public sealed class DraftEffectTests
{
    [Fact]
    public async Task The_effect_of_a_draft_is_counted_over_the_last_seven_days()
    {
        await using var app = await TestApp.StartAsync();
        var tenant = await app.FoundTenantAsync("grocer");
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        await app.RunAsync<PutConfiguration, PublishedConfiguration>(new PutConfiguration(ContractExample.Json, [0]));
        var now = TimeProvider.System.GetUtcNow();
        await PlaceAsync(app, tenant, "paid-after-50-min", now.AddDays(-1), now.AddDays(-1).AddMinutes(50));
        await PlaceAsync(app, tenant, "paid-after-2-h", now.AddDays(-1), now.AddDays(-1).AddHours(2));
        await PlaceAsync(app, tenant, "still-waiting", now.AddHours(-3), null);
        await PlaceAsync(app, tenant, "long-ago", now.AddDays(-20), null);

        var seen = (await app.RunAsync<GetDraft, DraftState>(new GetDraft())).Required.Document;
        await app.RunAsync<SaveDraft, DraftState>(new SaveDraft(seen, seen with { Timeouts = [seen.Timeouts[0] with { Within = TimeSpan.FromMinutes(45) }] }));
        var effect = (await app.RunAsync<EstimateDraftEffect, DraftEffect>(new EstimateDraftEffect())).Required;

        (effect.Before, effect.After).ShouldBe((2, 3));
        effect.Rules.Single().ShouldBe(new RuleEffect("payment", 2, 3));
    }

    [Fact]
    public async Task Words_without_a_mapping_are_counted_by_source()
    {
        await using var app = await TestApp.StartAsync();
        var tenant = await app.FoundTenantAsync("grocer");
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        var now = TimeProvider.System.GetUtcNow();
        await app.InAsync(tenant, async db =>
        {
            foreach (var (word, id) in new[] { ("已揽收", "1"), ("已揽收", "2"), ("packing", "3") })
                db.OrderEvents.Add(OrderEvent.Record(tenant, null, "SO-1", id, new StatusReport("wms", word, null, now, null, now), OrderMove.Without(EventOutcome.Unmapped, null, null), now, now, false, 0));
            await db.SaveChangesAsync();
        });

        var words = (await app.RunAsync<GetUnmappedWords, UnmappedWords>(new GetUnmappedWords())).Required.Words;
        app.Caller = TestApp.Person(await app.FoundTenantAsync("other"), Role.TenantAdmin);
        var ofAnother = (await app.RunAsync<GetUnmappedWords, UnmappedWords>(new GetUnmappedWords())).Required.Words;

        words.Select(x => (x.Source, x.Word, x.Events)).ShouldBe([("wms", "已揽收", 2), ("wms", "packing", 1)]);
        ofAnother.ShouldBeEmpty();
    }

    private static Task PlaceAsync(TestApp app, TenantId tenant, string orderNo, DateTimeOffset placed, DateTimeOffset? paid) => app.InAsync(tenant, async db =>
    {
        var configuration = TenantConfiguration.Compile(1, ConfigurationJson.Read(ContractExample.Json));
        var first = new StatusReport("shop", "10", 10, placed, null, DateTimeOffset.MaxValue);
        var (order, move) = Order.Place(tenant, orderNo, first, configuration, placed);
        db.Orders.Add(order);
        db.OrderEvents.Add(OrderEvent.Record(tenant, order.Id, orderNo, orderNo + "-1", first, move, placed, placed, false, 1));
        if (paid is { } at)
        {
            var second = new StatusReport("shop", "20", 20, at, null, DateTimeOffset.MaxValue);
            db.OrderEvents.Add(OrderEvent.Record(tenant, order.Id, orderNo, orderNo + "-2", second, order.Take(second, configuration, at), at, at, false, 1));
        }
        await db.SaveChangesAsync();
    });
}
