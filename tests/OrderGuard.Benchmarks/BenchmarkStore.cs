using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Infrastructure.Common.Demo;
using OrderGuard.Testing;

namespace OrderGuard.Benchmarks;

/// <summary>The application on a fresh, durable database: what it commits is on the disk, as in production.</summary>
internal sealed class BenchmarkStore : IAsyncDisposable
{
    private readonly string? _folder;

    private BenchmarkStore(TestApp app, DatabaseProvider provider, string connection, string? folder) =>
        (App, Provider, Connection, _folder) = (app, provider, connection, folder);

    public TestApp App { get; }
    public DatabaseProvider Provider { get; }
    public string Connection { get; }
    public TenantId Tenant { get; private set; }

    public static async Task<BenchmarkStore> OpenAsync(DatabaseProvider provider)
    {
        string? folder = null;
        string connection;
        if (provider is DatabaseProvider.Sqlite)
        {
            folder = Directory.CreateTempSubdirectory("orderguard-benchmark-").FullName;
            connection = $"Data Source={Path.Combine(folder, "benchmark.db")}";
        }
        else
        {
            connection = await PostgreSqlServer.CreateDatabaseAsync(durable: true);
        }
        var app = await TestApp.OnAsync(provider, connection, more: x => x.AddLogging(l => l.SetMinimumLevel(LogLevel.Error)));
        var store = new BenchmarkStore(app, provider, connection, folder);
        store.Tenant = await app.FoundTenantAsync("grocer");
        await app.PublishAsync(store.Tenant, DemoConfiguration.Grocer());
        return store;
    }

    /// <summary>Starts what runs in the background: the intake's writer, the pump.</summary>
    public async Task StartAsync()
    {
        foreach (var service in App.Services.GetServices<IHostedService>()) await service.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in App.Services.GetServices<IHostedService>().Reverse()) await service.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
        if (_folder is not null)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
