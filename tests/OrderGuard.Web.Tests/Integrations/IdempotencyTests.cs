using System.Net;

namespace OrderGuard.Web.Tests.Integrations;

public sealed class IdempotencyTests(MachineHost host) : IClassFixture<MachineHost>
{
    [Fact]
    public async Task The_same_key_and_body_give_the_same_answer_again()
    {
        var first = await PostAsync("k1", Event("a"));
        var again = await PostAsync("k1", Event("a"));

        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        (await again.Content.ReadAsStringAsync()).ShouldContain("\"applied\"", customMessage: "without the key it would be a duplicate");
        again.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_422()
    {
        await PostAsync("k2", Event("b"));

        await MachineHost.ProblemAsync(await PostAsync("k2", Event("c")), HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_refusal_is_repeated_too_and_keys_of_different_callers_do_not_meet()
    {
        await MachineHost.ProblemAsync(await PostAsync("k3", "{}"), HttpStatusCode.UnprocessableEntity);
        var again = await PostAsync("k3", "{}");
        await MachineHost.ProblemAsync(again, HttpStatusCode.UnprocessableEntity);
        again.Headers.Contains("Idempotency-Replayed").ShouldBeTrue();

        (await PostAsync("k3", Event("d"), host.WmsKey)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static string Event(string id) => $$"""{"events":[{"id":"idem-{{id}}","orderNo":"idem","status":"10","occurredAt":"2026-11-20T10:00:00Z"}]}""";

    private async Task<HttpResponseMessage> PostAsync(string key, string body, string? apiKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events") { Content = MachineHost.Json(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await host.ClientOf(apiKey ?? host.ShopKey).SendAsync(request);
    }
}
