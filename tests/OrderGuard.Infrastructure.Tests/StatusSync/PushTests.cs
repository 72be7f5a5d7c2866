using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Infrastructure.Integrations;
using OrderGuard.Infrastructure.StatusSync;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.StatusSync;

public sealed class PushTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task A_target_is_told_of_the_statuses_it_wants_in_its_own_words_and_not_of_what_it_said_itself()
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(202));
        await using var app = await Receiver.StartAsync(_clock, server.Host);
        var wanting = Receiver.Target(server) with
        {
            Statuses = [20, 50],
            Words = new Dictionary<string, string> { ["50"] = "OUT \"NOW\"" },
            Body = """{ "no": "{order}", "word": {word}, "was": {previous} }""",
            Address = server.Address("/orders/{order}"),
            Headers = new Dictionary<string, string> { ["X-Order"] = "{order}" },
        };
        var tenant = await app.TellingAsync(wanting, Receiver.Target(server, "shop-itself") with { Source = "shop" }, Receiver.Target(server, "off") with { Enabled = false });

        await app.MoveAsync(tenant, "SO \"1\"", "10", "20", "30", "40", "50");
        await app.SettleAsync();

        server.Requests.Select(x => x.Text).ShouldBe([
            """{ "no": "SO \"1\"", "word": "PAID", "was": 10 }""",
            """{ "no": "SO \"1\"", "word": "OUT \"NOW\"", "was": 40 }"""]);
        server.Requests.ShouldAllBe(x => x.Path == "/orders/SO%20%221%22" && x.Headers["X-Order"] == "SO \"1\"");
        server.Requests.Select(x => x.Headers["Idempotency-Key"]).Distinct().Count().ShouldBe(2);
        (await app.PushesAsync(tenant)).ShouldAllBe(x => x.Target == "erp" && x.State == PushState.Delivered && x.AnswerStatus == 202);
    }

    [Fact]
    public async Task A_push_continues_the_trace_of_the_request_that_moved_the_order()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(200));
        await using var app = await Receiver.StartAsync(_clock, server.Host);
        var tenant = await app.TellingAsync(Receiver.Target(server));
        var report = Shop.Report(tenant, "shop", "1", "SO-1", "10", _clock.GetUtcNow());

        await app.Services.GetRequiredService<Application.Intake.IIntake>().SubmitAsync([report with { By = report.By with { TraceId = Trace } }], CancellationToken.None);
        await app.MoveAsync(tenant, "SO-1", "20"); // by a caller whose trace is no W3C one
        await app.SettleAsync();

        server.Requests.Select(x => x.Headers.GetValueOrDefault("traceparent")?[..36]).ShouldBe([$"00-{Trace}-", null]);
        server.Requests.First().Headers["traceparent"].ShouldMatch("^00-[0-9a-f]{32}-[0-9a-f]{16}-01$");
    }

    [Fact]
    public async Task A_status_waits_for_the_one_before_it_however_that_fails()
    {
        var answers = new Queue<int>([500, 503, 200, 200, 200]);
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(answers.Dequeue(), "said"));
        await using var app = await Receiver.StartAsync(_clock, server.Host);
        var tenant = await app.TellingAsync(Receiver.Target(server));

        await app.MoveAsync(tenant, "SO-1", "10", "20", "30");
        await app.SettleAsync();
        server.Requests.Count.ShouldBe(1);
        for (var i = 0; i < 4; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(30));
            await app.SettleAsync();
        }

        server.Requests.Select(x => x.Told().Status).ShouldBe([10, 10, 10, 20, 30]);
        server.Requests.Take(3).Select(x => x.Headers["Idempotency-Key"]).Distinct().ShouldHaveSingleItem();
        var pushes = await app.PushesAsync(tenant);
        pushes.ShouldAllBe(x => x.State == PushState.Delivered);
        pushes[0].Failures.ShouldBe(2);
    }

    [Fact]
    public async Task A_target_that_wants_the_newest_only_is_told_of_no_older_one()
    {
        var up = false;
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(up ? 200 : 500));
        await using var app = await Receiver.StartAsync(_clock, server.Host);
        var tenant = await app.TellingAsync(Receiver.Target(server) with { Order = TargetOrder.Latest });

        await app.MoveAsync(tenant, "SO-1", "10");
        await app.SettleAsync();
        up = true;
        await app.MoveAsync(tenant, "SO-1", "20", "30", "40");
        await app.SettleAsync();

        server.Requests.Select(x => x.Told().Status).ShouldBe([10, 40]);
        (await app.PushesAsync(tenant)).Select(x => x.State).ShouldBe([PushState.Superseded, PushState.Superseded, PushState.Superseded, PushState.Delivered]);
    }

    [Fact]
    public async Task What_a_target_refuses_waits_for_a_person_who_sends_something_else_or_skips_it()
    {
        await using var server = new ReceivingServer(x => x.Told().Order == "SO-1" && !x.Text.Contains("mended", StringComparison.Ordinal) ? new ReceiverAnswer(422, "no such thing") : new ReceiverAnswer(200));
        await using var app = await Receiver.StartAsync(_clock, server.Host);
        var tenant = await app.TellingAsync(Receiver.Target(server));
        await app.MoveAsync(tenant, ["SO-1", "SO-2"], "10", "20");
        await app.SettleAsync();

        app.Caller = TestApp.Person(tenant, Role.Operator);
        var waiting = (await app.RunAsync<GetSyncReviews, SyncReviews>(new GetSyncReviews(new PushFilter { Target = "erp", Cause = PushCauses.Rejected }))).Required.Items.ShouldHaveSingleItem();
        (waiting.OrderNo, waiting.Status, waiting.AnswerStatus, waiting.Answer, waiting.Failures).ShouldBe(("SO-1", 10, 422, "no such thing", 1));
        waiting.Request!.ShouldContain("\"orderNo\": \"SO-1\"");
        (await app.PushesAsync(tenant)).Count(x => x.State == PushState.Behind).ShouldBe(1);
        (await Alerts(app, tenant)).ShouldBe(["target-review:erp"]);

        var one = PushSelection.One(new StatusPushId(waiting.Id));
        (await app.RunAsync<RetryPushes, HandledPushes>(new RetryPushes(one, "not json"))).Refusal.ShouldBe(StatusSyncRefusals.BodyNotJson);
        (await app.RunAsync<RetryPushes, HandledPushes>(new RetryPushes(one, """{ "orderNo": "SO-1", "status": 10, "mended": true }"""))).Required.Changed.ShouldBe(1);
        await app.SettleAsync();

        var (first, mended) = (server.Requests.First(x => x.Told() == ("SO-1", 10)), server.Requests.Last(x => x.Told() == ("SO-1", 10)));
        mended.Text.ShouldContain("mended");
        mended.Headers["Idempotency-Key"].ShouldNotBe(first.Headers["Idempotency-Key"]);
        // The next status of the order is refused in its turn; skipped with a reason it is over.
        var again = (await app.PushesAsync(tenant)).Single(x => x.State == PushState.Review);
        (await app.RunAsync<SkipPushes, HandledPushes>(new SkipPushes(new PushSelection([], new PushFilter { Target = "erp", Answer = 422 }), "told by hand"))).Required.Changed.ShouldBe(1);
        (await Alerts(app, tenant)).ShouldBeEmpty();
        (await app.RunAsync<RetryPushes, HandledPushes>(new RetryPushes(PushSelection.One(again.Id)))).Required.Refused.ShouldBe(StatusSyncRefusals.NotInReview);
        (await app.RunAsync<UnskipPushes, HandledPushes>(new UnskipPushes([again.Id]))).Required.Changed.ShouldBe(1);
        (await app.PushesAsync(tenant)).Single(x => x.Id == again.Id).State.ShouldBe(PushState.Review);
        (await app.InAsync(tenant, db => db.AuditEntries.Where(x => x.Subject == "SO-1" && x.Action.StartsWith("push.")).Select(x => x.Action).ToListAsync()))
            .ShouldBe(["push.retried", "push.skipped", "push.unskipped"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_push_that_keeps_failing_uses_up_its_attempts_and_is_left_to_a_person()
    {
        await using var server = new ReceivingServer(x => new ReceiverAnswer(x.Told().Order == "SO-1" ? 500 : 200));
        await using var app = await Receiver.StartAsync(_clock, server.Host);
        var tenant = await app.TellingAsync(Receiver.Target(server) with { Attempts = 3 });

        await app.MoveAsync(tenant, "SO-1", "10");
        for (var i = 0; i < 5; i++)
        {
            await app.SettleAsync();
            _clock.Advance(TimeSpan.FromMinutes(5));
        }

        server.Requests.Count.ShouldBe(3);
        (await app.PushesAsync(tenant)).Single().State.ShouldBe(PushState.Review);
    }

    [Fact]
    public async Task A_node_that_dies_between_sending_and_saving_repeats_it_once_under_the_same_key()
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(200));
        var mortal = true;
        await using var app = await TestApp.OnSqliteAsync(_clock, services => services.Configure<OutgoingOptions>(x => x.AllowedHosts.Add(server.Host))
            .AddSingleton<IPushSender>(x => new MortalSender(ActivatorUtilities.CreateInstance<HttpPushSender>(x), () => mortal)));
        var tenant = await app.TellingAsync(Receiver.Target(server));
        await app.MoveAsync(tenant, "SO-1", "10", "20");
        await app.SettleAsync();
        mortal = false;
        _clock.Advance(TimeSpan.FromSeconds(30));
        await app.SettleAsync();
        server.Requests.Count.ShouldBe(1);

        _clock.Advance(TimeSpan.FromSeconds(31));
        await app.SettleAsync();

        server.Requests.Select(x => x.Told().Status).ShouldBe([10, 10, 20]);
        server.Requests.Take(2).Select(x => x.Headers["Idempotency-Key"]).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Two_nodes_send_each_push_once_and_in_order()
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(200));
        await using var app = await Receiver.StartAsync(_clock, server.Host);
        var tenant = await app.TellingAsync(Receiver.Target(server));
        var orders = Enumerable.Range(1, 60).Select(x => $"SO-{x}").ToList();
        foreach (var status in new[] { "10", "20", "30" }) await app.MoveAsync(tenant, orders, status);

        var second = app.SecondPump();
        for (var i = 0; i < 4; i++)
        {
            await Task.WhenAll(app.PumpAsync(), PumpAsync(second));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        server.Requests.Count.ShouldBe(180);
        foreach (var order in server.Requests.Select(x => x.Told()).GroupBy(x => x.Order)) order.Select(x => x.Status).ShouldBe([10, 20, 30]);
    }

    private static async Task PumpAsync(WorkPump pump)
    {
        await pump.SweepAsync(CancellationToken.None);
        await pump.RestAsync();
    }

    private static Task<List<string>> Alerts(TestApp app, TenantId tenant) =>
        app.InAsync(tenant, db => db.Alerts.Where(x => x.OpenCause != null && x.Kind == AlertKind.Sync).Select(x => x.OpenCause!).ToListAsync());

    /// <summary>Sends, and loses its node before anything of it is written down.</summary>
    private sealed class MortalSender(IPushSender inner, Func<bool> dies) : IPushSender
    {
        public async Task<PushAnswer> SendAsync(OutgoingPush push, CancellationToken ct)
        {
            var answer = await inner.SendAsync(push, ct);
            return dies() ? throw new InvalidOperationException("The node died.") : answer;
        }

        public Task<string> DescribeAsync(OutgoingPush push, CancellationToken ct) => inner.DescribeAsync(push, ct);
    }
}
