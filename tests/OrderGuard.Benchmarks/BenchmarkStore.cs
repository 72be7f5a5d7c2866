using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Infrastructure.Common.Demo;
using OrderGuard.Testing;

namespace OrderGuard.Benchmarks;

/// <summary>The application as it is composed in production, without its web side, on a fresh and durable database.</summary>
internal sealed class BenchmarkStore : IAsyncDisposable
{
    private readonly string _folder;
    private readonly IHost _host;
    private bool _started;

    private BenchmarkStore(IHost host, DatabaseProvider provider, string folder) => (_host, Provider, _folder) = (host, provider, folder);

    public DatabaseProvider Provider { get; }
    public IServiceProvider Services => _host.Services;
    public TenantId Tenant { get; private set; }
    public Caller Caller { get; private set; } = Caller.Nobody;

    public static async Task<BenchmarkStore> OpenAsync(DatabaseProvider provider, IReadOnlyDictionary<string, string?>? more = null)
    {
        PostgreSqlServer.Durable = true;
        var folder = Directory.CreateTempSubdirectory("orderguard-benchmark-").FullName;
        var connection = provider is DatabaseProvider.Sqlite ? $"Data Source={Path.Combine(folder, "benchmark.db")}" : await PostgreSqlServer.CreateDatabaseAsync();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = folder });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Database:Provider"] = provider.ToString(), ["ConnectionStrings:OrderGuard"] = connection });
        if (more is not null) builder.Configuration.AddInMemoryCollection(more);
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddConsole();
        builder.Services.AddUseCases();
        builder.Services.AddInfrastructure(builder.Configuration, folder);
        builder.Services.AddSingleton<ICallerSource, NoCaller>();
        var store = new BenchmarkStore(builder.Build(), provider, folder);
        await DatabaseSchema.MigrateAsync(store.Services);
        await store.FoundAsync();
        return store;
    }

    /// <summary>Looks at the store as the system does for the benchmark's tenant.</summary>
    public async Task<T> InAsync<T>(Func<OrderGuardDb, Task<T>> work)
    {
        await using var scope = Services.GetRequiredService<SystemScopes>().Open(Tenant);
        return await work(scope.ServiceProvider.GetRequiredService<OrderGuardDb>());
    }

    /// <summary>Starts what runs in the background: the intake's writer, the pump.</summary>
    public async Task StartAsync()
    {
        _started = true;
        await _host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_started) await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task FoundAsync()
    {
        var now = Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var tenant = Domain.Tenancy.Tenant.Found("grocer", "Grocer", DemoConfiguration.Zone, Services.GetRequiredService<ITenantSecrets>().NewProtectedHashKey(), now);
        Tenant = tenant.Id;
        Caller = new Caller(new Actor(ActorKind.ApiKey, "benchmark", "Benchmark", "127.0.0.1")) { TenantId = Tenant };
        await InAsync(async db =>
        {
            db.Tenants.Add(tenant);
            db.Ledgers.Add(TenantLedger.For(Tenant));
            db.ConfigurationVersions.Add(ConfigurationVersion.Publish(Tenant, 1, ConfigurationJson.Write(DemoConfiguration.Grocer()), "", "Benchmark", now));
            return await db.SaveChangesAsync();
        });
    }

    private sealed class NoCaller : ICallerSource
    {
        public ValueTask<Caller> GetAsync(CancellationToken ct) => ValueTask.FromResult(Caller.Nobody);
    }
}
