using System.Globalization;
using System.Text.Json;
using OrderGuard.Benchmarks;
using OrderGuard.Benchmarks.Drill;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [DrillProcess.Command, var settings]) return await DrillSystem.RunAsync(settings);
if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine("""
        dotnet run -c Release --project tests/OrderGuard.Benchmarks -- [intake] [due-work] [analytics] [rabbitmq] [changes] [reads] [pushes] [audit] [drill] [fulfilment-risk] [anomaly] [classify] [fraud] [options]
          intake       events a second through the intake, and its latency, beside the same rows as plain multi-row inserts
          due-work     how late due work is done, with many items armed
          analytics    timeout, risk and status analytics, and the fulfilment score's history over a month of orders
          rabbitmq     events a second from a queue into the order book and out again, beside a bare client on the same messages
          changes      the change feed, read in pages and waited for
          reads        reads of orders through the cache, beside the same reads without it
          fulfilment-risk   fits the fulfilment score to real orders (--data FILE) and judges it by those that came later
          pushes       status pushes a second to a target, beside bare POSTs, and how what waited for a dead one drains
          assess       orders a second placed and assessed, one scoring, and the memory of the windows (--events N for N/4 orders, --orders N in the windows)
          audit        searches of the audit page over a long chain
          drill        three systems that lie, a broker, a database and the portal, killed in the middle; ends with 1 where anything is not as it should be (--orders 50000, --seed 7)
          anomaly      isolation forest on a labelled file: --csv FILE --label COLUMN [--trees N] [--sample N] [--seeds K]
          classify     boosted trees learnt from one file and judged by another: --train FILE --test FILE --label COLUMN
          fraud        labelled purchases (--csv FILE) as samples: rules and models learnt from the earlier, judged by the later; with --intake they come as orders through the intake first
        Without a name intake and due-work are run.
          --orders N                     orders of the month for analytics (300000), of the drill (50000)
          --seed N                       what the drill goes by (7)
          --pushes N                     pushes that wait (10000)
          --data FILE                    orders_flat.csv of the Olist data for fulfilment-risk
          --rows N                       audit entries (1000000; at least 50000)
          --reads N                      cached reads (200000)
          --provider sqlite|postgresql   one database only (both by default; PostgreSQL from /usr/lib/postgresql)
          --events N                     events of the sustained run, of rabbitmq and of the change feed (60000)
          --armed N                      items armed beside those due (1000000)
          --due N                        items due per second (1000)
          --seconds N                    seconds of due work and of the steady run (20)
          --json                         figures as JSON
        """);
    return 0;
}

BenchmarkOptions options;
try
{
    options = BenchmarkOptions.Parse(args);
}
catch (ArgumentException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
if (options.Runs("anomaly")) return AnomalyBenchmark.Run(options);
if (options.Runs("classify")) return ClassifyBenchmark.Run(options);
if (options.Runs("fraud")) return await FraudBenchmark.RunAsync(options);
if (options.Runs("fulfilment-risk")) return await FulfilmentRiskBenchmark.RunAsync(options.Data);
if (options.Runs("drill")) return await DrillBenchmark.RunAsync(options, Show);
var figures = new List<Figure>();
foreach (var provider in options.Providers)
{
    if (options.Runs("intake")) figures.AddRange(await IntakeBenchmark.RunAsync(provider, options));
    if (options.Runs("analytics")) figures.AddRange(await AnalyticsBenchmark.RunAsync(provider, options));
    if (options.Runs("pushes")) figures.AddRange(await PushBenchmark.RunAsync(provider, options));
    if (options.Runs("rabbitmq")) figures.AddRange(await RabbitMqBenchmark.RunAsync(provider, options));
    if (options.Runs("changes")) figures.AddRange(await ChangesBenchmark.RunAsync(provider, options));
    if (options.Runs("reads")) figures.AddRange(await ReadsBenchmark.RunAsync(provider, options));
    if (options.Runs("assess")) figures.AddRange(await AssessBenchmark.RunAsync(provider, options));
    if (options.Runs("audit")) figures.AddRange(await AuditBenchmark.RunAsync(provider, options));
    if (options.Runs("due-work")) figures.AddRange(await DueWorkBenchmark.RunAsync(provider, options));
}

Show(figures);
return 0;

void Show(IReadOnlyList<Figure> figures)
{
    if (options.Json)
    {
        Console.WriteLine(JsonSerializer.Serialize(figures, Figure.Json));
        return;
    }

    Console.WriteLine();
    Console.WriteLine($"{"database",-12}{"measure",-62}{"figure",14}  {"unit",-12}{"yardstick",12}{"ratio",8}");
    foreach (var x in figures)
        Console.WriteLine($"{x.Database,-12}{x.Measure,-62}{x.Value,14:N1}  {x.Unit,-12}{(x.Yardstick is { } y ? y.ToString("N1", CultureInfo.InvariantCulture) : ""),12}{(x.Ratio is { } r ? r.ToString("N2", CultureInfo.InvariantCulture) : ""),8}");
}
