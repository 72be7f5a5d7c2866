using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OrderGuard.EndToEnd.Tests.Common;

namespace OrderGuard.EndToEnd.Tests.Intake;

public sealed class PowerCutTests
{
    private const int Orders = 10_000;
    private const int PerRequest = 200;

    [Fact]
    public async Task Killed_in_the_middle_of_20_000_events_the_portal_keeps_each_answered_one_once_and_all_deadlines_fire()
    {
        await using var portal = await PortalProcess.StartAsync(new PortalOptions { Settings = new Dictionary<string, string> { ["Demo__Days"] = "0", ["Demo__OrdersPerDay"] = "1" } });
        using var shop = portal.Gateway();
        await shop.ConfigureAsync(new JsonObject
        {
            ["timeouts"] = new JsonArray(new JsonObject { ["code"] = "quick", ["from"] = 20, ["until"] = 30, ["within"] = "PT30S" }),
        });
        var start = TimeProvider.System.GetUtcNow();
        // Two events an order; the second arms a deadline that nothing will meet.
        var requests = Enumerable.Range(0, Orders).SelectMany(n => new[]
        {
            ($"cut-{n}-10", Gateway.Event($"cut-{n}-10", $"CUT-{n}", "10", start, new { category = "fresh", amount = 10, currency = "CNY" })),
            ($"cut-{n}-20", Gateway.Event($"cut-{n}-20", $"CUT-{n}", "20", start.AddSeconds(1))),
        }).Chunk(PerRequest).ToList();

        var answered = new ConcurrentDictionary<string, string>();
        var sent = 0;
        var killed = 0;
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (request, _) =>
        {
            if (Interlocked.Increment(ref sent) == requests.Count / 2 && Interlocked.Exchange(ref killed, 1) == 0)
            {
                portal.Kill();
                return;
            }
            try
            {
                foreach (var result in (await shop.PostEventsAsync(request.Select(x => x.Item2))).EnumerateArray())
                    answered[result.GetProperty("id").GetString()!] = result.GetProperty("outcome").GetString()!;
            }
            catch (HttpRequestException)
            {
                // The power cut.
            }
        });
        answered.Count.ShouldBeInRange(1, Orders * 2 - 1);
        answered.Values.ShouldAllBe(x => x == "applied");

        await portal.RestartAsync();
        var again = new Dictionary<string, string>();
        foreach (var request in requests)
            foreach (var result in (await shop.PostEventsAsync(request.Select(x => x.Item2))).EnumerateArray())
                again[result.GetProperty("id").GetString()!] = result.GetProperty("outcome").GetString()!;

        again.Count.ShouldBe(Orders * 2);
        again.Where(x => answered.ContainsKey(x.Key)).ShouldAllBe(x => x.Value == "duplicate");
        again.Values.ShouldAllBe(x => x == "applied" || x == "duplicate");

        var alerts = new HashSet<string>();
        for (var end = TimeProvider.System.GetUtcNow().AddSeconds(150); alerts.Count < Orders && TimeProvider.System.GetUtcNow() < end;)
        {
            await Task.Delay(2_000);
            alerts.Clear();
            string? after = null;
            do
            {
                var page = await shop.GetJsonAsync($"/api/v1/alerts?state=open&kind=timeout&limit=500{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}");
                foreach (var alert in page.GetProperty("items").EnumerateArray())
                    if (alert.GetProperty("orderNo").GetString() is { } order && order.StartsWith("CUT-", StringComparison.Ordinal)) alerts.Add(order).ShouldBeTrue($"{order} has two alerts");
                after = page.GetProperty("next").GetString();
            }
            while (after is not null);
        }
        alerts.Count.ShouldBe(Orders);
        portal.LoggedErrors.ShouldBeEmpty();
    }
}
