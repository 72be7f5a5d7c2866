using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Risk;
using OrderGuard.Testing;

namespace OrderGuard.Benchmarks;

/// <summary>Imports real orders, fits the fulfilment score to the first 70 % by time to foretell "delivered after the estimated date", and judges it by the rest.</summary>
internal static class FulfilmentRiskBenchmark
{
    public static async Task<int> RunAsync(string? data)
    {
        var path = data ?? Repository.DataFile(RealOrders.File);
        if (!File.Exists(path))
        {
            Console.WriteLine($"There is no {path}. Name orders_flat.csv with --data FILE.");
            return 1;
        }
        var folder = Directory.CreateTempSubdirectory("orderguard-benchmark-").FullName;
        try
        {
            await using var app = await TestApp.OnSqliteAsync(more: RealOrders.Files(folder));
            var tenant = await app.ImportRealOrdersAsync(path);
            await using var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant);
            var began = Stopwatch.GetTimestamp();
            var samples = await scope.ServiceProvider.GetRequiredService<FulfilmentFitting>().SamplesAsync(default);
            var indicated = Stopwatch.GetElapsedTime(began);
            began = Stopwatch.GetTimestamp();
            if (FulfilmentFit.Of(samples) is not { } fit)
            {
                Console.WriteLine("There are too few orders in the file.");
                return 1;
            }
            Tell(samples, fit, indicated, Stopwatch.GetElapsedTime(began));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Tell(List<FulfilmentSample> samples, FulfilmentFit fit, TimeSpan indicated, TimeSpan fitted)
    {
        var x = fit.Figures;
        Console.WriteLine($"delivered orders with a promise {samples.Count:N0}; indicators {indicated.TotalSeconds:N1} s, fit {fitted.TotalSeconds:N1} s");
        Console.WriteLine($"fitted on {x.Fitted:N0} orders from {x.From:yyyy-MM-dd}, {x.FittedLate:N0} late ({(double)x.FittedLate / x.Fitted:P2})");
        Console.WriteLine($"judged by {x.Tested:N0} orders from {x.SplitAt:yyyy-MM-dd} to {x.To:yyyy-MM-dd}, {x.TestedLate:N0} late ({(double)x.TestedLate / x.Tested:P2})");
        Console.WriteLine();
        Console.WriteLine($"{"",-24}{"AUC",8}{"Brier",10}");
        Console.WriteLine($"{"fitted",-24}{x.Auc,8:N3}{x.Brier,10:N4}   L2 penalty {x.Penalty:0}, {(x.Calibrated ? $"calibrated: slope {fit.Weights.Slope:N2}, offset {fit.Weights.Offset:N2}" : "not calibrated: it did not help")}");
        Console.WriteLine($"{"expert preset",-24}{x.PresetAuc,8:N3}{x.PresetBrier,10:N4}");
        Console.WriteLine($"{"base rate for all",-24}{0.5,8:N3}{x.BaseBrier,10:N4}");
        Tell("calibration, fitted", x.Bins);
        Tell("calibration, expert preset", x.PresetBins);
        Console.WriteLine();
        Console.WriteLine($"{"indicator",-22}{"known",8}{"weight",9}{"mean",9}{"deviation",11}{"alone, AUC on the rest",25}");
        var later = samples.Where(s => s.PlacedAt >= x.SplitAt).ToList();
        foreach (var weight in fit.Weights.Weights)
        {
            var values = samples.Select(s => s.Signals.First(i => i.Indicator == weight.Indicator).Value).ToList();
            var known = later.Where(s => s.Signals.First(i => i.Indicator == weight.Indicator).Value is not null).ToList();
            var alone = ScoreQuality.Auc(known.ConvertAll(s => s.Signals.First(i => i.Indicator == weight.Indicator).Value!.Value), known.ConvertAll(s => s.Late));
            Console.WriteLine($"{weight.Indicator,-22}{(double)values.Count(v => v is not null) / values.Count,8:P0}{weight.Weight,9:N3}{weight.Mean,9:N3}{weight.Deviation,11:N3}{(alone is { } auc ? auc.ToString("N3", null) : "-"),25}");
        }
    }

    private static void Tell(string title, IReadOnlyList<CalibrationBin> bins)
    {
        Console.WriteLine();
        Console.WriteLine($"{title,-28}{"orders",8}{"foretold",11}{"came late",11}");
        foreach (var bin in bins) Console.WriteLine($"{"",-28}{bin.Count,8:N0}{bin.Foretold,11:P2}{bin.Observed,11:P2}");
    }
}
