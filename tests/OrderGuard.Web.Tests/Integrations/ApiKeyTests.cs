using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Domain.Integrations;

namespace OrderGuard.Web.Tests.Integrations;

public sealed class ApiKeyTests(MachineHost host) : IClassFixture<MachineHost>
{
    private const string Nothing = """{"events":[]}""";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("og_0000")]
    public async Task No_key_or_a_wrong_one_is_401(string? key) =>
        await MachineHost.ProblemAsync(await PostAsync(key), HttpStatusCode.Unauthorized);

    [Fact]
    public async Task A_key_without_the_scope_is_403() =>
        await MachineHost.ProblemAsync(await PostAsync(await host.IssueAsync("shop", [ApiScopes.OrdersRead])), HttpStatusCode.Forbidden);

    [Fact]
    public async Task An_expired_key_is_401() =>
        await MachineHost.ProblemAsync(await PostAsync(await host.IssueAsync("shop", expires: DateTimeOffset.UtcNow.AddSeconds(-1))), HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("198.51.100.7", HttpStatusCode.OK)]
    [InlineData("198.51.101.1", HttpStatusCode.Forbidden)]
    [InlineData("2001:db8::1", HttpStatusCode.OK)]
    [InlineData("::ffff:198.51.100.7", HttpStatusCode.OK)]
    public async Task A_key_with_an_allow_list_is_let_in_from_there_only(string address, HttpStatusCode status)
    {
        var key = await host.IssueAsync("shop", addresses: ["198.51.100.0/24", "2001:db8::/32"]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events") { Content = MachineHost.Json(Nothing) };
        request.Headers.Add(MachineHost.AddressHeader, address);

        var response = await host.ClientOf(key).SendAsync(request);

        if (status is HttpStatusCode.OK) response.StatusCode.ShouldBe(status);
        else (await MachineHost.ProblemAsync(response, status)).GetProperty("type").GetString().ShouldBe("urn:orderguard:address-not-allowed");
    }

    [Fact]
    public async Task A_suspended_companys_key_is_403()
    {
        var tenant = await host.FoundAsync("closed");
        var key = await host.IssueAsync("shop", tenant: tenant);
        await host.InAsync(tenant, async db =>
        {
            (await db.Tenants.SingleAsync(x => x.Id == tenant)).Suspend();
            return await db.SaveChangesAsync();
        });

        await MachineHost.ProblemAsync(await PostAsync(key), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Over_its_limit_a_key_is_429_and_told_when_to_come_back()
    {
        var key = await host.IssueAsync("shop", perMinute: 2);
        (await PostAsync(key)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(key)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var response = await PostAsync(key);

        await MachineHost.ProblemAsync(response, HttpStatusCode.TooManyRequests);
        int.Parse(response.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture).ShouldBeInRange(1, 30);
    }

    [Fact]
    public async Task A_body_over_8_MiB_is_413()
    {
        var response = await host.ClientOf(host.ShopKey).PostAsync("/api/v1/events", MachineHost.Json(new string(' ', 8 * 1024 * 1024 + 1)));

        await MachineHost.ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task What_is_not_there_is_404_and_a_wrong_method_405()
    {
        await MachineHost.ProblemAsync(await host.ClientOf(host.ShopKey).GetAsync("/api/v1/nothing"), HttpStatusCode.NotFound);
        await MachineHost.ProblemAsync(await host.ClientOf(host.ShopKey).DeleteAsync("/api/v1/events"), HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task The_last_use_of_a_key_is_noted()
    {
        await PostAsync(await host.IssueAsync("noted"));

        var key = await host.InAsync(host.Tenant, db => db.ApiKeys.SingleAsync(x => x.Source == "noted"));
        key.LastUsedAt.ShouldNotBeNull();
        key.LastUsedFrom.ShouldBe("203.0.113.9");
    }

    private async Task<HttpResponseMessage> PostAsync(string? key) => await host.ClientOf(key).PostAsync("/api/v1/events", MachineHost.Json(Nothing));
}
