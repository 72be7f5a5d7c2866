using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Web.Tests.Integrations;

/// <summary>At 10 o'clock a marketing script cancels orders by mistake.</summary>
public sealed class TenOClockTests(MachineHost host) : IClassFixture<MachineHost>
{
    private const int Orders = 40;

    [Fact]
    public async Task It_is_blocked_where_the_keys_list_says_so_and_else_noticed_explained_and_undone()
    {
        var numbers = Enumerable.Range(1, Orders).Select(x => $"TEN-{x:000}").ToList();
        await PlaceAsync(numbers);

        // Blocked: a key whose list does not name the operation cancels nothing.
        var careful = host.ClientOf(await IssueAsync("careful", ["refund"]));
        (await MachineHost.ProblemAsync(await CancelAsync(careful, numbers[0]), HttpStatusCode.Forbidden)).GetProperty("title").GetString().ShouldBe("operation-not-allowed");

        // Where it may, it is noticed within five seconds, once.
        var script = host.ClientOf(await IssueAsync("marketing", null));
        var began = DateTimeOffset.UtcNow;
        foreach (var number in numbers) (await CancelAsync(script, number)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var waited = Stopwatch.StartNew();
        Alert? alert = null;
        while (alert is null && waited.Elapsed < TimeSpan.FromSeconds(5))
        {
            await Task.Delay(100);
            alert = await host.InAsync(host.Tenant, db => db.Alerts.SingleOrDefaultAsync(x => x.Cause.StartsWith("moves:")));
        }
        alert.ShouldNotBeNull("it must be noticed within five seconds");
        (alert.Kind, alert.Severity, alert.State).ShouldBe((AlertKind.Sync, AlertSeverity.Critical, AlertState.Open));
        alert.Title.En.ShouldStartWith("marketing cancelled or moved back ");

        // Explained: from an order to who moved it and from where; from there to all that key did.
        await host.Services.GetRequiredService<RequestLog>().FlushAsync(default);
        var first = (await AskAsync<GetKeyMoves, KeyMoves>(new GetKeyMoves(numbers[7]))).Moves.First(x => x.Back);
        (first.ActorName, first.Address, first.Request, first.To!.Code, first.Standing).ShouldBe(("marketing", "203.0.113.9", "POST /api/v1/orders/{orderNo}/actions 200", 90, true));
        first.TraceId.ShouldNotBeNullOrEmpty();
        var all = await AskAsync<GetKeyMoves, KeyMoves>(new GetKeyMoves(null, alert.Cause["moves:".Length..], alert.Since.AddSeconds(-1)));
        (all.Back, all.Orders, all.MoverName).ShouldBe((Orders, Orders, "marketing"));

        // Undone in one action, but for what has moved on since.
        await ReopenAsync(numbers[3]);
        var undo = await AskAsync<UndoMoves, UndoView>(new UndoMoves(first.ActorId, began.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1), "A script cancelled them by mistake"));
        for (waited.Restart(); undo.FinishedAt is null && waited.Elapsed < TimeSpan.FromSeconds(20); await Task.Delay(100))
            undo = await AskAsync<GetUndo, UndoView>(new GetUndo(new MoveUndoId(undo.Id)));

        (undo.Orders, undo.Restored, undo.Left).ShouldBe((Orders, Orders - 1, 1));
        undo.FinishedAt.ShouldNotBeNull();
        undo.Rows.Single(x => x.Outcome is UndoOutcome.MovedOn).ShouldBe(new UndoneOrder(numbers[3], 20, 90, UndoOutcome.MovedOn, 10));
        (await host.InAsync(host.Tenant, db => db.Alerts.SingleAsync(x => x.Id == alert.Id))).State.ShouldBe(AlertState.Resolved);
        var statuses = await host.InAsync(host.Tenant, db => db.Orders.Where(x => x.OrderNo.StartsWith("TEN-")).ToDictionaryAsync(x => x.OrderNo, x => x.Status));
        statuses.ShouldAllBe(x => x.Value == (x.Key == numbers[3] ? 10 : 20));
        var audit = await host.InAsync(host.Tenant, db => db.AuditEntries.Where(x => x.Action == "order.restored" || x.Action.StartsWith("moves.")).ToListAsync());
        audit.Count(x => x.Action == "order.restored").ShouldBe(Orders - 1);
        audit.ShouldAllBe(x => x.ActorName == "Lin Plainly-Invented");
        audit.Select(x => x.Action).ShouldContain("moves.undo-begun");
        audit.Single(x => x.Action == "moves.undone").After!.ShouldContain("\"left\":1");
    }

    [Fact]
    public async Task A_second_person_agrees_before_anything_is_done_where_the_company_wants_it()
    {
        var tenant = await host.FoundAsync("four-eyes");
        await host.InAsync(tenant, db =>
        {
            var document = Shop.Document with { Gateway = new Domain.Configuration.GatewaySettings { FourEyes = ["cancel"], FourEyesAbove = 100 } };
            db.ConfigurationVersions.Add(Domain.Configuration.ConfigurationVersion.Publish(tenant, 2, Application.Configuration.ConfigurationJson.Write(document), "", "test", DateTimeOffset.UtcNow));
            return db.SaveChangesAsync();
        });
        var shop = host.ClientOf(await host.IssueAsync("shop", tenant: tenant));
        foreach (var (number, amount) in new[] { ("DEAR", 500), ("CHEAP", 50) })
            (await shop.PostAsync("/api/v1/events", MachineHost.Json($$"""{"events":[{"id":"{{number}}","orderNo":"{{number}}","status":"20","occurredAt":"2026-11-20T10:00:00Z","order":{"amount":{{amount}},"currency":"CNY"} }]}"""))).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await CancelAsync(shop, "CHEAP")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CancelAsync(shop, "DEAR")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await StatusAsync(tenant, "DEAR")).ShouldBe(20);

        var asked = await host.InAsync(tenant, db => db.ActionRequests.SingleAsync());
        (asked.Waits, asked.State).ShouldBe((ApprovalReason.SecondPerson, ActionState.AwaitingApproval));
        var asker = TestApp.Person(tenant, Role.TenantAdmin) with { Actor = new Actor(ActorKind.ApiKey, asked.RequestedById!, asked.RequestedBy, null) };
        (await TryAsync<DecideAction, ApprovalDetail>(new DecideAction(asked.Id, true), asker)).Refusal.ShouldBe(ActionRefusals.SamePerson);
        (await TryAsync<DecideAction, ApprovalDetail>(new DecideAction(asked.Id, true), TestApp.Person(tenant, Role.TenantAdmin))).Refusal.ShouldBeNull();
        (await StatusAsync(tenant, "DEAR")).ShouldBe(90);
    }

    private Task<int> StatusAsync(TenantId tenant, string number) => host.InAsync(tenant, db => db.Orders.Where(x => x.OrderNo == number).Select(x => x.Status).SingleAsync());

    private async Task<TAnswer> AskAsync<TRequest, TAnswer>(TRequest request) where TRequest : notnull
    {
        var answer = await TryAsync<TRequest, TAnswer>(request, TestApp.Person(host.Tenant, Role.Operator));
        answer.Refusal.ShouldBeNull();
        return answer.Value!;
    }

    /// <summary>As a person whose caller the scope knows already.</summary>
    private async Task<Result<TAnswer>> TryAsync<TRequest, TAnswer>(TRequest request, Caller caller) where TRequest : notnull
    {
        await using var scope = host.Services.GetRequiredService<SystemScopes>().Open(caller);
        return await scope.ServiceProvider.GetRequiredService<IUseCase<TRequest, TAnswer>>().RunAsync(request);
    }

    private async Task<string> IssueAsync(string name, IReadOnlyList<string>? operations)
    {
        var secret = ApiKey.NewSecret();
        await host.InAsync(host.Tenant, db =>
        {
            var key = ApiKey.Issue(host.Tenant, name, "crm", secret, [ApiScopes.OrdersAct], [], 1_000_000, null, "test", DateTimeOffset.UtcNow);
            key.Guard(ApiKeyGuards.None with { SensitiveActions = operations });
            db.ApiKeys.Add(key);
            return db.SaveChangesAsync();
        });
        return secret;
    }

    private async Task PlaceAsync(IReadOnlyList<string> numbers)
    {
        var events = numbers.Select(x => string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{x}}","orderNo":"{{x}}","status":"20","occurredAt":"2026-11-20T10:00:00Z"}"""));
        (await host.ClientOf(host.ShopKey).PostAsync("/api/v1/events", MachineHost.Json($$"""{"events":[{{string.Join(',', events)}}]}"""))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task ReopenAsync(string number) => (await host.ClientOf(host.ShopKey).PostAsync($"/api/v1/orders/{number}/actions",
        MachineHost.Json("""{"action":"rollback","target":10,"reason":"The customer asked for it"}"""))).StatusCode.ShouldBe(HttpStatusCode.OK);

    private static async Task<HttpResponseMessage> CancelAsync(HttpClient client, string number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/orders/{number}/actions") { Content = MachineHost.Json("""{"action":"cancel","reason":"campaign over"}""") };
        return await client.SendAsync(request);
    }
}
