using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using OrderGuard.Web.Integrations;

namespace OrderGuard.Web.Tests.Integrations;

/// <summary>Over a real connection, whose own address is 127.0.0.1.</summary>
public sealed class TrustedProxyTests
{
    [Theory]
    [InlineData(null, "198.51.100.7", "127.0.0.1")]
    [InlineData("10.0.0.0/8", "198.51.100.7", "127.0.0.1")]
    [InlineData("127.0.0.1", "198.51.100.7", "198.51.100.7")]
    [InlineData("127.0.0.0/8", "192.0.2.66, 198.51.100.7", "198.51.100.7")]
    [InlineData("127.0.0.1,10.0.0.0/8", "192.0.2.66, 198.51.100.7, 10.1.2.3", "198.51.100.7")]
    [InlineData("127.0.0.1", "not an address", "127.0.0.1")]
    public async Task The_callers_address_is_what_a_trusted_proxy_says_and_nobody_else(string? trusted, string forwarded, string seen)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection((trusted?.Split(',') ?? []).Select((x, i) => new KeyValuePair<string, string?>($"{TrustedProxies.Section}:{i}", x)));
        await using var app = builder.Build();
        app.UseTrustedProxies();
        app.MapGet("/", (HttpContext context) => context.Connection.RemoteIpAddress!.MapToIPv4().ToString());
        await app.StartAsync();

        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, app.Urls.Single());
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwarded);
        using var answer = await client.SendAsync(request);

        (await answer.Content.ReadAsStringAsync()).ShouldBe(seen);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
