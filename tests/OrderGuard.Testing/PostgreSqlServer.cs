using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace OrderGuard.Testing;

/// <summary>A PostgreSQL server of this test run alone: its own folder, its own port, gone when the run is.</summary>
public sealed class PostgreSqlServer : IDisposable
{
    private const string Superuser = "orderguard";
    private const string NotDurable = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off";

    /// <summary>Whether commits reach the disk, as in production: for benchmarks. To be said before the first database.</summary>
    public static bool Durable { get; set; }

    private static readonly Lazy<Task<PostgreSqlServer>> Running = new(StartAsync);
    private static int _databases;

    private readonly string _folder;
    private readonly int _port;
    private Leash _leash;
    private int _postmaster;

    private PostgreSqlServer(string folder, int port, int postmaster) =>
        (_folder, _port, _postmaster, _leash) = (folder, port, postmaster, new Leash(postmaster, folder, signal: "QUIT"));

    /// <summary>The one that the databases of this run are on; who kills it has to start it again.</summary>
    public static Task<PostgreSqlServer> SharedAsync() => Running.Value;

    /// <summary>The folder of the newest server that Debian installed here, or null where there is none.</summary>
    public static string? Binaries { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql")
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
        : null;

    /// <summary>Makes an empty database, or a copy of one made before, and answers its connection string.</summary>
    public static async Task<string> CreateDatabaseAsync(string? copyOf = null)
    {
        var server = await Running.Value;
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        var template = copyOf is null ? "template0" : LetGoOf(copyOf);
        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {template}", connection);
        await command.ExecuteNonQueryAsync();
        return server.ConnectionString(name);
    }

    // A database with an open connection, even an idle one of the pool, cannot be copied.
    private static string LetGoOf(string database)
    {
        using var connection = new NpgsqlConnection(database);
        NpgsqlConnection.ClearPool(connection);
        return connection.Database;
    }

    private string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = Superuser,
        Database = database,
        MaxPoolSize = 40,
        // Each test class has a database, and so a pool, of its own: what it no longer needs is let go for the others.
        ConnectionIdleLifetime = 20,
        IncludeErrorDetail = true,
    }.ConnectionString;

    private static async Task<PostgreSqlServer> StartAsync()
    {
        if (Binaries is null) throw new InvalidOperationException("No PostgreSQL server below /usr/lib/postgresql: bash tests/all.sh installs it");

        var folder = Path.Combine(Path.GetTempPath(), $"orderguard-postgresql-{Guid.NewGuid():N}");
        await RunAsync("mkdir", "-m", "700", folder);
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "postgres", folder);
        await RunServerToolAsync("initdb", "-D", folder, "-U", Superuser, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");

        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort.Next();
            try
            {
                await LaunchAsync(folder, port);
                return new PostgreSqlServer(folder, port, PostmasterOf(folder));
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                // Somebody took the port between the look and the start.
            }
        }
    }

    /// <summary>As when the machine loses power: every process of the server is gone at once.</summary>
    public void Kill()
    {
        _leash.Release();
        var children = File.ReadAllText($"/proc/{_postmaster}/task/{_postmaster}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(x => int.Parse(x, CultureInfo.InvariantCulture));
        foreach (var id in children.Prepend(_postmaster))
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
                process.WaitForExit(TimeSpan.FromSeconds(5));
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                // Gone with its parent.
            }
        }
    }

    /// <summary>Starts it again after <see cref="Kill"/>: it recovers from what it had on its disk.</summary>
    public async Task RestartAsync()
    {
        await LaunchAsync(_folder, _port);
        _postmaster = PostmasterOf(_folder);
        _leash = new Leash(_postmaster, _folder, signal: "QUIT");
    }

    /// <summary>Stops the server and removes its folder; the end of this process, in whatever way, does the same.</summary>
    public void Dispose() => _leash.Dispose();

    private static Task LaunchAsync(string folder, int port) => RunServerToolAsync("pg_ctl", "-D", folder, "-l", Path.Combine(folder, "log"), "-o",
        $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=400 {(Durable ? "-c shared_buffers=512MB" : NotDurable)}", "-w", "start");

    private static int PostmasterOf(string folder) => int.Parse(File.ReadLines(Path.Combine(folder, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    // The server's programs refuse to run as root.
    private static Task RunServerToolAsync(string tool, params string[] arguments) => Environment.IsPrivilegedProcess
        ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(Binaries!, tool), .. arguments])
        : RunAsync(Path.Combine(Binaries!, tool), arguments);

    // Output goes to /dev/null rather than to a pipe: pg_ctl leaves the server behind, which would keep a pipe open.
    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", program, program, .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
        })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
