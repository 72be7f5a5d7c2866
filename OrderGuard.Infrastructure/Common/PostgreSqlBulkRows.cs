using System.Data.Common;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Npgsql;

namespace OrderGuard.Infrastructure.Common;

/// <summary>On PostgreSQL: new rows by binary COPY, changed ones by one UPDATE from arrays, a column an array.</summary>
internal sealed class PostgreSqlBulkRows : BulkRows
{
    protected override async Task InsertAsync(DbTransaction transaction, BulkTable table, EntityEntry[] rows, CancellationToken ct)
    {
        var connection = (NpgsqlConnection)transaction.Connection!;
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table.Name} ({string.Join(", ", table.Columns.Select(x => x.Name))}) FROM STDIN (FORMAT BINARY)", ct);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(ct);
            foreach (var column in table.Columns)
            {
                if (column.Value(row) is { } value) await copy.WriteAsync(value, column.StoreType, ct);
                else await copy.WriteNullAsync(ct);
            }
        }
        await copy.CompleteAsync(ct);
    }

    protected override async Task<int> UpdateAsync(DbTransaction transaction, BulkTable table, BulkColumn[] changed, EntityEntry[] rows, CancellationToken ct)
    {
        BulkColumn[] same = [.. table.Columns.Where(x => x.IsKey || x.IsToken)];
        await using var command = new NpgsqlCommand { Connection = (NpgsqlConnection)transaction.Connection!, Transaction = (NpgsqlTransaction)transaction };
        foreach (var column in changed) command.Parameters.Add(Array(column, rows, column.Value));
        foreach (var column in same) command.Parameters.Add(Array(column, rows, column.ReadValue));
        var sources = Enumerable.Range(1, changed.Length + same.Length).ToList();
        command.CommandText = $"""
            UPDATE {table.Name} AS t SET {string.Join(", ", changed.Select((x, i) => $"{x.Name} = u.c{i + 1}"))}
            FROM unnest({string.Join(", ", sources.Select(i => $"${i}"))}) AS u ({string.Join(", ", sources.Select(i => $"c{i}"))})
            WHERE {string.Join(" AND ", same.Select((x, i) => $"t.{x.Name} = u.c{changed.Length + i + 1}"))}
            """;
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Array(BulkColumn column, EntityEntry[] rows, Func<EntityEntry, object?> value)
    {
        var element = column.Type.IsValueType ? typeof(Nullable<>).MakeGenericType(column.Type) : column.Type;
        var values = System.Array.CreateInstance(element, rows.Length);
        for (var i = 0; i < rows.Length; i++) values.SetValue(value(rows[i]), i);
        return new NpgsqlParameter { Value = values, DataTypeName = $"{column.StoreType}[]" };
    }
}
