using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrderGuard.EndToEnd.Tests.Common;

namespace OrderGuard.EndToEnd.Tests.Timeouts;

/// <summary>Three levels, three seconds apart, in real processes with real Quartz, against a real master system that checks what it gets.</summary>
public sealed class EscalationJourneyTests
{
    private const string Secret = "a-secret-of-the-test";

    [Fact]
    public async Task Three_levels_are_taken_once_each_though_the_process_is_killed_after_every_one_and_in_the_middle_of_the_refund()
    {
        PortalProcess? running = null;
        var killed = 0;
        // The power goes while the master system has done it and its answer is on the way.
        await using var master = new MasterSystem(() =>
        {
            if (Interlocked.Exchange(ref killed, 1) == 0) running!.Kill();
        });
        await using var portal = running = await PortalProcess.StartAsync(Options(master));
        using var shop = portal.Gateway();
        await ConfigureAsync(shop, master);
        await PlaceAsync(shop, "LAD-1");

        await UntilAsync(shop, "LAD-1", x => x.Steps == 1);
        await portal.RestartAsync();
        await UntilAsync(shop, "LAD-1", x => x.Steps == 2);
        await portal.RestartAsync();
        await UntilAsync(() => Task.FromResult(Volatile.Read(ref killed) == 1), "the refund was asked for");
        await portal.RestartAsync();
        await UntilAsync(shop, "LAD-1", x => x is { Steps: 3, Status: 95 });
        await Task.Delay(TimeSpan.FromSeconds(6));

        (await LookAsync(shop, "LAD-1")).Levels.ShouldBe([1, 2, 3]);
        master.Refunds.ShouldBe(["LAD-1"]);
        master.Asked.ShouldBeGreaterThan(0);
        master.Wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_nodes_on_one_PostgreSQL_take_each_level_of_twenty_orders_once()
    {
        const int orders = 20;
        await using var master = new MasterSystem();
        var database = new Dictionary<string, string>
        {
            ["Database__Provider"] = "PostgreSql", ["ConnectionStrings__OrderGuard"] = await PostgreSqlServer.CreateDatabaseAsync(),
        };
        await using var first = await PortalProcess.StartAsync(Options(master, database));
        await using var second = await PortalProcess.StartAsync(Options(master, database));
        using var shop = first.Gateway();
        await ConfigureAsync(shop, master);

        for (var i = 0; i < orders; i++) await PlaceAsync(shop, $"TWO-{i}");
        for (var i = 0; i < orders; i++) await UntilAsync(shop, $"TWO-{i}", x => x is { Steps: 3, Status: 95 });
        await Task.Delay(TimeSpan.FromSeconds(6));

        for (var i = 0; i < orders; i++) (await LookAsync(shop, $"TWO-{i}")).Levels.ShouldBe([1, 2, 3], $"TWO-{i}");
        master.Refunds.Order().ShouldBe(Enumerable.Range(0, orders).Select(x => $"TWO-{x}").Order());
        master.Posts.ShouldBe(orders);
        master.Wrong.ShouldBeEmpty();
        first.LoggedErrors.Concat(second.LoggedErrors).ShouldBeEmpty();
    }

    private static PortalOptions Options(MasterSystem master, Dictionary<string, string>? more = null) => new()
    {
        Settings = new Dictionary<string, string>(more ?? [])
        {
            ["Demo__Days"] = "0", ["Demo__OrdersPerDay"] = "1", ["Work__Lease"] = "00:00:06", ["Actions__Patience"] = "00:00:03", ["Actions__RetryAfter"] = "00:00:00.500",
            ["Outgoing__AllowedHosts__0"] = master.Host, ["Demo__MasterSecret"] = Secret,
        },
    };

    private static Task ConfigureAsync(HttpClient shop, MasterSystem master) => shop.ConfigureAsync(new JsonObject
    {
        ["timeouts"] = new JsonArray(new JsonObject { ["code"] = "quick", ["from"] = 20, ["until"] = 30, ["within"] = "PT3S", ["escalation"] = "three" }),
        ["escalations"] = new JsonArray(new JsonObject
        {
            ["code"] = "three",
            ["levels"] = new JsonArray(
                new JsonObject { ["after"] = "PT3S", ["does"] = "remind" }, new JsonObject { ["after"] = "PT3S", ["does"] = "handOver" }, new JsonObject { ["after"] = "PT3S", ["does"] = "closeAndRefund" }),
        }),
        ["actions"] = new JsonObject
        {
            ["approvalAbove"] = 500, ["mostPerHour"] = 100, ["mostPerDay"] = 100, ["rehearsal"] = false,
            ["connector"] = new JsonObject { ["kind"] = "http", ["url"] = $"http://{master.Host}/master", ["secret"] = "master" },
        },
    });

    private static Task PlaceAsync(HttpClient shop, string orderNo) =>
        shop.PostEventsAsync([Gateway.Event($"{orderNo}-20", orderNo, "20", TimeProvider.System.GetUtcNow(), new { amount = 99.5, currency = "CNY" })]);

    private sealed record Standing(IReadOnlyList<int> Levels, int Status)
    {
        public int Steps => Levels.Count;
    }

    /// <summary>The levels by the audit, which tells of every one that was taken.</summary>
    private static async Task<Standing> LookAsync(HttpClient shop, string orderNo)
    {
        var levels = new List<int>();
        for (string? after = null; ;)
        {
            var page = await shop.GetJsonAsync($"/api/v1/audit?action=alert.escalated&limit=500{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}");
            foreach (var entry in page.GetProperty("items").EnumerateArray())
            {
                var said = entry.GetProperty("after");
                var what = said.ValueKind is JsonValueKind.String ? JsonDocument.Parse(said.GetString()!).RootElement : said;
                if (what.GetProperty("orderNo").GetString() == orderNo) levels.Add(what.GetProperty("level").GetInt32());
            }
            after = page.GetProperty("next").GetString();
            if (after is null) break;
        }
        levels.Sort();
        return new Standing(levels, (await shop.GetJsonAsync($"/api/v1/orders/{orderNo}")).GetProperty("status").GetInt32());
    }

    private static Task UntilAsync(HttpClient shop, string orderNo, Func<Standing, bool> there) => UntilAsync(async () =>
    {
        try
        {
            return there(await LookAsync(shop, orderNo));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
    }, orderNo);

    private static async Task UntilAsync(Func<Task<bool>> there, string what)
    {
        var patience = Stopwatch.StartNew();
        while (!await there())
        {
            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(90), what);
            await Task.Delay(150);
        }
    }

    /// <summary>A master system on a port of this machine: checks the signature as a real one does, and does each key once.</summary>
    private sealed class MasterSystem : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, string> _done = new();
        private readonly ReceivingServer _server;
        private int _posts, _asked;

        public MasterSystem(Action? beforeAnswer = null) => _server = new ReceivingServer(request =>
        {
            if (!IsSigned(request)) return Fail("a wrong signature", request);
            var key = request.Headers["Idempotency-Key"];
            if (request.Method == "GET")
            {
                Interlocked.Increment(ref _asked);
                return request.Path != $"/master/actions/{key}" ? Fail("a wrong path", request) : _done.ContainsKey(key) ? new ReceiverAnswer(200, """{"state":"done"}""") : new ReceiverAnswer(404, """{"state":"unknown"}""");
            }
            var body = JsonDocument.Parse(request.Text).RootElement;
            // The demo's dishonest orders are held, which the master is told as well.
            if (body.GetProperty("action").GetString() == "hold") return new ReceiverAnswer(200, """{"state":"done"}""");
            Interlocked.Increment(ref _posts);
            if (request.Path != "/master/actions" || body.GetProperty("action").GetString() != "refund" || body.GetProperty("amount").GetDecimal() != 99.5m) return Fail("a wrong request", request);
            _done.TryAdd(key, body.GetProperty("orderNo").GetString()!);
            beforeAnswer?.Invoke();
            return new ReceiverAnswer(200, """{"state":"done"}""");
        });

        public string Host => _server.Host;

        public IReadOnlyCollection<string> Refunds => [.. _done.Values];

        public int Posts => _posts;

        public int Asked => _asked;

        public ConcurrentQueue<string> Wrong { get; } = new();

        public ValueTask DisposeAsync() => _server.DisposeAsync();

        private ReceiverAnswer Fail(string what, ReceivedRequest request)
        {
            Wrong.Enqueue($"{what}: {request.Method} {request.Path} {request.Text}");
            return new ReceiverAnswer(401, """{"state":"refused"}""");
        }

        private static bool IsSigned(ReceivedRequest request)
        {
            var timestamp = request.Headers["X-OrderGuard-Timestamp"];
            byte[] said = [.. Encoding.UTF8.GetBytes($"{timestamp}\n{request.Method}\n{request.Path}\n{request.Headers["Idempotency-Key"]}\n"), .. request.Body];
            return request.Headers["X-OrderGuard-Signature"] == "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), said));
        }
    }
}
