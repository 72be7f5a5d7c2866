using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace OrderGuard.Testing.SqlServer;

/// <summary>
/// Stands where SQL Server would: it keeps every statement, checks its grammar, and answers as an empty database would
/// whose writes all succeed. What it answers proves nothing; that EF Core can translate, and what it sends, does.
/// </summary>
public sealed class RecordingSqlServer : DbConnection
{
    private readonly ConcurrentQueue<string> _statements = new();
    private ConnectionState _state = ConnectionState.Closed;

    /// <summary>What was sent, in order.</summary>
    public IReadOnlyList<string> Statements => [.. _statements];

    /// <summary>Each statement that SQL Server would refuse to parse, with the reasons.</summary>
    public IReadOnlyList<string> Malformed =>
        [.. _statements.Distinct()
            .Select(sql => (sql, errors: TSqlParser.Errors(sql)))
            .Where(x => x.errors.Count > 0)
            .Select(x => $"{string.Join("; ", x.errors)}\n{x.sql}")];

    /// <summary>Puts this in the place of the server that the options name; they must be for SQL Server already.</summary>
    public DbContextOptionsBuilder Attach(DbContextOptionsBuilder options)
    {
        var extension = RelationalOptionsExtension.Extract(options.Options).WithConnectionString(null).WithConnection(this);
        typeof(IDbContextOptionsBuilderInfrastructure)
            .GetMethod(nameof(IDbContextOptionsBuilderInfrastructure.AddOrUpdateExtension))!
            .MakeGenericMethod(extension.GetType())
            .Invoke(options, [extension]);
        return options;
    }

    internal void Record(string sql) => _statements.Enqueue(sql);

    [AllowNull]
    public override string ConnectionString { get; set; } = "Server=recording;Database=orderguard;Encrypt=false";

    public override string Database => "orderguard";

    public override string DataSource => "recording";

    public override string ServerVersion => "15.00.0000";

    public override ConnectionState State => _state;

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    public override void Open() => _state = ConnectionState.Open;

    public override void Close() => _state = ConnectionState.Closed;

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => new RecordedTransaction(this, isolationLevel);

    protected override DbCommand CreateDbCommand() => new RecordedCommand(this);

    private sealed class RecordedTransaction(RecordingSqlServer server, IsolationLevel isolationLevel) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => isolationLevel;

        protected override DbConnection DbConnection => server;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }
}
