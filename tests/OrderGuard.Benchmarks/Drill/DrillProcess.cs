using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace OrderGuard.Benchmarks.Drill;

/// <summary>The judge's end of a system's process; the process ends with it.</summary>
internal sealed class DrillProcess : IAsyncDisposable
{
    public const string Command = "drill-system";
    private readonly DrillSettings _settings;
    private readonly Process _process;

    public DrillProcess(DrillSettings settings)
    {
        _settings = settings;
        _process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "OrderGuard.Benchmarks"), [Command, JsonSerializer.Serialize(settings)]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    public string Name => _settings.Name;

    /// <summary>Lets it go as far as <paramref name="at"/>; where it is.</summary>
    public Task<DrillState> GoAsync(int at) => AskAsync(at.ToString(CultureInfo.InvariantCulture));

    public async Task<DrillJournal> ReportAsync()
    {
        await AskAsync("report");
        return JsonSerializer.Deserialize<DrillJournal>(await File.ReadAllTextAsync(_settings.Journal))!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5))) _process.Kill();
        _process.Dispose();
        await Task.CompletedTask;
    }

    private async Task<DrillState> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        return JsonSerializer.Deserialize<DrillState>(await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The process of {Name} has ended."))!;
    }
}
