using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Web.Tests.Integrations;

namespace OrderGuard.Web.Tests.Intake;

public sealed class EventsEndpointTests(MachineHost host) : IClassFixture<MachineHost>
{
    private static int _next;
    private readonly string _n = $"t{Interlocked.Increment(ref _next)}";

    [Fact]
    public async Task Every_outcome_is_told_in_the_order_of_the_request()
    {
        await PostAsync(host.ShopKey, $$"""{"events":[{{Event("a", "20")}}]}""");
        var answer = await PostAsync(host.ShopKey, $$"""
            {"events":[{{Event("a", "20")}},{{Event("b", "wat")}},{{Event("c", "50", "2026-11-20T11:00:00Z")}},{{Event("d", "40", "2026-11-20T10:30:00Z")}},{{Event("e", "PAID", "2026-11-20T12:00:00Z")}},{"id":7}]}
            """);

        Outcomes(answer).ShouldBe(["duplicate", "unmapped", "applied", "stale", "illegal", "invalid"]);
        answer[2].GetProperty("status").GetInt32().ShouldBe(50);
        answer[5].GetProperty("detail").GetString()!.ShouldStartWith("/events/5/id: ");
        Outcomes(await PostAsync(host.WmsKey, $$"""{"events":[{{Event("w", "70", "2026-11-20T13:00:00Z")}}]}""")).ShouldBe(["observed"]);
    }

    [Theory]
    [InlineData("""{"id":"x","orderNo":"","status":"10","occurredAt":"2026-11-20T10:00:00Z"}""", "/events/0/orderNo")]
    [InlineData("""{"id":"x","orderNo":"n","status":"10"}""", "/events/0/occurredAt")]
    [InlineData("""{"id":"x","orderNo":"n","status":"10","occurredAt":"yesterday"}""", "/events/0/occurredAt")]
    [InlineData("""{"id":"x","orderNo":"n","status":"10","occurredAt":"1999-12-31T23:59:59Z"}""", "/events/0/occurredAt")]
    [InlineData("""{"id":"x","orderNo":"n","status":"10","occurredAt":"2199-01-01T00:00:00Z"}""", "/events/0/occurredAt")]
    [InlineData("""{"id":"x","orderNo":"n","status":10,"occurredAt":"2026-11-20T10:00:00Z"}""", "/events/0/status")]
    [InlineData("""{"id":"x","orderNo":"n\u0000","status":"10","occurredAt":"2026-11-20T10:00:00Z"}""", "/events/0/orderNo")]
    [InlineData("""{"id":"x","orderNo":"n\ud800","status":"10","occurredAt":"2026-11-20T10:00:00Z"}""", "/events/0")]
    [InlineData("""{"id":"x","orderNo":"n","status":"10","occurredAt":"2026-11-20T10:00:00Z","order":{"amount":1e400}}""", "/events/0/order/amount")]
    [InlineData("""{"id":"x","orderNo":"n","status":"10","occurredAt":"2026-11-20T10:00:00Z","order":{"currency":"R$"}}""", "/events/0/order/currency")]
    [InlineData("""{"id":"x","orderNo":"n","status":"10","occurredAt":"2026-11-20T10:00:00Z","order":{"lines":[{},{"quantity":"2"}]}}""", "/events/0/order/lines/1/quantity")]
    [InlineData("""{"id":"x","orderNo":"n","status":"10","occurredAt":"2026-11-20T10:00:00Z","order":{"attributes":{"a":["\u0000"]}}}""", "/events/0/order/attributes")]
    [InlineData("[]", "/events/0")]
    public async Task A_malformed_event_is_invalid_by_itself_and_the_others_are_applied(string malformed, string pointer)
    {
        var answer = await PostAsync(host.ShopKey, $$"""{"events":[{{malformed}},{{Event($"ok-{pointer.Length}-{malformed.Length}", "10")}}]}""");

        answer[0].GetProperty("outcome").GetString().ShouldBe("invalid");
        answer[0].GetProperty("detail").GetString()!.ShouldStartWith(pointer + ":");
        answer[1].GetProperty("outcome").GetString().ShouldBe("applied");
    }

    [Fact]
    public async Task A_time_without_an_offset_is_in_the_sources_zone()
    {
        await PostAsync(host.ShopKey, $$"""{"events":[{{Event("a", "10", "2026-11-20T10:00:00")}}]}""");

        var order = await host.InAsync(host.Tenant, db => db.Orders.SingleAsync(x => x.OrderNo == _n));
        order.StatusSince.ShouldBe(new DateTimeOffset(2026, 11, 20, 2, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Identity_numbers_and_payment_fingerprints_are_kept_as_keyed_hashes_only()
    {
        await PostAsync(host.ShopKey, $$$"""
            {"events":[{"id":"{{{_n}}}-a","orderNo":"{{{_n}}}","status":"10","occurredAt":"2026-11-20T10:00:00Z","order":{"customer":{"idNumber":"ID-PLAIN-1"},"payment":{"fingerprint":"FP-PLAIN-1"},"attributes":{"gift":true} } }]}
            """);

        var facts = (await host.InAsync(host.Tenant, db => db.Orders.SingleAsync(x => x.OrderNo == _n))).Facts;
        facts.Customer!.IdNumber!.Length.ShouldBe(64);
        facts.Payment!.Fingerprint!.Length.ShouldBe(64);
        facts.Attributes!["gift"].GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("{\"events\":[", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"events\":{}}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"\\ud800\":1}", HttpStatusCode.UnprocessableEntity)]
    public async Task A_body_that_is_no_list_of_events_is_refused_as_a_whole(string body, HttpStatusCode status)
    {
        var response = await host.ClientOf(host.ShopKey).PostAsync("/api/v1/events", MachineHost.Json(body));

        (await MachineHost.ProblemAsync(response, status)).GetProperty("errors").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task More_than_a_thousand_events_are_refused()
    {
        var response = await host.ClientOf(host.ShopKey).PostAsync("/api/v1/events", MachineHost.Json($$"""{"events":[{{string.Join(',', Enumerable.Repeat("{}", 1_001))}}]}"""));

        (await MachineHost.ProblemAsync(response, HttpStatusCode.UnprocessableEntity)).GetProperty("errors")[0].GetProperty("pointer").GetString().ShouldBe("/events");
    }

    [Fact]
    public async Task Another_content_type_is_not_read()
    {
        var response = await host.ClientOf(host.ShopKey).PostAsync("/api/v1/events", new StringContent("a,b", System.Text.Encoding.UTF8, "text/csv"));

        await MachineHost.ProblemAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    private string Event(string id, string status, string at = "2026-11-20T10:00:00Z") => $$"""{"id":"{{_n}}-{{id}}","orderNo":"{{_n}}","status":"{{status}}","occurredAt":"{{at}}"}""";

    private async Task<JsonElement> PostAsync(string key, string body) =>
        (await MachineHost.OkAsync(await host.ClientOf(key).PostAsync("/api/v1/events", MachineHost.Json(body)))).GetProperty("results");

    private static IEnumerable<string?> Outcomes(JsonElement results) => results.EnumerateArray().Select(x => x.GetProperty("outcome").GetString());
}
