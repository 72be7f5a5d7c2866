using System.Net;
using System.Text;
using System.Text.Json;
using OrderGuard.Web.Tests.Integrations;

namespace OrderGuard.Web.Tests.Intake;

/// <summary>A CSV over HTTP: in, on its way, and what was rejected of it.</summary>
public sealed class ImportEndpointsTests(MachineHost host) : IClassFixture<MachineHost>
{
    private const string Rows = "no,bought,paid\nH-1,2026-03-01 10:00:00,2026-03-01 10:05:00\nH-2,yesterday,\nH-3,2026-03-01 11:00:00,\n";

    [Fact]
    public async Task A_file_is_imported_its_bad_row_can_be_fetched_and_a_second_time_changes_nothing()
    {
        using var shop = host.ClientOf(host.ShopKey);

        var first = await DoneAsync(shop, await StartedAsync(shop, Rows, "history"));
        Counts(first).ShouldBe(("completed", 3, 2, 3, 1));
        var rejected = await shop.GetStringAsync($"/api/v1/imports/{first.GetProperty("id").GetGuid()}/rejected");
        rejected.ShouldContain("3,");
        rejected.ShouldContain("H-2,yesterday");

        Counts(await DoneAsync(shop, await StartedAsync(shop, Rows, "history"))).ShouldBe(("completed", 3, 0, 0, 1));
    }

    [Theory]
    [InlineData("nonsense", "/profile")]
    [InlineData("", "/profile")]
    public async Task A_profile_that_is_not_there_is_named_and_nothing_begins(string profile, string pointer)
    {
        using var shop = host.ClientOf(host.ShopKey);

        using var answer = await PostAsync(shop, Rows, profile);

        ((int)answer.StatusCode).ShouldBeInRange(400, 499);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(pointer);
    }

    [Fact]
    public async Task What_is_no_multipart_or_has_no_file_is_said_so()
    {
        using var shop = host.ClientOf(host.ShopKey);

        using var json = await shop.PostAsync("/api/v1/imports/orders", MachineHost.Json("{}"));
        json.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        using var form = new MultipartFormDataContent { { new StringContent("history"), "profile" } };
        using var empty = await shop.PostAsync("/api/v1/imports/orders", form);
        ((int)empty.StatusCode).ShouldBeInRange(400, 422);
        (await empty.Content.ReadAsStringAsync()).ShouldContain("file");
    }

    [Fact]
    public async Task Another_companys_import_is_not_there()
    {
        using var shop = host.ClientOf(host.ShopKey);
        var id = (await DoneAsync(shop, await StartedAsync(shop, "no,bought,paid\nH-9,2026-03-02 10:00:00,\n", "history"))).GetProperty("id").GetGuid();
        var other = await host.FoundAsync($"other-{Guid.NewGuid():N}"[..20]);
        using var stranger = host.ClientOf(await host.IssueAsync("shop", tenant: other));

        (await stranger.GetAsync($"/api/v1/imports/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync($"/api/v1/imports/{id}/rejected")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static (string?, int, int, int, int) Counts(JsonElement job) => (job.GetProperty("state").GetString(), job.GetProperty("rows").GetInt32(),
        job.GetProperty("ordersCreated").GetInt32(), job.GetProperty("eventsApplied").GetInt32(), job.GetProperty("rejected").GetInt32());

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string rows, string profile) => client.PostAsync("/api/v1/imports/orders", new MultipartFormDataContent
    {
        { new ByteArrayContent(Encoding.UTF8.GetBytes(rows)), "file", "history.csv" }, { new StringContent(profile), "profile" },
    });

    private static async Task<Guid> StartedAsync(HttpClient client, string rows, string profile)
    {
        using var answer = await PostAsync(client, rows, profile);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetGuid();
    }

    private static async Task<JsonElement> DoneAsync(HttpClient client, Guid id)
    {
        for (var i = 0; i < 300; i++)
        {
            var job = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/imports/{id}")).RootElement;
            if (job.GetProperty("state").GetString() is "completed" or "failed" or "cancelled") return job;
            await Task.Delay(100);
        }
        throw new TimeoutException($"Import {id} did not end.");
    }
}
