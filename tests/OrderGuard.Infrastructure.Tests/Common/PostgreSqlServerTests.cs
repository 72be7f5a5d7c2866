using Npgsql;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Common;

public sealed class PostgreSqlServerTests
{
    [Fact]
    public async Task Each_database_is_empty_and_its_own()
    {
        var first = await PostgreSqlServer.CreateDatabaseAsync();
        var second = await PostgreSqlServer.CreateDatabaseAsync();

        await RunAsync(first, "CREATE TABLE orders (id int)");

        (await RunAsync(first, TablesNamedOrders)).ShouldBe(1L);
        (await RunAsync(second, TablesNamedOrders)).ShouldBe(0L);
    }

    [Fact]
    public async Task A_copy_holds_what_its_original_held()
    {
        var original = await PostgreSqlServer.CreateDatabaseAsync();
        await RunAsync(original, "CREATE TABLE orders (id int)");

        var copy = await PostgreSqlServer.CreateDatabaseAsync(copyOf: original);

        (await RunAsync(copy, TablesNamedOrders)).ShouldBe(1L);
    }

    private const string TablesNamedOrders = "SELECT count(*) FROM information_schema.tables WHERE table_name = 'orders'";

    private static async Task<object?> RunAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
