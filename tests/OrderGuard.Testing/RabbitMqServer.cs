using System.Diagnostics;
using System.Net.Sockets;

namespace OrderGuard.Testing;

/// <summary>A RabbitMQ of this test run alone: its own folder, ports and node name, gone when the run is.</summary>
public sealed class RabbitMqServer : IDisposable
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private static readonly Lazy<Task<RabbitMqServer>> Running = new(() => StartAsync());
    private readonly string _folder;
    private readonly string _node;
    private readonly int _port;
    private readonly int _distribution;
    private Leash _leash = null!;
    private Process _process = null!;

    private RabbitMqServer(string folder, int port, int distribution) => (_folder, _port, _distribution, _node) = (folder, port, distribution, $"test{port}@localhost");

    /// <summary>Where clients find it.</summary>
    public string Uri => $"amqp://guest:guest@127.0.0.1:{_port}/";

    /// <summary>The one that the tests of this run share; who kills it has to start one of their own.</summary>
    public static Task<RabbitMqServer> SharedAsync() => Running.Value;

    public static async Task<RabbitMqServer> StartAsync()
    {
        if (!File.Exists(Program)) throw new InvalidOperationException($"No RabbitMQ at {Program}: bash tests/all.sh installs it");
        var folder = Path.Combine(Path.GetTempPath(), $"orderguard-rabbitmq-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        var server = new RabbitMqServer(folder, FreePort.Next(), FreePort.Next());
        await server.LaunchAsync();
        return server;
    }

    /// <summary>As when the machine loses power: nothing is said to anybody.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _leash.Release();
    }

    /// <summary>Starts it again after <see cref="Kill"/>, on what it had on its disk.</summary>
    public Task RestartAsync() => LaunchAsync();

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _leash.Dispose();
        _process.Dispose();
    }

    private async Task LaunchAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "plugins"), "[].");
        var start = new ProcessStartInfo("bash", ["-c", $"exec {Program} >>{_folder}/out 2>&1 </dev/null"]);
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["HOME"] = _folder, ["RABBITMQ_NODENAME"] = _node, ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "mnesia"), ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log"),
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1", ["RABBITMQ_NODE_PORT"] = $"{_port}", ["RABBITMQ_DIST_PORT"] = $"{_distribution}",
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "plugins"), ["ERL_EPMD_ADDRESS"] = "127.0.0.1", ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            // Two cores are shared by all tests: one scheduler that does not spin is enough.
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none",
        }) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _leash = new Leash(_process.Id, _folder, signal: "KILL");
        await WaitAsync();
    }

    private async Task WaitAsync()
    {
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromSeconds(90))
        {
            if (_process.HasExited) throw new InvalidOperationException($"RabbitMQ ended with {_process.ExitCode}: {await File.ReadAllTextAsync(Path.Combine(_folder, "out"))}");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", _port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(200);
            }
        }
        throw new TimeoutException("RabbitMQ did not come up within 90 s.");
    }
}
