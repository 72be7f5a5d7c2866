using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using OrderGuard.Application.Common;

namespace OrderGuard.Infrastructure.Common;

/// <summary>Lets the EF Core tools make each context without the application.</summary>
internal sealed class DesignTimeSqlite : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options, new CallerScope(), new LiveFeed(), new NoSignal(), TimeProvider.System);
}

/// <inheritdoc cref="DesignTimeSqlite"/>
internal sealed class DesignTimePostgreSql : IDesignTimeDbContextFactory<PostgreSqlDb>
{
    public PostgreSqlDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgreSqlDb>().UseNpgsql("Host=localhost").Options, new CallerScope(), new LiveFeed(), new NoSignal(), TimeProvider.System);
}

/// <inheritdoc cref="DesignTimeSqlite"/>
internal sealed class DesignTimeSqlServer : IDesignTimeDbContextFactory<SqlServerDb>
{
    public SqlServerDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerDb>().UseSqlServer("Server=localhost").Options, new CallerScope(), new LiveFeed(), new NoSignal(), TimeProvider.System);
}

file sealed class NoSignal : IWorkSignal
{
    public void Wake(DateTimeOffset at)
    {
        // Nothing works on anything while migrations are written.
    }
}
