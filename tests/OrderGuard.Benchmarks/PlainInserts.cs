using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace OrderGuard.Benchmarks;

/// <summary>The yardstick: the very rows that the intake left, written as multi-row inserts into a fresh database of the same schema.</summary>
internal static class PlainInserts
{
    private const int EventsPerCommit = 500;
    private static readonly string[] Tables = ["orders", "order_events", "work_items", "audit_entries"];

    public static async Task<double> EventsPerSecondAsync(BenchmarkStore from)
    {
        await using var to = await BenchmarkStore.OpenAsync(from.Provider);
        var rows = new Dictionary<string, (string[] Columns, List<object?[]> Rows)>();
        await from.InAsync(async db =>
        {
            await db.Database.OpenConnectionAsync();
            foreach (var table in Tables) rows[table] = await ReadAsync(db.Database.GetDbConnection(), table);
            return 0;
        });
        var events = rows["order_events"].Rows.Count;
        var commits = Math.Max(1, events / EventsPerCommit);

        return await to.InAsync(async db =>
        {
            await db.Database.OpenConnectionAsync();
            var connection = db.Database.GetDbConnection();
            // Audit entries of the set-up stand there already.
            await using (var clear = connection.CreateCommand())
            {
                clear.CommandText = "DELETE FROM audit_entries";
                await clear.ExecuteNonQueryAsync();
            }
            var clock = Stopwatch.StartNew();
            for (var commit = 0; commit < commits; commit++)
            {
                await using var transaction = await connection.BeginTransactionAsync();
                foreach (var table in Tables)
                {
                    var (columns, all) = rows[table];
                    int first = (int)((long)all.Count * commit / commits), last = (int)((long)all.Count * (commit + 1) / commits);
                    await InsertAsync(connection, transaction, table, columns, all, first, last);
                }
                await transaction.CommitAsync();
            }
            return events / clock.Elapsed.TotalSeconds;
        });
    }

    private static async Task<(string[], List<object?[]>)> ReadAsync(DbConnection connection, string table)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table}";
        await using var reader = await command.ExecuteReaderAsync();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync())
        {
            var row = new object?[columns.Length];
            reader.GetValues(row!);
            rows.Add(row);
        }
        return (columns, rows);
    }

    private static async Task InsertAsync(DbConnection connection, DbTransaction transaction, string table, string[] columns, List<object?[]> rows, int first, int last)
    {
        // More would be slower on SQLite, which looks named parameters up one by one.
        const int perStatement = 10;
        for (; first < last; first += perStatement)
        {
            var upTo = Math.Min(last, first + perStatement);
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            var text = new StringBuilder("INSERT INTO ").Append(table).Append(" (").AppendJoin(", ", columns.Select(x => $"\"{x}\"")).Append(") VALUES ");
            for (var row = first; row < upTo; row++)
            {
                text.Append(row == first ? "(" : ", (");
                for (var column = 0; column < columns.Length; column++)
                {
                    var parameter = command.CreateParameter();
                    parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{row - first}_{column}");
                    parameter.Value = rows[row][column] ?? DBNull.Value;
                    command.Parameters.Add(parameter);
                    text.Append(column == 0 ? "" : ", ").Append(parameter.ParameterName);
                }
                text.Append(')');
            }
            command.CommandText = text.ToString();
            await command.ExecuteNonQueryAsync();
        }
    }
}
