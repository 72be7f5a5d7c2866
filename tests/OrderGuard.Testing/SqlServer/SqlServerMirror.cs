using System.Collections;
using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.ChangeTracking.Internal;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Testing.SqlServer;

/// <summary>
/// While a test runs on a real database, has EF Core write each of its queries and saves for SQL Server too, and lets
/// SQL Server's grammar judge the outcome: what it cannot translate or would not parse fails the test on the spot.
/// </summary>
/// <remarks>One for the whole process: EF Core compiles a query once, and keeps its services by interceptor.</remarks>
public sealed class SqlServerMirror : SaveChangesInterceptor, IQueryExpressionInterceptor
{
    private static readonly MethodInfo RunMethod = typeof(SqlServerMirror).GetMethod(nameof(Run), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly ServiceProvider _services;
    private readonly ConcurrentDictionary<string, byte> _checked = new();
    private readonly ConcurrentDictionary<string, byte> _saves = new();

    private SqlServerMirror()
    {
        var services = new ServiceCollection().AddLogging().AddUseCases().AddInProcess();
        services.AddDatabase(new DatabaseOptions { Provider = DatabaseProvider.SqlServer }, "Server=nowhere");
        services.AddScoped<RecordingSqlServer>();
        services.ConfigureDbContext<SqlServerDb>((scope, options) => scope.GetRequiredService<RecordingSqlServer>().Attach(options));
        _services = services.BuildServiceProvider();
    }

    public static SqlServerMirror Instance { get; } = new();

    /// <summary>The distinct statements that passed so far.</summary>
    public IReadOnlyCollection<string> Statements => [.. _checked.Keys];

    /// <summary>Lets the mirror watch the context that the application uses, whatever its database.</summary>
    public static void Watch(IServiceCollection services)
    {
        services.ConfigureDbContext<SqliteDb>(options => options.AddInterceptors(Instance));
        services.ConfigureDbContext<PostgreSqlDb>(options => options.AddInterceptors(Instance));
    }

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        if (eventData.Context is not OrderGuardDb) return queryExpression;

        using var scope = _services.CreateScope();
        var mirror = scope.ServiceProvider.GetRequiredService<SqlServerDb>();
        var transplant = new QueryTransplant(mirror.Model);
        var query = transplant.Visit(queryExpression);
        var server = scope.ServiceProvider.GetRequiredService<RecordingSqlServer>();
        RunMethod.MakeGenericMethod(ResultOf(query.Type)).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [mirror, server, query, transplant.Parameters], null);
        Check(server);
        return queryExpression;
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not OrderGuardDb db) return result;

        var changes = db.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList();
        if (!_saves.TryAdd(ShapeOf(changes), 0)) return result;

        await using var scope = _services.CreateAsyncScope();
        var mirror = scope.ServiceProvider.GetRequiredService<SqlServerDb>();
        foreach (var entry in changes) Copy(entry, mirror.Entry(entry.Entity));
#pragma warning disable EF1001 // The context's own SaveChanges would number and chain the audit entries a second time.
        await mirror.GetService<IStateManager>().SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken);
#pragma warning restore EF1001
        Check(scope.ServiceProvider.GetRequiredService<RecordingSqlServer>());
        return result;
    }

    // The answer to a query is made up, and reading it may fail; by then the statement is on record, and only it counts.
    private static void Run<T>(SqlServerDb mirror, RecordingSqlServer server, Expression query, Dictionary<string, object?> parameters)
    {
        var compiled = mirror.GetService<IDatabase>().CompileQuery<T>(query, async: false);
        var context = mirror.GetService<IQueryContextFactory>().Create();
        foreach (var (name, value) in parameters) context.Parameters[name] = value;
        try
        {
            if (compiled(context) is IEnumerable rows) _ = rows.Cast<object?>().Count();
        }
        catch (Exception) when (server.Statements.Count > 0)
        {
            // No row where the query asked for one, for example.
        }
    }

    private static void Copy(EntityEntry from, EntityEntry to)
    {
        to.State = from.State;
        foreach (var property in from.Properties)
        {
            var copy = to.Property(property.Metadata.Name);
            copy.CurrentValue = property.CurrentValue;
            if (from.State is EntityState.Added) continue;
            copy.OriginalValue = property.OriginalValue;
            if (from.State is EntityState.Modified && !property.Metadata.IsPrimaryKey()) copy.IsModified = property.IsModified;
        }
    }

    private static Type ResultOf(Type type) => type.IsAssignableTo(typeof(IQueryable)) && type.IsGenericType
        ? typeof(IEnumerable<>).MakeGenericType(type.GenericTypeArguments[0])
        : type;

    // Saves of the same kinds of change look alike in SQL; one and many do not.
    private static string ShapeOf(IEnumerable<EntityEntry> changes) => string.Join(';', changes
        .GroupBy(entry => $"{entry.State} {entry.Metadata.Name} {string.Join(',', entry.Properties.Where(property => property.IsModified).Select(property => property.Metadata.Name))}")
        .Select(group => $"{group.Key} {(group.Count() == 1 ? "one" : "many")}")
        .Order());

    private void Check(RecordingSqlServer server)
    {
        if (server.Malformed is { Count: > 0 } malformed)
            throw new InvalidOperationException($"SQL Server would not parse this: {string.Join('\n', malformed)}");
        foreach (var sql in server.Statements) _checked.TryAdd(sql, 0);
    }
}
