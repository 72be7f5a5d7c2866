using System.Buffers;
using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using SQLitePCL;

namespace OrderGuard.Infrastructure.Common;

/// <summary>On SQLite: one statement, prepared once and run for each row; there is no server to spare the way to.</summary>
/// <remarks>By SQLite's own interface: the driver's commands look each parameter up by its name for every row, which takes as long as the insert.</remarks>
internal sealed class SqliteBulkRows : BulkRows
{
    protected override Task InsertAsync(DbTransaction transaction, BulkTable table, EntityEntry[] rows, CancellationToken ct)
    {
        var columns = table.Columns;
        using var statement = new Statement(transaction,
            $"INSERT INTO {table.Name} ({string.Join(", ", columns.Select(x => x.Name))}) VALUES ({string.Join(", ", columns.Select(_ => "?"))})");
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Length; i++) statement.Bind(i + 1, columns[i].Value(row));
            statement.Run();
        }
        return Task.CompletedTask;
    }

    protected override Task<int> UpdateAsync(DbTransaction transaction, BulkTable table, BulkColumn[] changed, EntityEntry[] rows, CancellationToken ct)
    {
        BulkColumn[] same = [.. table.Columns.Where(x => x.IsKey || x.IsToken)];
        using var statement = new Statement(transaction,
            $"UPDATE {table.Name} SET {string.Join(", ", changed.Select(x => $"{x.Name} = ?"))} WHERE {string.Join(" AND ", same.Select(x => $"{x.Name} = ?"))}");
        var found = 0;
        foreach (var row in rows)
        {
            for (var i = 0; i < changed.Length; i++) statement.Bind(i + 1, changed[i].Value(row));
            for (var i = 0; i < same.Length; i++) statement.Bind(changed.Length + i + 1, same[i].ReadValue(row));
            found += statement.Run();
        }
        return Task.FromResult(found);
    }

    /// <summary>A prepared statement whose values are given by their place, from 1.</summary>
    private sealed class Statement : IDisposable
    {
        private readonly sqlite3 _connection;
        private readonly sqlite3_stmt _statement;
        private byte[] _text = ArrayPool<byte>.Shared.Rent(4_096);

        public Statement(DbTransaction transaction, string sql)
        {
            _connection = ((SqliteConnection)transaction.Connection!).Handle!;
            Check(raw.sqlite3_prepare_v2(_connection, sql, out _statement));
        }

        public void Bind(int place, object? value) => Check(value switch
        {
            null => raw.sqlite3_bind_null(_statement, place),
            string text => BindText(place, text),
            long number => raw.sqlite3_bind_int64(_statement, place, number),
            int number => raw.sqlite3_bind_int64(_statement, place, number),
            bool flag => raw.sqlite3_bind_int64(_statement, place, flag ? 1 : 0),
            double number => raw.sqlite3_bind_double(_statement, place, number),
            byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
            _ => throw new NotSupportedException($"A column of type {value.GetType()} cannot be written in bulk."),
        });

        /// <summary>Runs it once; the number of rows it changed.</summary>
        public int Run()
        {
            var outcome = raw.sqlite3_step(_statement);
            raw.sqlite3_reset(_statement);
            if (outcome != raw.SQLITE_DONE) Check(outcome);
            return raw.sqlite3_changes(_connection);
        }

        public void Dispose()
        {
            _statement.Dispose();
            ArrayPool<byte>.Shared.Return(_text);
        }

        private int BindText(int place, string text)
        {
            var most = Encoding.UTF8.GetMaxByteCount(text.Length);
            if (_text.Length < most)
            {
                ArrayPool<byte>.Shared.Return(_text);
                _text = ArrayPool<byte>.Shared.Rent(most);
            }
            return raw.sqlite3_bind_text(_statement, place, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text)));
        }

        private void Check(int outcome) => SqliteException.ThrowExceptionForRC(outcome, _connection);
    }
}
