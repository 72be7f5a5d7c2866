using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;
using OrderGuard.Web.Orders;
using OrderGuard.Web.Tests.Integrations;

namespace OrderGuard.Web.Tests.Orders;

/// <summary>Reads of other systems: cached for a stated time, fresh at once for what this node changes, and never another company's.</summary>
public sealed class CachedReadTests(MachineHost host) : IClassFixture<MachineHost>
{
    private readonly HttpClient _client = host.ClientOf(host.ShopKey);

    [Theory]
    [InlineData("CACHED-1", "/api/v1/orders/CACHED-1")]
    [InlineData("CACHED-2", "/api/v1/orders?status=10,20")]
    public async Task A_read_is_known_again_by_its_tag_until_the_order_changes(string orderNo, string address)
    {
        await ReportAsync(_client, orderNo, "10");
        var first = await _client.GetAsync(address);
        first.Headers.CacheControl!.ToString().ShouldBe("max-age=2, private");
        var tag = first.Headers.ETag!;

        var again = await AskAsync(address, tag.Tag);
        await ReportAsync(_client, orderNo, "20");
        var changed = await AskAsync(address, tag.Tag);

        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await again.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        changed.Headers.ETag.ShouldNotBe(tag);
        (await changed.Content.ReadAsStringAsync()).ShouldContain("\"status\":20");
    }

    [Fact]
    public async Task The_same_address_is_another_companys_answer_for_its_key_and_shows_a_key_what_its_scopes_allow()
    {
        await ReportAsync(_client, "SAME-NO", "10");
        var other = await host.FoundAsync("cached-other");
        var theirs = host.ClientOf(await host.IssueAsync("shop", tenant: other));
        var mine = await _client.GetStringAsync("/api/v1/orders/SAME-NO");

        (await theirs.GetAsync("/api/v1/orders/SAME-NO")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await theirs.GetStringAsync("/api/v1/orders?q=SAME-NO")).ShouldNotContain("SAME-NO");
        await ReportAsync(theirs, "SAME-NO", "20");
        (await theirs.GetStringAsync("/api/v1/orders/SAME-NO")).ShouldContain("\"status\":20");
        (await _client.GetStringAsync("/api/v1/orders/SAME-NO")).ShouldBe(mine);
        (await host.ClientOf(await host.IssueAsync("shop", [])).GetAsync("/api/v1/orders/SAME-NO")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_change_feed_and_the_schemas_are_served()
    {
        var start = (await MachineHost.OkAsync(await _client.GetAsync("/api/v1/changes?after=now"))).GetProperty("next").GetString();
        var waiting = _client.GetAsync($"/api/v1/changes?after={start}&wait=20");
        await ReportAsync(_client, "FED-1", "10");

        var page = await MachineHost.OkAsync(await waiting);
        var told = page.GetProperty("items")[0];
        told.GetProperty("type").GetString().ShouldBe("order.created");
        told.GetProperty("data").GetProperty("orderNo").GetString().ShouldBe("FED-1");
        (await MachineHost.OkAsync(await _client.GetAsync("/api/v1/events/schemas"))).TryGetProperty("order.created", out _).ShouldBeTrue();
        (await MachineHost.ProblemAsync(await _client.GetAsync("/api/v1/changes?after=nonsense"), HttpStatusCode.UnprocessableEntity)).GetProperty("errors")[0].GetProperty("pointer").GetString().ShouldBe("/after");
        await MachineHost.ProblemAsync(await _client.GetAsync("/api/v1/changes?wait=31"), HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public void What_changes_while_it_is_read_is_not_kept_and_nothing_is_kept_longer_than_stated()
    {
        var (feed, clock, tenant) = (host.Services.GetRequiredService<ILiveFeed>(), new TestClock(), TenantId.New());
        using var cache = new ReadCache(feed, Options.Create(new ReadCacheOptions { MostBytes = 400 }), clock);
        CachedAnswer Answer() => CachedAnswer.Of(new byte[60], clock.GetUtcNow());

        var early = cache.Begin(tenant, "A");
        feed.Publish(new OrdersLiveChange(tenant, ["A"], 1));
        cache.Keep(tenant, early, "a", Answer());
        cache.Find(tenant, "A", "a").ShouldBeNull();

        cache.Keep(tenant, cache.Begin(tenant, "A"), "a", Answer());
        cache.Keep(tenant, cache.Begin(tenant, "B"), "b", Answer());
        cache.Find(TenantId.New(), "A", "a").ShouldBeNull();
        feed.Publish(new OrdersLiveChange(TenantId.New(), ["A"], 1));
        cache.Find(tenant, "A", "a").ShouldNotBeNull();
        feed.Publish(new OrdersLiveChange(tenant, ["A"], 1));
        (cache.Find(tenant, "A", "a"), cache.Find(tenant, "B", "b") is not null).ShouldBe((null, true));
        clock.Advance(TimeSpan.FromSeconds(2));
        cache.Find(tenant, "B", "b").ShouldBeNull();

        for (var i = 0; i < 100; i++) cache.Keep(tenant, cache.Begin(tenant, $"{i}"), "x", Answer());
        Enumerable.Range(0, 100).Count(i => cache.Find(tenant, $"{i}", "x") is not null).ShouldBeInRange(1, 6);
    }

    private async Task<HttpResponseMessage> AskAsync(string address, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return await _client.SendAsync(request);
    }

    private static async Task ReportAsync(HttpClient client, string orderNo, string status)
    {
        var body = $$"""{"events":[{"id":"{{Guid.NewGuid()}}","orderNo":"{{orderNo}}","status":"{{status}}","occurredAt":"{{DateTimeOffset.UtcNow:O}}"}]}""";
        (await MachineHost.OkAsync(await client.PostAsync("/api/v1/events", MachineHost.Json(body)))).GetProperty("results")[0].GetProperty("outcome").GetString().ShouldBe("applied");
    }
}
