using System.Net;
using System.Text.Json.Nodes;
using OrderGuard.Domain.Integrations;
using OrderGuard.Web.Tests.Common;
using OrderGuard.Web.Tests.Integrations;

namespace OrderGuard.Web.Tests.Tenancy;

/// <summary>Every address of the running application, tried by whom it is not for. A new one is tried without being named here.</summary>
public sealed class IsolationTests(TwoCompanies companies) : IClassFixture<TwoCompanies>
{
    /// <summary>Whoever comes may read these: they stand before the sign-in, or say nothing of any company.</summary>
    private static readonly HashSet<string> ForEverybody =
    [
        "/account/sign-in", "/account/second-factor", "/account/forgot-password", "/account/reset-password/{Token}", "/account/invitation/{Token}", "/setup/{Token}",
        "/not-found", "/error", "/error/{Code:int}", "/access-denied", "/culture/{name}", "/openapi/{documentName}.json", "/health/live", "/health/ready",
        "/{**path:file}", // the scripts and styles
    ];

    private static string FullBody => $$"""
        {"action":"hold","reason":"tried","until":"{{DateTimeOffset.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}}","note":"tried","events":[]}
        """;

    [Fact]
    public async Task With_As_identifiers_B_learns_nothing_and_changes_nothing()
    {
        var before = await companies.RowsOfAAsync();
        before.ShouldContain(TwoCompanies.Mark);
        var wrong = new List<string>();
        var endpoints = RunningEndpoint.Of(companies.Host);
        endpoints.Count(x => x.IsMachine).ShouldBeGreaterThan(15);

        foreach (var endpoint in endpoints)
        {
            foreach (var address in endpoint.Addresses(TwoCompanies.OrderNo, companies.IdsOfA, companies.VersionOfA))
            {
                foreach (var query in Queries(endpoint))
                    foreach (var body in Bodies(endpoint)) wrong.AddRange(await TryAsync(endpoint, address + query, body));
            }
        }

        wrong.ShouldBeEmpty();
        (await companies.RowsOfAAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task What_is_As_is_to_B_as_if_it_were_not_there()
    {
        var wrong = new List<string>();
        foreach (var endpoint in RunningEndpoint.Of(companies.Host).Where(x => x.IsMachine && x.NamesAnObject))
        {
            var unknownId = Guid.CreateVersion7();
            var unknown = endpoint.Addresses("NO-SUCH-ORDER", [unknownId], 9_999).Single();
            foreach (var body in Bodies(endpoint))
            {
                var (expected, expectedText) = await AnswerAsync(endpoint, unknown, body);
                if (body != "{}" && expected != HttpStatusCode.NotFound) wrong.Add($"{endpoint}: an unknown object is answered {(int)expected}");
                foreach (var address in endpoint.Addresses(TwoCompanies.OrderNo, companies.IdsOfA, companies.VersionOfA))
                {
                    var (status, text) = await AnswerAsync(endpoint, address, body);
                    if (status != expected || text != expectedText) wrong.Add($"{endpoint.Method} {address}: {(int)status} {text}, but an unknown one {(int)expected} {expectedText}");
                }
            }
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_gets_in_without_a_key_or_a_session()
    {
        var wrong = new List<string>();
        foreach (var endpoint in RunningEndpoint.Of(companies.Host).Where(x => !ForEverybody.Contains(x.Route)))
        {
            using var response = await SendAsync(companies.Host.ClientOf(null), endpoint, endpoint.Addresses(TwoCompanies.OrderNo, [companies.IdsOfA[0]], companies.VersionOfA).First(), "{}");
            var refused = response.StatusCode is HttpStatusCode.Unauthorized
                || (!endpoint.IsMachine && (response.StatusCode is HttpStatusCode.Forbidden || response.Headers.Location?.ToString().Contains("/account/sign-in", StringComparison.Ordinal) == true));
            if (!refused) wrong.Add($"{endpoint}: {(int)response.StatusCode}");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_opens_what_its_scopes_name_and_nothing_else()
    {
        var wrong = new List<string>();
        var machine = RunningEndpoint.Of(companies.Host).Where(x => x.IsMachine).ToList();
        wrong.AddRange(machine.Where(x => x.Permissions.Count == 0).Select(x => $"{x} asks for no permission"));
        foreach (var scope in ApiScopes.All.Prepend(""))
        {
            var client = companies.Host.ClientOf(await companies.Host.IssueAsync("shop", scope.Length == 0 ? [] : [scope], tenant: companies.B));
            var permissions = ApiScopes.Permissions(scope);
            foreach (var endpoint in machine)
            {
                using var response = await SendAsync(client, endpoint, endpoint.Addresses("NO-SUCH-ORDER", [Guid.CreateVersion7()], 9_999).Single(), FullBody);
                var denied = response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
                if (denied == endpoint.Permissions.All(permissions.Contains)) wrong.Add($"{endpoint} with the scope '{scope}': {(int)response.StatusCode}");
            }
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_of_B_cannot_go_over_to_A_nor_give_work_to_As_people()
    {
        var before = await companies.RowsOfAAsync();

        var switched = await companies.AdminOfB.SubmitAsync("/account", "/account/tenant", ("tenant", companies.A.Value.ToString()));
        var assigned = await companies.Host.ClientOf(companies.KeyOfB)
            .PostAsync($"/api/v1/alerts/{companies.AlertOfB.Value}/assign", MachineHost.Json($$"""{"assignee":"{{companies.PersonOfA.Value}}"}"""));
        var named = await companies.Host.ClientOf(companies.KeyOfB)
            .PostAsync($"/api/v1/alerts/{companies.AlertOfB.Value}/assign", MachineHost.Json($$"""{"assignee":"{{TwoCompanies.NameOfPerson}}"}"""));

        ((int)switched.StatusCode).ShouldBeInRange(400, 499);
        assigned.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        named.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await (await companies.AdminOfB.GetAsync("/orders")).Content.ReadAsStringAsync()).ShouldNotContain(TwoCompanies.Mark);
        (await companies.RowsOfAAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task The_same_order_and_event_number_in_another_company_is_another_order()
    {
        var before = await companies.RowsOfAAsync();
        var other = await companies.Host.FoundAsync("company-c");
        var client = companies.Host.ClientOf(await companies.Host.IssueAsync("shop", tenant: other));

        var body = $$"""{"events":[{"id":"leak-1","orderNo":"{{TwoCompanies.OrderNo}}","status":"20","occurredAt":"{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}"}]}""";
        var answer = await (await client.PostAsync("/api/v1/events", MachineHost.Json(body))).Content.ReadAsStringAsync();
        var order = await client.GetStringAsync($"/api/v1/orders/{TwoCompanies.OrderNo}");

        answer.ShouldContain("\"applied\"");
        order.ShouldNotContain(TwoCompanies.Mark);
        (await companies.RowsOfAAsync()).ShouldBe(before);
    }

    private string[] Queries(RunningEndpoint endpoint) => endpoint.Method != "GET" ? [""] :
    [
        "", $"?q=marker-of&text=marker-of&category={TwoCompanies.Category}&against={companies.VersionOfA}&alert={companies.IdsOfA[1]}&state=open&tenant={companies.A.Value}",
        .. companies.IdsOfA.Take(2).Select(id => $"?q={TwoCompanies.OrderNo}&after={id}&filter={id}&id={id}&tenantId={companies.A.Value}"),
    ];

    private static string[] Bodies(RunningEndpoint endpoint) => endpoint.Method is "GET" or "HEAD" ? [""] : ["{}", FullBody];

    private async Task<IReadOnlyList<string>> TryAsync(RunningEndpoint endpoint, string address, string body)
    {
        try
        {
            return await LeaksAsync(endpoint, address, body);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return [$"{endpoint.Method} {address} {body}: {e.GetType().Name} {e.Message}"];
        }
    }

    private async Task<IReadOnlyList<string>> LeaksAsync(RunningEndpoint endpoint, string address, string body)
    {
        using var response = await SendAsync(ClientOfB(endpoint), endpoint, address, body);
        var text = await response.Content.ReadAsStringAsync() + response.Headers;
        List<string> wrong = [];
        if ((int)response.StatusCode >= 500 && !endpoint.Route.StartsWith("/error", StringComparison.Ordinal)) wrong.Add($"{endpoint.Method} {address}: {(int)response.StatusCode}");
        // What B itself said may be said back, and stands in B's own audit: A's number as a company, when B tried to go over.
        var ofA = companies.IdsOfA.Where(x => x != companies.A.Value).Select(x => x.ToString()).Append(TwoCompanies.OrderNo);
        // B's request log tells what B itself asked for, A's numbers among it; what A asked carries the mark.
        var secrets = (endpoint.Route is "/requests" or "/downloads/requests.csv" ? [] : ofA).Append(TwoCompanies.Mark);
        foreach (var secret in secrets.Where(x => !address.Contains(x, StringComparison.OrdinalIgnoreCase) && text.Contains(x, StringComparison.OrdinalIgnoreCase)))
            wrong.Add($"{endpoint.Method} {address}: {(int)response.StatusCode} tells {secret}");
        return wrong;
    }

    /// <summary>The answer to B, without what differs from request to request.</summary>
    private async Task<(HttpStatusCode Status, string Text)> AnswerAsync(RunningEndpoint endpoint, string address, string body)
    {
        using var response = await SendAsync(ClientOfB(endpoint), endpoint, address, body);
        var text = await response.Content.ReadAsStringAsync();
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return (response.StatusCode, text);
        var problem = JsonNode.Parse(text)!.AsObject();
        problem.Remove("traceId");
        return (response.StatusCode, problem.ToJsonString());
    }

    private HttpClient ClientOfB(RunningEndpoint endpoint) => endpoint.IsMachine ? companies.Host.ClientOf(companies.KeyOfB) : companies.AdminOfB;

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, RunningEndpoint endpoint, string address, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(endpoint.Method), address);
        if (endpoint.Method == "PUT") request.Headers.TryAddWithoutValidation("If-Match", "*");
        if (endpoint.TakesFiles) request.Content = new MultipartFormDataContent { { new StringContent(TwoCompanies.Category), "profile" }, { new StringContent("a,b\n1,2\n"), "file", "a.csv" } };
        else if (body.Length > 0) request.Content = MachineHost.Json(body);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await client.SendAsync(request, patience.Token);
    }
}
