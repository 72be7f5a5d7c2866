using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OrderGuard.Application.Common;

namespace OrderGuard.Infrastructure.Common;

/// <summary>The model on SQLite: one file, nothing to install.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options, CallerScope callers, ILiveFeed feed, IWorkSignal workSignal, TimeProvider clock) : OrderGuardDb(options, callers, feed, workSignal, clock)
{
    private const int Constraint = 19;
    private static readonly SqliteBulkRows Rows = new();

    public override bool IsUniqueViolation(DbUpdateException exception) => exception.InnerException is SqliteException { SqliteErrorCode: Constraint };

    private protected override BulkRows Bulk => Rows;

    private protected override ValueTask<IDisposable?> TakeTurnAsync(CancellationToken ct) => SqliteTurn.TakeAsync(Database.GetConnectionString()!, ct);

    internal override Task LookAtTablesAsync(CancellationToken ct) => Database.ExecuteSqlRawAsync("PRAGMA analysis_limit=1000; PRAGMA optimize;", ct);

    protected override string Only(string flag) => $"\"{flag}\"";

    protected override Type IdentifierConverter => typeof(IdentifierBytesConverter<>);

    // SQLite has no type for them, and as text they would fill half of every index.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Guid>().HaveConversion<GuidBytesConverter>();
    }
}

/// <summary>The model on PostgreSQL.</summary>
public sealed class PostgreSqlDb(DbContextOptions<PostgreSqlDb> options, CallerScope callers, ILiveFeed feed, IWorkSignal workSignal, TimeProvider clock) : OrderGuardDb(options, callers, feed, workSignal, clock)
{
    private static readonly PostgreSqlBulkRows Rows = new();

    public override bool IsUniqueViolation(DbUpdateException exception) => exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    private protected override BulkRows Bulk => Rows;

    internal override Task LookAtTablesAsync(CancellationToken ct) => Database.ExecuteSqlRawAsync("""
        DO $$
        DECLARE stale record;
        BEGIN
            FOR stale IN SELECT schemaname, relname FROM pg_stat_user_tables
                WHERE schemaname = current_schema() AND n_mod_since_analyze > 500 AND n_mod_since_analyze > 0.5 * n_live_tup
            LOOP
                EXECUTE format('ANALYZE %I.%I', stale.schemaname, stale.relname);
            END LOOP;
        END $$;
        """, ct);

    protected override string Only(string flag) => $"\"{flag}\"";

    // By code point whatever the server's language, as in the other databases: so prefixes are ranges of an index.
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(x => x.GetProperties()).Where(x => x.ClrType == typeof(string)))
            property.SetCollation("C");
    }
}

/// <summary>The model on SQL Server.</summary>
public sealed class SqlServerDb(DbContextOptions<SqlServerDb> options, CallerScope callers, ILiveFeed feed, IWorkSignal workSignal, TimeProvider clock) : OrderGuardDb(options, callers, feed, workSignal, clock)
{
    // Keys tell capital from small letters, as in the other databases.
    private const string Collation = "Latin1_General_100_BIN2";

    public override bool IsUniqueViolation(DbUpdateException exception) => exception.InnerException is SqlException { Number: 2601 or 2627 };

    protected override string Only(string flag) => $"[{flag}] = 1";

    protected override string Without(string column, string word) => $"[{column}] <> '{word}'";

    protected override string Given(string column) => $"[{column}] IS NOT NULL";

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(x => x.GetProperties()).Where(x => x.ClrType == typeof(string)))
            property.SetCollation(Collation);
    }
}
