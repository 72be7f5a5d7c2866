using Microsoft.Data.SqlClient;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Testing;

/// <summary>An empty database for one test, on the engine that this run is for.</summary>
/// <remarks>
/// <c>ORDERGUARD_TEST_DATABASE</c> chooses: <c>Sqlite</c> (where it is not set), <c>PostgreSql</c>, or <c>SqlServer</c> at the
/// connection string in <c>ORDERGUARD_TEST_SQLSERVER</c>. So the same tests run on each.
/// </remarks>
internal sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> PostgreSqlTemplate = new(PostgreSqlTemplateAsync);
    private readonly Func<Task> _drop;

    private TestDatabase(DatabaseProvider provider, string connection, bool hasSchema, Func<Task> drop) => (Provider, Connection, HasSchema, _drop) = (provider, connection, hasSchema, drop);

    public static DatabaseProvider Chosen { get; } = Environment.GetEnvironmentVariable("ORDERGUARD_TEST_DATABASE") is { Length: > 0 } name
        ? Enum.Parse<DatabaseProvider>(name, ignoreCase: true)
        : DatabaseProvider.Sqlite;

    public DatabaseProvider Provider { get; }
    public string Connection { get; }

    /// <summary>Whether the tables stand already.</summary>
    public bool HasSchema { get; }

    public static Task<TestDatabase> CreateAsync(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.Sqlite => Task.FromResult(Sqlite()),
        DatabaseProvider.PostgreSql => PostgreSqlAsync(),
        _ => SqlServerAsync(),
    };

    public static TestDatabase PostgreSqlAt(string connection) => new(DatabaseProvider.PostgreSql, connection, false, () => Task.CompletedTask);

    public async ValueTask DisposeAsync() => await _drop();

    private static TestDatabase Sqlite()
    {
        var folder = Directory.CreateTempSubdirectory("orderguard-test-").FullName;
        return new(DatabaseProvider.Sqlite, $"Data Source={Path.Combine(folder, "test.db")};Pooling=False", false, () =>
        {
            Directory.Delete(folder, recursive: true);
            return Task.CompletedTask;
        });
    }

    private static async Task<TestDatabase> PostgreSqlAsync() =>
        new(DatabaseProvider.PostgreSql, await PostgreSqlServer.CreateDatabaseAsync(copyOf: await PostgreSqlTemplate.Value), true, () => Task.CompletedTask);

    private static async Task<string> PostgreSqlTemplateAsync()
    {
        var template = await PostgreSqlServer.CreateDatabaseAsync();
        await using var app = await TestApp.OnPostgreSqlAsync(template);
        return template;
    }

    private static async Task<TestDatabase> SqlServerAsync()
    {
        var server = Environment.GetEnvironmentVariable("ORDERGUARD_TEST_SQLSERVER")
            ?? throw new InvalidOperationException("ORDERGUARD_TEST_SQLSERVER must hold a connection string to run the tests on SQL Server.");
        var name = $"orderguard_test_{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"CREATE DATABASE [{name}]");
        var connection = new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ConnectionString;
        return new(DatabaseProvider.SqlServer, connection, false, async () =>
        {
            SqlConnection.ClearAllPools();
            await ExecuteAsync(server, $"ALTER DATABASE [{name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{name}]");
        });
    }

    private static async Task ExecuteAsync(string server, string statement)
    {
        await using var connection = new SqlConnection(server);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is made here, from a UUID.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
