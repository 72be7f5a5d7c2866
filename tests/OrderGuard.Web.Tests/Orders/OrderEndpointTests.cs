using System.Net;
using System.Text.Json;
using OrderGuard.Domain.Integrations;
using OrderGuard.Web.Tests.Integrations;

namespace OrderGuard.Web.Tests.Orders;

public sealed class OrderEndpointTests(MachineHost host) : IClassFixture<MachineHost>
{
    [Fact]
    public async Task Orders_page_by_cursor_newest_first_and_none_twice()
    {
        await ReportAsync(Enumerable.Range(0, 7).Select(i => Event($"p{i}", $"P-{i}", $"2026-11-20T10:0{i % 3}:00Z")));

        var seen = new List<string?>();
        string? next = "";
        while (next is not null)
        {
            var page = await GetAsync($"/api/v1/orders?q=P-&limit=3{(next.Length > 0 ? "&after=" + next : "")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(x => x.GetProperty("orderNo").GetString()));
            next = page.GetProperty("next").GetString();
        }

        seen.ShouldBe(["P-5", "P-2", "P-4", "P-1", "P-6", "P-3", "P-0"]);
    }

    [Fact]
    public async Task An_order_is_told_with_what_each_system_says_its_deadlines_and_its_timeline()
    {
        await ReportAsync([Event("d1", "D-1", "2026-11-20T10:00:00+08:00")]);

        var order = await GetAsync("/api/v1/orders/D-1");

        order.GetProperty("status").GetInt32().ShouldBe(10);
        order.GetProperty("statusSince").GetString().ShouldBe("2026-11-20T02:00:00Z");
        order.GetProperty("sources")[0].GetProperty("word").GetString().ShouldBe("10");
        order.GetProperty("deadlines")[0].GetProperty("rule").GetString().ShouldBe("payment");
        order.GetProperty("timeline")[0].GetProperty("outcome").GetString().ShouldBe("applied");
    }

    [Fact]
    public async Task A_hold_stands_until_it_is_released_and_needs_a_reason()
    {
        await ReportAsync([Event("h1", "H-1", "2026-11-20T10:00:00Z")]);

        var problem = await MachineHost.ProblemAsync(await ActAsync("H-1", """{"action":"hold"}"""), HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("errors")[0].GetProperty("pointer").GetString().ShouldBe("/reason");
        await MachineHost.OkAsync(await ActAsync("H-1", """{"action":"hold","reason":"asked"}"""));
        (await GetAsync("/api/v1/orders/H-1")).GetProperty("holds").GetArrayLength().ShouldBe(1);
        await MachineHost.OkAsync(await ActAsync("H-1", """{"action":"release","reason":"settled"}"""));
        (await GetAsync("/api/v1/orders/H-1")).GetProperty("holds").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Another_companys_order_is_404_as_if_it_did_not_exist()
    {
        await ReportAsync([Event("x1", "X-1", "2026-11-20T10:00:00Z")]);
        var other = host.ClientOf(await host.IssueAsync("shop", ApiScopes.All, tenant: await host.FoundAsync("baker")));

        var hidden = await MachineHost.ProblemAsync(await other.GetAsync("/api/v1/orders/X-1"), HttpStatusCode.NotFound);
        var absent = await MachineHost.ProblemAsync(await other.GetAsync("/api/v1/orders/X-2"), HttpStatusCode.NotFound);

        hidden.GetProperty("detail").GetString().ShouldBe(absent.GetProperty("detail").GetString());
        (await MachineHost.OkAsync(await other.GetAsync("/api/v1/orders"))).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_interface_describes_itself_with_an_example_for_every_body()
    {
        var document = await MachineHost.OkAsync(await host.ClientOf(null).GetAsync("/openapi/v1.json"));

        document.GetProperty("components").GetProperty("securitySchemes").GetProperty("ApiKey").GetProperty("name").GetString().ShouldBe("X-Api-Key");
        var events = document.GetProperty("paths").GetProperty("/api/v1/events").GetProperty("post");
        events.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").GetProperty("events").GetArrayLength().ShouldBe(1);
        events.GetProperty("responses").TryGetProperty("422", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task It_is_live_and_ready() =>
        (await MachineHost.OkAsync(await host.ClientOf(null).GetAsync("/health/ready"))).GetProperty("dependencies").GetProperty("database").GetProperty("status").GetString().ShouldBe("healthy");

    private static string Event(string id, string orderNo, string at) => $$"""{"id":"{{id}}","orderNo":"{{orderNo}}","status":"10","occurredAt":"{{at}}"}""";

    private async Task ReportAsync(IEnumerable<string> events) =>
        await MachineHost.OkAsync(await host.ClientOf(host.ShopKey).PostAsync("/api/v1/events", MachineHost.Json($$"""{"events":[{{string.Join(',', events)}}]}""")));

    private async Task<JsonElement> GetAsync(string address) => await MachineHost.OkAsync(await host.ClientOf(host.ShopKey).GetAsync(address));

    private async Task<HttpResponseMessage> ActAsync(string orderNo, string body) =>
        await host.ClientOf(host.ShopKey).PostAsync($"/api/v1/orders/{orderNo}/actions", MachineHost.Json(body));
}
