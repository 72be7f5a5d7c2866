using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Web.Tests.Integrations;

namespace OrderGuard.Web.Tests.Intake;

/// <summary>Whatever is sent, it is the sender's mistake and changes nothing.</summary>
public sealed class MalformedRequestsTests(MachineHost host) : IClassFixture<MachineHost>
{
    private const int Requests = 2_000;

    private static readonly string[] Values =
    [
        "null", "true", "[]", "{}", "-1", "1e400", "99999999999999999999999999999999", "0.1", "\"\"", "\"   \"", "\"\\u0000\"", "\"\\ud800\"", "\"'; DROP TABLE orders; --\"",
        "\"<script>alert(1)</script>\"", "\"not a time\"", "\"2026-13-45T99:99:99Z\"", "\"0001-01-01T00:00:00\"", "\"9999-12-31T23:59:59.9999999+14:00\"", "[[[[[[1]]]]]]", "{\"a\":{\"b\":[null]}}",
    ];

    private static readonly string[] Fields = ["id", "orderNo", "status", "occurredAt", "order"];
    private static readonly string[] Facts = ["amount", "currency", "placedAt", "customer", "recipient", "payment", "device", "lines", "attributes"];
    private readonly Random _random = new(20261122);

    [Fact]
    public async Task Two_thousand_malformed_requests_are_answered_with_4xx_or_invalid_and_change_nothing()
    {
        var client = host.ClientOf(host.ShopKey);
        for (var i = 0; i < Requests; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events") { Content = Content(i) };
            var response = await client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();

            if (response.StatusCode is HttpStatusCode.OK)
            {
                JsonDocument.Parse(text).RootElement.GetProperty("results").EnumerateArray().ShouldAllBe(x => x.GetProperty("outcome").GetString() == "invalid", text);
                continue;
            }
            ((int)response.StatusCode).ShouldBeInRange(400, 499, text);
            await MachineHost.ProblemAsync(response, response.StatusCode);
        }

        (await host.InAsync(host.Tenant, db => db.Orders.CountAsync())).ShouldBe(0);
        (await host.InAsync(host.Tenant, db => db.OrderEvents.CountAsync())).ShouldBe(0);
        (await host.InAsync(host.Tenant, db => db.WorkItems.CountAsync())).ShouldBe(0);
    }

    [Theory]
    [InlineData("/api/v1/orders?limit=0")]
    [InlineData("/api/v1/orders?limit=99999999999")]
    [InlineData("/api/v1/orders?status=DROP")]
    [InlineData("/api/v1/orders?after=%2527")]
    [InlineData("/api/v1/orders?placedFrom=tomorrow")]
    [InlineData("/api/v1/orders?waitingLongerThan=P99999999999D")]
    [InlineData("/api/v1/orders?held=perhaps")]
    [InlineData("/api/v1/orders?q=%00")]
    [InlineData("/api/v1/orders/'%3B%20DROP%20TABLE%20orders")]
    public async Task A_question_that_makes_no_sense_is_4xx(string address)
    {
        var response = await host.ClientOf(host.ShopKey).GetAsync(address);

        ((int)response.StatusCode).ShouldBeInRange(400, 499);
        await MachineHost.ProblemAsync(response, response.StatusCode);
    }

    private HttpContent Content(int i)
    {
        var content = (i % 8) switch
        {
            0 => Bytes(Encoding.UTF8.GetBytes(Whole())[..^_random.Next(1, 40)]),
            1 => Bytes([.. Encoding.UTF8.GetBytes("{\"events\":[{\"id\":\""), 0xC3, 0x28, 0xFF, .. Encoding.UTF8.GetBytes("\"}]}")]),
            2 => Bytes(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"events\":[", _random.Next(40, 500))))),
            3 => Bytes(Encoding.UTF8.GetBytes(Value())),
            4 => Bytes(Encoding.UTF8.GetBytes($"{{\"events\":{Value()}}}")),
            5 => Bytes(Encoding.UTF8.GetBytes($"{{\"events\":[{Without(Pick(Fields[..4]))}]}}")),
            6 => Bytes(Encoding.UTF8.GetBytes($"{{\"events\":[{Event(Pick(Fields[..4]), "[1]")},{Value()}]}}")),
            _ => Bytes(Encoding.UTF8.GetBytes($"{{\"events\":[{Event("order", $"{{\"{Pick(Facts)}\":\"\\ud800\"}}")}]}}")),
        };
        if (i % 40 == 39) content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        return content;
    }

    private static ByteArrayContent Bytes(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private string Value() => Values.Where(x => x != "[]")
        .ElementAt(_random.Next(Values.Length - 1));

    private string Pick(string[] of) => of[_random.Next(of.Length)];

    private static string Whole() => $"{{\"events\":[{Event("none", "0")}]}}";

    private static string Without(string field) => "{" + string.Join(',', Good().Where(x => x.Key != field).Select(x => $"\"{x.Key}\":{x.Value}")) + "}";

    private static string Event(string field, string value)
    {
        var good = Good();
        good[field] = value;
        return "{" + string.Join(',', good.Select(x => $"\"{x.Key}\":{x.Value}")) + "}";
    }

    private static Dictionary<string, string> Good() => new()
    {
        ["id"] = "\"fuzz-1\"", ["orderNo"] = "\"F-1\"", ["status"] = "\"10\"", ["occurredAt"] = "\"2026-11-20T10:00:00Z\"", ["order"] = "{}",
    };
}
