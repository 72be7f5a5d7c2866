using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Benchmarks;

/// <summary>One measured figure; the yardstick, where there is one, was measured in the same run on the same machine.</summary>
internal sealed record Figure(string Database, string Measure, double Value, string Unit, double? Yardstick = null)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public double? Ratio => Yardstick is { } yardstick && yardstick != 0 ? Value / yardstick : null;
}

internal sealed class BenchmarkOptions
{
    private const int LeastRows = 50_000;
    private readonly HashSet<string> _names = [];

    public IReadOnlyList<DatabaseProvider> Providers { get; private set; } = [DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql];
    public int Events { get; private set; } = 60_000;
    public int Armed { get; private set; } = 1_000_000;
    public int Due { get; private set; } = 1_000;
    public int Seconds { get; private set; } = 20;
    public bool Json { get; private set; }
    public bool Intake { get; private set; }
    public int Orders { get; private set; } = 300_000;
    public int DrillOrders { get; private set; } = 50_000;
    public int Seed { get; private set; } = 7;
    public int Pushes { get; private set; } = 10_000;
    public int Rows { get; private set; } = 1_000_000;
    public int Reads { get; private set; } = 200_000;
    public string? Data { get; private set; }
    public string? Csv { get; private set; }
    public string? Train { get; private set; }
    public string? Test { get; private set; }
    public string? Label { get; private set; }
    public int Trees { get; private set; } = 100;
    public int Sample { get; private set; } = 256;
    public int Seeds { get; private set; } = 5;

    public bool Runs(string name) => (_names.Count == 0 && name is not ("fulfilment-risk" or "audit" or "analytics" or "drill" or "anomaly" or "classify" or "fraud" or "assess" or "rabbitmq" or "changes" or "reads" or "pushes")) || _names.Contains(name);

    public static BenchmarkOptions Parse(string[] args)
    {
        var options = new BenchmarkOptions();
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--json": options.Json = true; break;
                case "--intake": options.Intake = true; break;
                case "--events": options.Events = Number(args, ref i); break;
                case "--armed": options.Armed = Number(args, ref i); break;
                case "--due": options.Due = Number(args, ref i); break;
                case "--seconds": options.Seconds = Number(args, ref i); break;
                case "--provider": options.Providers = [Enum.Parse<DatabaseProvider>(args[++i], ignoreCase: true)]; break;
                case "--orders": options.Orders = options.DrillOrders = Number(args, ref i); break;
                case "--seed": options.Seed = Number(args, ref i); break;
                case "--pushes": options.Pushes = Number(args, ref i); break;
                case "--rows": options.Rows = Number(args, ref i); break;
                case "--reads": options.Reads = Number(args, ref i); break;
                case "--data": options.Data = args[++i]; break;
                case "--csv": options.Csv = Word(args, ref i); break;
                case "--train": options.Train = Word(args, ref i); break;
                case "--test": options.Test = Word(args, ref i); break;
                case "--label": options.Label = Word(args, ref i); break;
                case "--trees": options.Trees = Number(args, ref i); break;
                case "--sample": options.Sample = Number(args, ref i); break;
                case "--seeds": options.Seeds = Number(args, ref i); break;
                case "intake" or "due-work" or "fulfilment-risk" or "audit" or "analytics" or "drill" or "anomaly" or "classify" or "fraud" or "assess" or "rabbitmq" or "changes" or "reads" or "pushes": options._names.Add(args[i]); break;
                default: throw new ArgumentException($"Unknown: {args[i]}. Try --help.");
            }
        }
        if (options.Runs("audit") && options.Rows < LeastRows) throw new ArgumentException($"--rows: the searches need at least {LeastRows} entries to find something.");
        return options;
    }

    private static string Word(string[] args, ref int i) => i + 1 < args.Length ? args[++i] : throw new ArgumentException($"{args[i]} needs a value. Try --help.");

    private static int Number(string[] args, ref int i)
    {
        var (name, text) = (args[i], Word(args, ref i));
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : throw new ArgumentException($"{name}: '{text}' is not a whole number.");
    }
}
