using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;
using OrderGuard.Web.Configuration;

namespace OrderGuard.Web.Tests.Configuration;

/// <summary>The document over HTTP, with the real use cases behind it; who may call is theirs to say.</summary>
public sealed class ConfigurationEndpointsTests : IAsyncLifetime
{
    private const string Address = "/api/v1/configuration";
    private TestApp _app = null!;
    private WebApplication _web = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _app.Caller = TestApp.Person(await _app.FoundTenantAsync("grocer"), Role.TenantAdmin);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        var authorization = builder.Services.AddAuthorizationBuilder();
        foreach (var permission in Enum.GetNames<Permission>()) authorization.AddPolicy(permission, x => x.RequireAssertion(_ => true));
        Forward<GetConfiguration, PublishedConfiguration>(builder.Services);
        Forward<PutConfiguration, PublishedConfiguration>(builder.Services);
        Forward<ListVersions, VersionPage>(builder.Services);
        Forward<CompareVersions, VersionComparison>(builder.Services);
        Forward<RestoreVersion, PublishedConfiguration>(builder.Services);
        _web = builder.Build();
        _web.UseAuthorization();
        _web.MapConfiguration();
        await _web.StartAsync();
        _http = _web.GetTestClient();
    }

    public async Task DisposeAsync()
    {
        await _web.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task What_was_put_is_got_with_its_tag()
    {
        var put = await PutAsync("""{ "timeouts": [ { "code": "payment", "from": 10, "until": 20, "within": "PT60M" } ] }""", "\"0\"");
        var got = await _http.GetAsync(Address);

        put.StatusCode.ShouldBe(HttpStatusCode.OK);
        put.Headers.ETag!.Tag.ShouldBe("\"1\"");
        got.Headers.ETag!.Tag.ShouldBe("\"1\"");
        (await JsonAsync(got))["timeouts"]![0]!["within"]!.GetValue<string>().ShouldBe("PT60M");
    }

    [Fact]
    public async Task Putting_asks_for_the_tag_and_refuses_an_old_one()
    {
        (await PutAsync("{}", null)).StatusCode.ShouldBe(HttpStatusCode.PreconditionRequired);
        (await PutAsync("{}", "\"7\"")).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await PutAsync("{}", "W/\"0\"")).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await PutAsync("{}", "nonsense")).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await PutAsync("{}", "*")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_bad_document_is_refused_with_pointers()
    {
        var answer = await PutAsync("""{ "timeouts": [ { "code": "payment", "from": 10, "until": 20, "within": "soon" } ] }""", "\"0\"");

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await JsonAsync(answer))["errors"]![0]!["pointer"]!.GetValue<string>().ShouldBe("/timeouts/0/within");
        (await _http.GetAsync(Address)).Headers.ETag!.Tag.ShouldBe("\"0\"");
    }

    [Fact]
    public async Task Text_that_is_not_utf_8_is_refused_too()
    {
        using var request = Request(new ByteArrayContent([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), "\"0\"");

        (await _http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task History_compares_and_restores()
    {
        await PutAsync("""{ "retention": { "auditDays": 365 } }""", "\"0\"");
        await PutAsync("""{ "retention": { "auditDays": 400 } }""", "\"1\"");

        var list = await JsonAsync(await _http.GetAsync($"{Address}/versions?against=1&limit=1"));
        var restored = await _http.PostAsync($"{Address}/versions/1/restore", null);

        list["items"]![0]!["number"]!.GetValue<int>().ShouldBe(2);
        list["items"]![0]!["changes"]![0]!["path"]!.GetValue<string>().ShouldBe("/retention/auditDays");
        list["next"]!.GetValue<string>().ShouldBe("2");
        restored.Headers.ETag!.Tag.ShouldBe("\"3\"");
        (await _http.PostAsync($"{Address}/versions/9/restore", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _http.GetAsync($"{Address}/versions?after=x")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private void Forward<TRequest, TAnswer>(IServiceCollection services) where TRequest : notnull =>
        services.AddScoped(_ => _app.Services.CreateScope().ServiceProvider.GetRequiredService<IUseCase<TRequest, TAnswer>>());

    private async Task<HttpResponseMessage> PutAsync(string json, string? tag)
    {
        using var request = Request(new StringContent(json, Encoding.UTF8, "application/json"), tag);
        return await _http.SendAsync(request);
    }

    private static HttpRequestMessage Request(HttpContent content, string? tag)
    {
        content.Headers.ContentType ??= new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Put, Address) { Content = content };
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-Match", tag);
        return request;
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
}
