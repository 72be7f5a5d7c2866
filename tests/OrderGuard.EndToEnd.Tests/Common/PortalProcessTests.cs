using Microsoft.Data.Sqlite;

namespace OrderGuard.EndToEnd.Tests.Common;

public sealed class PortalProcessTests
{
    private static readonly Uri Live = new("/health/live", UriKind.Relative);

    [Fact]
    public async Task A_killed_portal_comes_back_on_the_same_folder()
    {
        await using var portal = await PortalProcess.StartAsync(new() { Demo = false, ReadyPath = Live });
        var database = Path.Combine(portal.Folder, "data", "orderguard.db");
        File.Exists(database).ShouldBeTrue();
        await AskAsync(database, "PRAGMA user_version = 4711");

        portal.Kill();
        await Should.ThrowAsync<HttpRequestException>(() => portal.Http.GetAsync(Live));
        await portal.RestartAsync();

        (await portal.Http.GetAsync(Live)).IsSuccessStatusCode.ShouldBeTrue();
        (await AskAsync(database, "PRAGMA user_version")).ShouldBe(4711L);
        portal.LoggedErrors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_portal_that_cannot_start_says_why()
    {
        var settings = new Dictionary<string, string> { ["Database__Provider"] = "PostgreSql" };

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => PortalProcess.StartAsync(new() { Settings = settings, ReadyPath = Live }));

        failure.Message.ShouldContain("ConnectionStrings:OrderGuard is missing");
    }

    private static async Task<object?> AskAsync(string database, string statement)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        return await command.ExecuteScalarAsync();
    }
}
