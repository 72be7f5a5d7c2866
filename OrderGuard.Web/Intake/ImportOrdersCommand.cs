using System.Globalization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Intake;
using OrderGuard.Web.Common.Commands;

namespace OrderGuard.Web.Intake;

/// <summary>Historical import from the command line.</summary>
internal sealed class ImportOrdersCommand : ICommand
{
    private const int RejectedShown = 10;

    public string Name => "import-orders";

    public string Usage => "--tenant T --profile P FILE…";

    public string Summary => "Imports past orders from CSV files; exit code 1 where rows were rejected.";

    public IReadOnlyCollection<OptionSpec> Options => [new("--tenant", Required: true), new("--profile", Required: true)];

    public async Task<int> RunAsync(Arguments arguments, CommandConsole console, CancellationToken ct)
    {
        if (arguments.Rest.Count == 0) throw new UsageException("Name at least one file.");
        var paths = arguments.Rest.Select(Arguments.PathOf).ToList();
        if (paths.FirstOrDefault(x => !File.Exists(x)) is { } missing)
        {
            await console.Error.WriteLineAsync($"There is no file {missing}.");
            return CommandLine.Failed;
        }

        await using var application = CommandServices.Open();
        var tenant = arguments["--tenant"]!;
        if (!await application.EnterAsync(tenant, Name, ct))
        {
            await console.Error.WriteLineAsync($"There is no tenant {tenant}.");
            return CommandLine.Failed;
        }
        var code = CommandLine.Succeeded;
        foreach (var path in paths) code = Math.Max(code, await ImportAsync(application, path, arguments["--profile"]!, console, ct));
        return code;
    }

    private static async Task<int> ImportAsync(CommandServices application, string path, string profile, CommandConsole console, CancellationToken ct)
    {
        var name = Path.GetFileName(path);
        var queue = application.Services.GetRequiredService<ImportQueue>();
        var started = await queue.StartHereAsync(application.Caller, name, profile, ct);
        var progress = new ImportProgress(name, console);
        try
        {
            await using var content = File.OpenRead(path);
            await application.Services.GetRequiredService<OrderImport>().RunAsync(started.Tenant, started.Job, started.Run, content, progress, ct);
        }
        catch (OperationCanceledException)
        {
            await queue.FailAsync(started, "The command was interrupted. Run it again: nothing is applied twice.", CancellationToken.None);
            throw;
        }
        progress.End();
        if (progress.Last is not { State: ImportState.Completed } done)
        {
            await console.Error.WriteLineAsync($"{name}: {progress.Last?.Error ?? "The import was cancelled."}");
            return CommandLine.Failed;
        }
        await console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {done.Rows:N0} rows, {done.OrdersCreated:N0} orders created, {done.EventsApplied:N0} events applied, {done.Rejected:N0} rejected"));
        if (done.Rejected == 0) return CommandLine.Succeeded;

        await using var scope = application.Services.CreateAsyncScope();
        var rejected = await scope.ServiceProvider.GetRequiredService<IUseCase<GetRejectedRows, RejectedRows>>().RunAsync(new GetRejectedRows(started.Job, Limit: RejectedShown), ct);
        foreach (var row in rejected.Required.Rows) await console.Error.WriteLineAsync($"{name}:{row.Line}: {row.Reason}");
        if (done.Rejected > RejectedShown) await console.Error.WriteLineAsync($"… and {done.Rejected - RejectedShown} more; all of them stand with the import in the portal.");
        return CommandLine.Failed;
    }

    /// <summary>A bar where a person watches, else a line for each tenth.</summary>
    private sealed class ImportProgress(string name, CommandConsole console) : IProgress<ImportView>
    {
        private const int Width = 30;
        private int _tenth = -1;
        private bool _drawn;

        public ImportView? Last { get; private set; }

        public void Report(ImportView value)
        {
            Last = value;
            if (console.Live)
            {
                var filled = (int)(value.Progress * Width);
                console.Out.Write(string.Create(CultureInfo.InvariantCulture, $"\r{name} [{new string('#', filled)}{new string('.', Width - filled)}] {value.Progress,4:P0}  {value.Rows:N0} rows "));
                _drawn = true;
                return;
            }
            var tenth = (int)(value.Progress * 10);
            if (tenth == _tenth || value.IsOver()) return;
            _tenth = tenth;
            console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {value.Progress:P0}, {value.Rows:N0} rows"));
        }

        public void End()
        {
            if (_drawn) console.Out.WriteLine();
        }
    }
}
