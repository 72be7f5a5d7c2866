using System.ComponentModel.DataAnnotations;

namespace OrderGuard.Infrastructure.Common;

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
    PostgreSql,
}

/// <summary>Which database, and how it is spoken to. Section <c>Database</c>; the connection string is <c>ConnectionStrings:OrderGuard</c>.</summary>
public sealed class DatabaseOptions
{
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Statements sent at once at the most; null: the provider's own choice.</summary>
    [Range(1, 1000)]
    public int? MaxBatchSize { get; set; }

    /// <summary>SQL Server's compatibility level, e.g. 150; null: the provider's own choice.</summary>
    [Range(100, 200)]
    public int? CompatibilityLevel { get; set; }

    /// <summary>How long SQLite waits for another writer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
