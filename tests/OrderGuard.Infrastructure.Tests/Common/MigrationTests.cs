using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Testing.SqlServer;

namespace OrderGuard.Infrastructure.Tests.Common;

public sealed class MigrationTests
{
    [Theory]
    [InlineData(MigrationsSqlGenerationOptions.Script)]
    [InlineData(MigrationsSqlGenerationOptions.Idempotent)]
    public void The_script_for_SQL_Server_is_well_formed(MigrationsSqlGenerationOptions kind)
    {
        var script = On(DatabaseProvider.SqlServer, db => db.GetService<IMigrator>().GenerateScript(options: kind));

        script.ShouldContain("CREATE TABLE [orders]");
        TSqlParser.Errors(script).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    [InlineData(DatabaseProvider.SqlServer)]
    public void No_change_of_the_model_waits_for_its_migration(DatabaseProvider provider) =>
        On(provider, db => db.Database.HasPendingModelChanges()).ShouldBeFalse("bash OrderGuard.Infrastructure/scaffold-migrations.sh writes it");

    private static T On<T>(DatabaseProvider provider, Func<OrderGuardDb, T> look)
    {
        var connection = provider is DatabaseProvider.Sqlite ? "Data Source=:memory:" : "Server=nowhere";
        using var services = new ServiceCollection().AddLogging().AddUseCases().AddInProcess()
            .AddDatabase(new DatabaseOptions { Provider = provider }, connection)
            .BuildServiceProvider();
        using var scope = services.CreateScope();
        return look(scope.ServiceProvider.GetRequiredService<OrderGuardDb>());
    }
}
