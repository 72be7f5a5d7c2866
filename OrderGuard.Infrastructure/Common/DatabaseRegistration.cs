using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;

namespace OrderGuard.Infrastructure.Common;

public static class DatabaseRegistration
{
    private const int MostRetries = 10;

    /// <summary>A database that comes back is used again within this: callers wait for it, not for a delay that grew while it was away.</summary>
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(3);

    /// <summary>Registers the database that the configuration chooses; without one it is SQLite in <paramref name="contentRoot"/>/data.</summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration, string contentRoot)
    {
        services.AddOptions<DatabaseOptions>().Bind(configuration.GetSection("Database")).ValidateDataAnnotations().ValidateOnStart();
        var options = configuration.GetSection("Database").Get<DatabaseOptions>() ?? new DatabaseOptions();
        var connection = configuration.GetConnectionString("OrderGuard");
        if (string.IsNullOrWhiteSpace(connection))
        {
            if (options.Provider is not DatabaseProvider.Sqlite)
                throw new InvalidOperationException($"ConnectionStrings:OrderGuard is missing; {options.Provider} needs it.");
            connection = $"Data Source={Path.Combine(contentRoot, "data", "orderguard.db")}";
        }
        return services.AddDatabase(options, connection);
    }

    public static IServiceCollection AddDatabase(this IServiceCollection services, DatabaseOptions options, string connection)
    {
        switch (options.Provider)
        {
            case DatabaseProvider.Sqlite:
                var file = new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(connection).DataSource;
                if (Path.GetDirectoryName(Path.GetFullPath(file)) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
                Add<SqliteDb>(services, x => x.UseSqlite(connection, o => { if (options.MaxBatchSize is { } n) o.MaxBatchSize(n); })
                    .AddInterceptors(new SqlitePragmas(options.BusyTimeout)));
                services.AddHostedService<SqliteCheckpoints>();
                break;
            case DatabaseProvider.PostgreSql:
                Add<PostgreSqlDb>(services, x => x.UseNpgsql(connection, o =>
                {
                    o.EnableRetryOnFailure(MostRetries, LongestRetry, null);
                    if (options.MaxBatchSize is { } n) o.MaxBatchSize(n);
                }));
                break;
            case DatabaseProvider.SqlServer:
                Add<SqlServerDb>(services, x => x.UseSqlServer(connection, o =>
                {
                    o.EnableRetryOnFailure(MostRetries, LongestRetry, null);
                    if (options.MaxBatchSize is { } n) o.MaxBatchSize(n);
                    if (options.CompatibilityLevel is { } level) o.UseCompatibilityLevel(level);
                }));
                break;
            default:
                throw new InvalidOperationException($"Database:Provider {options.Provider} is not known.");
        }
        return services;
    }

    private static void Add<T>(IServiceCollection services, Action<DbContextOptionsBuilder> configure) where T : OrderGuardDb
    {
        services.AddDbContext<T>(x =>
        {
            configure(x);
            // Both are expected and answered: a filtered set is the point of the filter, and a save that lost a race is made again; whoever cannot answer a failed save tells of it.
            x.ConfigureWarnings(w => w.Ignore(CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning).Log((CoreEventId.SaveChangesFailed, LogLevel.Debug)));
        });
        services.AddScoped<OrderGuardDb>(x => x.GetRequiredService<T>());
        services.AddScoped<IOrderGuardDb>(x => x.GetRequiredService<T>());
    }
}
