using System.Data.Common;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace OrderGuard.Infrastructure.Common;

/// <summary>On SQLite: one statement, prepared once and run for each row; there is no server to spare the way to.</summary>
internal sealed class SqliteBulkRows : BulkRows
{
    protected override async Task InsertAsync(DbTransaction transaction, BulkTable table, EntityEntry[] rows, CancellationToken ct)
    {
        var columns = table.Columns;
        var text = $"INSERT INTO {table.Name} ({string.Join(", ", columns.Select(x => x.Name))}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
        await using var command = Prepare(transaction, text, columns.Length);
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Length; i++) command.Parameters[i].Value = columns[i].Value(row) ?? DBNull.Value;
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    protected override async Task<int> UpdateAsync(DbTransaction transaction, BulkTable table, BulkColumn[] changed, EntityEntry[] rows, CancellationToken ct)
    {
        BulkColumn[] same = [.. table.Columns.Where(x => x.IsKey || x.IsToken)];
        var text = $"UPDATE {table.Name} SET {string.Join(", ", changed.Select((x, i) => $"{x.Name} = @p{i}"))} WHERE {string.Join(" AND ", same.Select((x, i) => $"{x.Name} = @p{changed.Length + i}"))}";
        await using var command = Prepare(transaction, text, changed.Length + same.Length);
        var found = 0;
        foreach (var row in rows)
        {
            for (var i = 0; i < changed.Length; i++) command.Parameters[i].Value = changed[i].Value(row) ?? DBNull.Value;
            for (var i = 0; i < same.Length; i++) command.Parameters[changed.Length + i].Value = same[i].ReadValue(row) ?? DBNull.Value;
            found += await command.ExecuteNonQueryAsync(ct);
        }
        return found;
    }

    private static DbCommand Prepare(DbTransaction transaction, string text, int parameters)
    {
        var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        for (var i = 0; i < parameters; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
