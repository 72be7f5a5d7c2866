using System.Text.Json;

namespace OrderGuard.EndToEnd.Tests.Common;

public sealed class NodeClientTests(TinySite site) : IClassFixture<TinySite>
{
    [Fact]
    public async Task It_hears_what_the_hub_says_and_can_ask_again()
    {
        await using var client = await NodeClient.ConnectAsync(site.Address, TinySite.Token);
        await client.InvokeAsync("RequestSnapshot");

        var again = await client.NextAsync("snapshot");

        again.Body.GetProperty("sequence").GetInt32().ShouldBe(7);
        again.At.ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_wrong_token_is_refused() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => NodeClient.ConnectAsync(site.Address, "wrong"))).Message.ShouldContain("401");

    [Fact]
    public async Task A_message_that_does_not_come_is_missed_in_time()
    {
        await using var client = await NodeClient.ConnectAsync(site.Address, TinySite.Token);

        await Should.ThrowAsync<TimeoutException>(() =>
            client.NextAsync(message => message.Message == "alertRaised" && message.Body.ValueKind == JsonValueKind.Object, TimeSpan.FromMilliseconds(300)));
    }
}
