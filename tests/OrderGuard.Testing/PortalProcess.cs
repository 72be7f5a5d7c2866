using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace OrderGuard.Testing;

/// <summary>The portal as a real process on a folder that was empty, which can die and come back like one.</summary>
public sealed class PortalProcess : IAsyncDisposable
{
    private readonly PortalOptions _options;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"orderguard-portal-{Guid.NewGuid():N}");
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Lock _killing = new();
    private Process? _process;
    private Leash? _leash;

    private PortalProcess(PortalOptions options)
    {
        _options = options;
        Address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        Http = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    /// <summary>A caller without cookies or key.</summary>
    public HttpClient Http { get; }

    /// <summary>The content root: the database is in <c>data/</c> below it.</summary>
    public string Folder => _folder;

    /// <summary>Every line that the process wrote, over all its lives.</summary>
    public IReadOnlyList<string> Log => [.. _log];

    /// <summary>The lines that report an error of the portal itself.</summary>
    public IReadOnlyList<string> LoggedErrors =>
        [.. _log.Where(line => line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal)
            || line.Contains("Unhandled exception", StringComparison.Ordinal))];

    public static async Task<PortalProcess> StartAsync(PortalOptions? options = null)
    {
        var portal = new PortalProcess(options ?? new PortalOptions());
        try
        {
            portal.PrepareFolder();
            await portal.StartProcessAsync();
            return portal;
        }
        catch
        {
            await portal.DisposeAsync();
            throw;
        }
    }

    /// <summary>A caller with an API key: the demo's, unless another is given.</summary>
    public HttpClient Gateway(string apiKey = PortalOptions.ApiKey)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", apiKey);
        return client;
    }

    /// <summary>Ends the process as a power cut would.</summary>
    public void Kill()
    {
        // A server of the test may cut the power while the test itself restarts it.
        lock (_killing)
        {
            if (_process is null) return;
            _process.Kill(); // SIGKILL
            _process.WaitForExit();
            _leash?.Release();
            _process.Dispose();
            _process = null;
        }
    }

    /// <summary>Starts it again on the same folder and port, killing it first where it still runs.</summary>
    public Task RestartAsync()
    {
        Kill();
        return StartProcessAsync();
    }

    /// <summary>Runs one of the operator's commands on the same folder and settings.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> RunCommandAsync(params string[] command)
    {
        using var process = Process.Start(StartInfo(command))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        Http.Dispose();
        if (Directory.Exists(_folder)) await Task.Run(() => Directory.Delete(_folder, recursive: true));
    }

    private static string BuiltPortal()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(Repository.Root, "OrderGuard.Web", "bin", configuration, "net10.0", "OrderGuard.Web");
    }

    private void PrepareFolder()
    {
        Directory.CreateDirectory(_folder);
        var source = Path.Combine(Repository.Root, "OrderGuard.Web");
        foreach (var settings in Directory.GetFiles(source, "appsettings*.json")) File.Copy(settings, Path.Combine(_folder, Path.GetFileName(settings)));
        if (Directory.Exists(Path.Combine(source, "wwwroot"))) Directory.CreateSymbolicLink(Path.Combine(_folder, "wwwroot"), Path.Combine(source, "wwwroot"));
    }

    private ProcessStartInfo StartInfo(string[] arguments)
    {
        var start = new ProcessStartInfo(_options.Executable ?? BuiltPortal(), arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var environment = start.Environment;
        environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        environment["ASPNETCORE_CONTENTROOT"] = _folder;
        environment["ASPNETCORE_URLS"] = Address.ToString();
        environment["Demo__Enabled"] = _options.Demo.ToString(CultureInfo.InvariantCulture);
        environment["Demo__Traffic"] = _options.Traffic.ToString(CultureInfo.InvariantCulture);
        environment["Demo__Password"] = PortalOptions.Password;
        environment["Demo__ApiKey"] = PortalOptions.ApiKey;
        foreach (var (name, value) in _options.Settings) environment[name] = value;
        return start;
    }

    private async Task StartProcessAsync()
    {
        var process = _process = Process.Start(StartInfo([]))!;
        _leash = new Leash(process.Id, _folder);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        var patience = Stopwatch.StartNew();
        while (!await IsReadyAsync())
        {
            if (process.HasExited) throw new InvalidOperationException($"The portal ended with {process.ExitCode}:\n{LastLines()}");
            if (patience.Elapsed > _options.ReadyWithin) throw new TimeoutException($"The portal is not ready after {patience.Elapsed}:\n{LastLines()}");
            await Task.Delay(100);
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(_options.ReadyPath);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string LastLines() => string.Join('\n', _log.TakeLast(40));

    private void Keep(string? line)
    {
        if (line is not null) _log.Enqueue(line);
    }
}
