using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Web.Tests.Integrations;

/// <summary>The real application on SQLite, with one company whose keys a test may use as systems do.</summary>
public sealed class MachineHost : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string AddressHeader = "X-Test-Address";
    private readonly string _folder = Directory.CreateTempSubdirectory("orderguard-web-").FullName;

    public TenantId Tenant { get; private set; }
    public string ShopKey { get; private set; } = "";
    public string WmsKey { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Tenant = await FoundAsync("grocer");
        ShopKey = await IssueAsync("shop");
        WmsKey = await IssueAsync("wms");
    }

    public async Task<TenantId> FoundAsync(string code)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var tenant = Domain.Tenancy.Tenant.Found(code, code, "Asia/Shanghai", scope.ServiceProvider.GetRequiredService<ITenantSecrets>().NewProtectedHashKey(), DateTimeOffset.UtcNow);
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync();
        await InAsync(tenant.Id, async own =>
        {
            own.Ledgers.Add(TenantLedger.For(tenant.Id));
            own.ConfigurationVersions.Add(ConfigurationVersion.Publish(tenant.Id, 1, ConfigurationJson.Write(Shop.Document), "", "test", DateTimeOffset.UtcNow));
            return await own.SaveChangesAsync();
        });
        return tenant.Id;
    }

    public async Task<string> IssueAsync(string source, IReadOnlyList<string>? scopes = null, IReadOnlyList<string>? addresses = null, int perMinute = 1_000_000, DateTimeOffset? expires = null, TenantId? tenant = null)
    {
        var secret = ApiKey.NewSecret();
        var owner = tenant ?? Tenant;
        await InAsync(owner, db =>
        {
            db.ApiKeys.Add(ApiKey.Issue(owner, source, source, secret, scopes ?? ApiScopes.All, addresses ?? [], perMinute, expires, "test", DateTimeOffset.UtcNow));
            return db.SaveChangesAsync();
        });
        return secret;
    }

    public async Task<T> InAsync<T>(TenantId tenant, Func<IOrderGuardDb, Task<T>> work)
    {
        await using var scope = Services.GetRequiredService<SystemScopes>().Open(tenant);
        return await work(scope.ServiceProvider.GetRequiredService<IOrderGuardDb>());
    }

    /// <summary>A client that sends this key, or none.</summary>
    public HttpClient ClientOf(string? key)
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        if (key is not null) client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    /// <summary>Problem details as promised, whatever went wrong.</summary>
    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        foreach (var name in new[] { "type", "title", "detail", "traceId" }) problem.GetProperty(name).GetString().ShouldNotBeNullOrEmpty(name);
        return problem;
    }

    public static async Task<JsonElement> OkAsync(HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.UseSetting("ConnectionStrings:OrderGuard", $"Data Source={Path.Combine(_folder, "test.db")};Pooling=False");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        builder.ConfigureServices(services => services.AddTransient<IStartupFilter, AddressFilter>());
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The test server knows no addresses; a test may name one.</summary>
    private sealed class AddressFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(context.Request.Headers[AddressHeader].FirstOrDefault() ?? "203.0.113.9");
                return following(context);
            });
            next(app);
        };
    }
}
