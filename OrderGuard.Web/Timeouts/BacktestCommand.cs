using System.Globalization;
using System.Text.Json;
using OrderGuard.Application.Common;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Common.Commands;

namespace OrderGuard.Web.Timeouts;

/// <summary>The backtest from the command line.</summary>
internal sealed class BacktestCommand : ICommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string Name => "backtest";

    public string Usage => "--tenant T [--from D] [--to D] [--rules FILE] [--json]";

    public string Summary => "Shows what timeout rules, those in force or those of a JSON file, would have done to stored history.";

    public IReadOnlyCollection<OptionSpec> Options => [new("--tenant", Required: true), new("--from"), new("--to"), new("--rules"), new("--json", IsSwitch: true)];

    public async Task<int> RunAsync(Arguments arguments, CommandConsole console, CancellationToken ct)
    {
        if (arguments.Rest.Count > 0) throw new UsageException($"{Name} takes no {arguments.Rest[0]}.");
        var request = new BacktestTimeouts(Date(arguments, "--from"), Date(arguments, "--to"));
        if (arguments["--rules"] is { } file)
        {
            var rules = await RulesAsync(Arguments.PathOf(file), ct);
            if (rules.Refusal is { } unreadable) return await SayAsync(unreadable, console);
            request = request with { Timeouts = rules.Required };
        }

        await using var application = CommandServices.Open();
        var tenant = arguments["--tenant"]!;
        if (!await application.EnterAsync(tenant, Name, ct))
        {
            await console.Error.WriteLineAsync($"There is no tenant {tenant}.");
            return CommandLine.Failed;
        }
        await using var scope = application.Services.CreateAsyncScope();
        var backtest = await scope.ServiceProvider.GetRequiredService<IUseCase<BacktestTimeouts, Backtest>>().RunAsync(request, ct);
        if (backtest.Refusal is { } refusal) return await SayAsync(refusal, console);
        if (arguments.Has("--json")) await console.Out.WriteLineAsync(JsonSerializer.Serialize(backtest.Required, Json));
        else WriteTable(backtest.Required, console.Out);
        return CommandLine.Succeeded;
    }

    private static DateTimeOffset? Date(Arguments arguments, string option) => arguments[option] is not { } text ? null
        : BacktestBody.Instant(text) ?? throw new UsageException($"{option} is a date such as 2026-11-22, or a time with an offset.");

    /// <summary>A list of rules, or a document with a section <c>timeouts</c>.</summary>
    private static async Task<Result<IReadOnlyList<TimeoutRule>>> RulesAsync(string path, CancellationToken ct)
    {
        if (!File.Exists(path)) return Refusal.Invalid("file-missing", $"There is no file {path}.");
        try
        {
            await using var content = File.OpenRead(path);
            using var document = await JsonDocument.ParseAsync(content, cancellationToken: ct);
            var root = document.RootElement;
            return BacktestBody.Rules(root.ValueKind is JsonValueKind.Object && root.TryGetProperty("timeouts", out var section) ? section : root);
        }
        catch (JsonException)
        {
            return Refusal.Invalid("json-broken", $"{path} is not well-formed JSON.");
        }
    }

    private static async Task<int> SayAsync(Refusal refusal, CommandConsole console)
    {
        await console.Error.WriteLineAsync(refusal.Message);
        foreach (var problem in refusal.Problems) await console.Error.WriteLineAsync($"  {problem.Pointer}: {problem.Message}");
        return CommandLine.Failed;
    }

    private static void WriteTable(Backtest backtest, TextWriter to)
    {
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{backtest.Orders:N0} orders"));
        var widest = backtest.Rules.SelectMany(x => x.ByCategory.Keys.Select(c => c.Length + 2).Append(x.Code.Length)).DefaultIfEmpty(0).Max();
        var name = Math.Clamp(widest, 12, 60);
        to.WriteLine($"{"rule".PadRight(name)}  {"armed",10}  {"breaches",10}  {"share",7}");
        foreach (var rule in backtest.Rules)
        {
            Line(rule.Code, rule.Armed, rule.Breaches);
            foreach (var (category, count) in rule.ByCategory.OrderByDescending(x => x.Value.Breaches).ThenBy(x => x.Key, StringComparer.Ordinal)) Line("  " + category, count.Armed, count.Breaches);
        }

        void Line(string what, long armed, long breaches) => to.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what.PadRight(name)}  {armed,10:N0}  {breaches,10:N0}  {(armed == 0 ? 0 : (double)breaches / armed),7:P1}"));
    }
}
