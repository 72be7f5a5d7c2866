using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Infrastructure.Tenancy;
using OrderGuard.Testing.SqlServer;

namespace OrderGuard.Testing;

/// <summary>The application without its web side, on a real database, with a caller that the test chooses.</summary>
public sealed class TestApp : IAsyncDisposable, ICallerSource
{
    // As in production, where they lie in the database: what one node has encrypted, every other can read.
    private static readonly EphemeralDataProtectionProvider Keys = new();

    private readonly ServiceProvider _services;
    private readonly TestDatabase _database;

    private TestApp(TestDatabase database, TimeProvider clock, Action<IServiceCollection>? more)
    {
        _database = database;
        var services = new ServiceCollection();
        services.AddLogging(x => x.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton(clock);
        services.AddSingleton<ICallerSource>(this);
        services.AddUseCases();
        services.AddDatabase(new DatabaseOptions { Provider = database.Provider }, database.Connection);
        services.AddInProcess();
        services.AddTenancy();
        services.AddSingleton<IDataProtectionProvider>(Keys);
        SqlServerMirror.Watch(services);
        more?.Invoke(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    /// <summary>Who calls the use cases from now on.</summary>
    public Caller Caller { get; set; } = Caller.Nobody;

    public IServiceProvider Services => _services;

    /// <summary>On an empty database of the engine that this run of the tests is for.</summary>
    public static async Task<TestApp> StartAsync(TimeProvider? clock = null, Action<IServiceCollection>? more = null) =>
        await OnAsync(await TestDatabase.CreateAsync(TestDatabase.Chosen), clock, more);

    public static async Task<TestApp> OnSqliteAsync(TimeProvider? clock = null, Action<IServiceCollection>? more = null) =>
        await OnAsync(await TestDatabase.CreateAsync(DatabaseProvider.Sqlite), clock, more);

    public static Task<TestApp> OnPostgreSqlAsync(string connection, TimeProvider? clock = null, Action<IServiceCollection>? more = null) =>
        OnAsync(TestDatabase.PostgreSqlAt(connection), clock, more);

    private static async Task<TestApp> OnAsync(TestDatabase database, TimeProvider? clock, Action<IServiceCollection>? more)
    {
        var app = new TestApp(database, clock ?? TimeProvider.System, more);
        if (database.HasSchema) return app;
        await using var scope = app._services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<OrderGuardDb>().Database.EnsureCreatedAsync();
        return app;
    }

    public async Task<Result<TAnswer>> RunAsync<TRequest, TAnswer>(TRequest request) where TRequest : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUseCase<TRequest, TAnswer>>().RunAsync(request);
    }

    /// <summary>A new tenant with its ledger, as the platform founds it.</summary>
    public async Task<TenantId> FoundTenantAsync(string code)
    {
        var now = _services.GetRequiredService<TimeProvider>().GetUtcNow();
        var tenant = Tenant.Found(code, code, "Asia/Shanghai", _services.GetRequiredService<ITenantSecrets>().NewProtectedHashKey(), now);
        await using (var scope = _services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<OrderGuardDb>();
            db.Tenants.Add(tenant);
            await db.SaveChangesAsync();
        }
        await InAsync(tenant.Id, async db =>
        {
            db.Ledgers.Add(TenantLedger.For(tenant.Id));
            await db.SaveChangesAsync();
        });
        return tenant.Id;
    }

    /// <summary>Looks at the store as the system does for one tenant.</summary>
    public async Task InAsync(TenantId tenant, Func<OrderGuardDb, Task> work)
    {
        await using var scope = _services.GetRequiredService<SystemScopes>().Open(tenant);
        await work(scope.ServiceProvider.GetRequiredService<OrderGuardDb>());
    }

    public async Task<T> InAsync<T>(TenantId tenant, Func<OrderGuardDb, Task<T>> work)
    {
        await using var scope = _services.GetRequiredService<SystemScopes>().Open(tenant);
        return await work(scope.ServiceProvider.GetRequiredService<OrderGuardDb>());
    }

    /// <summary>A person with a role in the tenant.</summary>
    public static Caller Person(TenantId tenant, Role role, string name = "Lin Plainly-Invented") =>
        new(new Actor(ActorKind.Person, "user", name, "203.0.113.7")) { UserId = UserId.New(), TenantId = tenant, Permissions = RolePermissions.Of(role).ToHashSet() };

    ValueTask<Caller> ICallerSource.GetAsync(CancellationToken ct) => ValueTask.FromResult(Caller);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
