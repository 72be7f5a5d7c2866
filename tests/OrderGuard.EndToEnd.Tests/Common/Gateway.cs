using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrderGuard.EndToEnd.Tests.Common;

/// <summary>The machine interface, as a customer's systems speak it.</summary>
public static class Gateway
{
    public static async Task<JsonElement> PostEventsAsync(this HttpClient gateway, IEnumerable<object> events)
    {
        using var answer = await gateway.PostAsJsonAsync("/api/v1/events", new { events });
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text).RootElement.GetProperty("results");
    }

    public static object Event(string id, string orderNo, string status, DateTimeOffset at, object? order = null) => new { id, orderNo, status, occurredAt = at, order };

    /// <summary>Lays sections over the tenant's configuration and publishes it.</summary>
    public static async Task ConfigureAsync(this HttpClient gateway, JsonObject sections)
    {
        using var current = await gateway.GetAsync("/api/v1/configuration");
        current.EnsureSuccessStatusCode();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/configuration") { Content = JsonContent.Create(sections) };
        request.Headers.IfMatch.Add(current.Headers.ETag!);
        using var answer = await gateway.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Imports a file and waits for its end.</summary>
    public static async Task<JsonElement> ImportAsync(this HttpClient gateway, string file, string profile, TimeSpan within)
    {
        using var form = new MultipartFormDataContent { { new StringContent(profile), "profile" } };
        var content = new StreamContent(File.OpenRead(file));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(content, "file", Path.GetFileName(file));
        using var answer = await gateway.PostAsync("/api/v1/imports/orders", form);
        var job = await JsonAsync(answer);
        for (var end = TimeProvider.System.GetUtcNow() + within; ;)
        {
            using var state = await gateway.GetAsync($"/api/v1/imports/{job.GetProperty("id").GetString()}");
            job = await JsonAsync(state);
            if (job.GetProperty("state").GetString() is not ("queued" or "running")) return job;
            TimeProvider.System.GetUtcNow().ShouldBeLessThan(end, $"still importing: {job}");
            await Task.Delay(200);
        }
    }

    public static async Task<JsonElement> BacktestAsync(this HttpClient gateway, JsonArray? timeouts = null)
    {
        using var answer = await gateway.PostAsJsonAsync("/api/v1/timeouts/backtests", timeouts is null ? new JsonObject() : new JsonObject { ["timeouts"] = timeouts });
        return await JsonAsync(answer);
    }

    public static async Task<JsonElement> GetJsonAsync(this HttpClient gateway, string path)
    {
        using var answer = await gateway.GetAsync(path);
        return await JsonAsync(answer);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }
}
