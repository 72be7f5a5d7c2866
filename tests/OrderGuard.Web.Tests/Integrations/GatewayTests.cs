using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Web.Tests.Integrations;

public sealed class GatewayTests(MachineHost host) : IClassFixture<MachineHost>
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task A_trace_goes_on_through_the_answer_the_problem_the_audit_and_the_request_log()
    {
        await PlaceAsync("G-1", 20);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/orders/G-1/actions") { Content = MachineHost.Json("""{"action":"cancel","reason":"tried"}""") };
        request.Headers.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
        var acted = await host.ClientOf(host.ShopKey).SendAsync(request);
        using var again = new HttpRequestMessage(HttpMethod.Post, "/api/v1/orders/G-1/actions") { Content = MachineHost.Json("""{"action":"cancel","reason":"tried"}""") };
        again.Headers.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
        var refused = await MachineHost.ProblemAsync(await host.ClientOf(host.ShopKey).SendAsync(again), HttpStatusCode.Conflict);

        acted.Headers.GetValues("traceparent").Single().ShouldStartWith($"00-{Trace}-");
        refused.GetProperty("traceId").GetString().ShouldBe(Trace);
        (await host.InAsync(host.Tenant, db => db.AuditEntries.SingleAsync(x => x.Subject == "G-1" && x.Action == "order.cancelled"))).TraceId.ShouldBe(Trace);
        var kept = await KeptAsync(x => x.TraceId == Trace);
        kept.Select(x => (x.Status, x.OrderNo, x.Operation, x.Detail, x.Source, x.Address)).ShouldBe(
            [(200, "G-1", "cancel", null, "shop", "203.0.113.9"), (409, "G-1", "cancel", "already-there", "shop", "203.0.113.9")], ignoreOrder: true);
        kept.ShouldAllBe(x => x.Method == "POST" && x.Route == "/api/v1/orders/{orderNo}/actions" && x.Microseconds > 0);
    }

    [Fact]
    public async Task Events_are_kept_with_what_came_of_them_and_found_by_an_order_among_many()
    {
        await PostAsync("""{"events":[{"id":"g2","orderNo":"G-2","status":"10","occurredAt":"2026-11-20T10:00:00Z"},{"id":"g3","orderNo":"G-3","status":"?","occurredAt":"2026-11-20T10:00:00Z"}]}""");
        await host.Services.GetRequiredService<RequestLog>().FlushAsync(default);

        await using var scope = host.Services.GetRequiredService<Application.Common.SystemScopes>().Open(host.Tenant);
        var found = (await scope.ServiceProvider.GetRequiredService<Application.Common.IUseCase<GetRequests, RequestPage>>().RunAsync(new GetRequests(new RequestFilter { OrderNo = "G-2" }))).Required;

        var row = found.Rows.ShouldHaveSingleItem();
        (row.OrderNo, row.Operation, row.Detail).ShouldBe((null, "2 events", "applied 1, unmapped 1"));
    }

    [Fact]
    public async Task What_is_left_stands_in_the_headers_and_a_used_up_day_is_429_until_midnight()
    {
        var key = await host.IssueAsync("shop", perMinute: 600);
        await host.InAsync(host.Tenant, async db =>
        {
            var hash = ApiKey.HashOf(key);
            (await db.ApiKeys.SingleAsync(x => x.Hash == hash)).Guard(ApiKeyGuards.None with { RequestsPerDay = 2 });
            return await db.SaveChangesAsync();
        });

        var first = await PostAsync("""{"events":[]}""", key);
        await PostAsync("""{"events":[]}""", key);
        var third = await PostAsync("""{"events":[]}""", key);

        first.Headers.GetValues("RateLimit-Policy").Single().ShouldBe("\"minute\";q=600;w=60, \"day\";q=2;w=86400");
        first.Headers.GetValues("RateLimit").Single().ShouldStartWith("\"minute\";r=599;t=1, \"day\";r=1;t=");
        (Header(first, "RateLimit-Limit"), Header(first, "RateLimit-Remaining")).ShouldBe(("2", "1"));
        (await MachineHost.ProblemAsync(third, HttpStatusCode.TooManyRequests)).GetProperty("title").GetString().ShouldBe("day-quota-used-up");
        int.Parse(Header(third, "Retry-After"), CultureInfo.InvariantCulture).ShouldBeInRange(1, 86_400);
    }

    [Fact]
    public async Task A_used_up_day_stays_used_up_on_another_node_once_it_was_told()
    {
        var quotas = host.Services.GetRequiredService<DailyQuotas>();
        var key = new KnownApiKey(ApiKeyId.New(), host.Tenant, "n", "shop", new HashSet<Permission>(), [], 10, null, false) { Guards = ApiKeyGuards.None with { RequestsPerDay = 5 }, Used = (DailyQuotas.DayOf(DateTimeOffset.UtcNow), 4) };

        quotas.Take(key)!.Taken.ShouldBeTrue();
        quotas.Take(key)!.Taken.ShouldBeFalse();
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("cancel", "198.51.100.7", null)]
    [InlineData("rollback", "198.51.100.7", "operation-not-allowed")]
    [InlineData("cancel", "203.0.113.9", "address-not-allowed")]
    [InlineData("hold", "203.0.113.9", null)]
    public async Task A_key_asks_for_sensitive_operations_only_as_it_was_allowed_to(string action, string address, string? refused)
    {
        var order = $"S-{action}-{address[..3]}";
        await PlaceAsync(order, 20);
        var key = await GuardedAsync(new ApiKeyGuards(null, ["cancel"], ["198.51.100.0/24"], false));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/orders/{order}/actions") { Content = MachineHost.Json($$"""{"action":"{{action}}","reason":"tried","target":10}""") };
        request.Headers.Add(MachineHost.AddressHeader, address);

        var answer = await host.ClientOf(key).SendAsync(request);

        if (refused is null) answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        else (await MachineHost.ProblemAsync(answer, HttpStatusCode.Forbidden)).GetProperty("title").GetString().ShouldBe(refused);
    }

    [Fact]
    public async Task A_signed_key_is_believed_once_in_time_and_for_the_very_request_only()
    {
        foreach (var order in new[] { "H-1", "H-2" }) await PlaceAsync(order, 20);
        var key = await GuardedAsync(ApiKeyGuards.None with { Signed = true });
        var secret = await SigningSecretAsync(key);
        const string Body = """{"action":"cancel","reason":"signed"}""";
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        (await RefusalAsync(await SendSignedAsync(key, "H-1", Body, null, now, "nonce-one"))).ShouldBe("signature-needed");
        (await RefusalAsync(await SendSignedAsync(key, "H-1", Body, "another secret", now, "nonce-one"))).ShouldBe("signature-wrong");
        (await RefusalAsync(await SendSignedAsync(key, "H-1", Body, secret, now - 301, "nonce-one"))).ShouldBe("signature-out-of-time");
        (await RefusalAsync(await SendSignedAsync(key, "H-1", Body, secret, now, "nonce-one", sent: Body.Replace("signed", "altered", StringComparison.Ordinal)))).ShouldBe("signature-wrong");
        (await SendSignedAsync(key, "H-1", Body, secret, now, "nonce-one")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await RefusalAsync(await SendSignedAsync(key, "H-2", Body, secret, now, "nonce-one"))).ShouldBe("signature-replayed");
        (await SendSignedAsync(key, "H-2", Body, secret, now, "nonce-two")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_does_not_fit_into_the_log_is_counted_and_said()
    {
        var log = host.Services.GetRequiredService<RequestLog>();
        var tenant = await host.FoundAsync("busy");
        var actor = new Domain.Audit.Actor(Domain.Audit.ActorKind.ApiKey, "k", "k", null);
        for (var i = 0; i < RequestLog.MostWaiting + 500; i++) log.Add(ApiRequest.Note(tenant, actor, "shop", "GET", "/api/v1/orders", new RequestTold(200, TimeSpan.Zero), DateTimeOffset.UtcNow));
        await log.FlushAsync(default);

        var (kept, lost) = await host.InAsync(tenant, async db => (await db.ApiRequests.CountAsync(x => x.Lost == 0), await db.ApiRequests.SumAsync(x => x.Lost)));
        (kept + lost).ShouldBe(RequestLog.MostWaiting + 500);
    }

    private async Task<HttpResponseMessage> SendSignedAsync(string key, string order, string body, string? secret, long timestamp, string nonce, string? sent = null)
    {
        var path = $"/api/v1/orders/{order}/actions";
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = MachineHost.Json(sent ?? body) };
        if (secret is not null)
        {
            var time = timestamp.ToString(CultureInfo.InvariantCulture);
            var signed = $"v1\n{time}\n{nonce}\nPOST\n{path}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}";
            request.Headers.Add("X-OrderGuard-Timestamp", time);
            request.Headers.Add("X-OrderGuard-Nonce", nonce);
            request.Headers.Add("X-OrderGuard-Signature", "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed))));
        }
        return await host.ClientOf(key).SendAsync(request);
    }

    private static async Task<string?> RefusalAsync(HttpResponseMessage answer) => (await MachineHost.ProblemAsync(answer, HttpStatusCode.Forbidden)).GetProperty("title").GetString();

    private async Task<string> GuardedAsync(ApiKeyGuards guards)
    {
        var key = await host.IssueAsync("shop");
        var hash = ApiKey.HashOf(key);
        await host.InAsync(host.Tenant, async db =>
        {
            (await db.ApiKeys.SingleAsync(x => x.Hash == hash)).Guard(guards);
            return await db.SaveChangesAsync();
        });
        return key;
    }

    private async Task<string> SigningSecretAsync(string key)
    {
        var hash = ApiKey.HashOf(key);
        await using var scope = host.Services.GetRequiredService<Application.Common.SystemScopes>().Open(host.Tenant);
        var id = await scope.ServiceProvider.GetRequiredService<Application.Common.IOrderGuardDb>().ApiKeys.Where(x => x.Hash == hash).Select(x => x.Id).SingleAsync();
        return (await scope.ServiceProvider.GetRequiredService<Application.Common.IUseCase<RenewSigningSecret, NewSigningSecret>>().RunAsync(new RenewSigningSecret(id))).Required.Secret;
    }

    private async Task PlaceAsync(string order, int status)
    {
        var body = $$"""{"events":[{"id":"{{order}}-10","orderNo":"{{order}}","status":"10","occurredAt":"2026-11-20T10:00:00Z"},{"id":"{{order}}","orderNo":"{{order}}","status":"{{status}}","occurredAt":"2026-11-20T10:01:00Z"}]}""";
        (await (await PostAsync(body)).Content.ReadAsStringAsync()).ShouldContain("applied");
    }

    private async Task<List<ApiRequest>> KeptAsync(System.Linq.Expressions.Expression<Func<ApiRequest, bool>> which)
    {
        await host.Services.GetRequiredService<RequestLog>().FlushAsync(default);
        return await host.InAsync(host.Tenant, db => db.ApiRequests.Where(which).ToListAsync());
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    private async Task<HttpResponseMessage> PostAsync(string body, string? key = null) => await host.ClientOf(key ?? host.ShopKey).PostAsync("/api/v1/events", MachineHost.Json(body));
}
