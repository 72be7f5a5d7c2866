using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>The versions of the classifier and of the anomaly model, newest first.</summary>
[Requires(Permission.ViewRisk)]
public sealed record GetRiskModels;

/// <summary>A model as it is shown; its figures by name of the measure, those of the one that decided before with <c>champion.</c> before them.</summary>
public sealed record RiskModelView(
    RiskModelKind Kind, int Version, DateTimeOffset LearntAt, string LearntBy, DateTimeOffset WindowFrom, DateTimeOffset WindowTo, int Rows, bool IsChampion, int? Replaced,
    IReadOnlyDictionary<string, double> Figures)
{
    internal static RiskModelView Of(RiskModel x) => new(x.Kind, x.Version, x.LearntAt, x.LearntBy, x.WindowFrom, x.WindowTo, x.Rows, x.IsChampion, x.Replaced, x.Figures);

    public double? Figure(string name) => Figures.TryGetValue(name, out var value) ? value : null;

    /// <summary>The later orders in bins of equal size by what was foretold for them.</summary>
    public IReadOnlyList<CalibrationBin> Calibration() =>
        [.. Enumerable.Range(0, 10).Where(i => Figures.ContainsKey($"bin.{i}.count")).Select(i => new CalibrationBin((int)Figures[$"bin.{i}.count"], Figures[$"bin.{i}.foretold"], Figures[$"bin.{i}.observed"]))];

    /// <summary>What begins with a prefix, without it, greatest first.</summary>
    public IReadOnlyList<(string Name, double Value)> Named(string prefix) =>
        [.. Figures.Where(x => x.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(x => (x.Key[prefix.Length..], x.Value)).OrderByDescending(x => x.Value)];
}

public sealed record RiskModels(IReadOnlyList<RiskModelView> Items);

internal sealed class GetRiskModelsHandler(IOrderGuardDb db) : IHandler<GetRiskModels, RiskModels>
{
    private const int Shown = 50;

    public async Task<Result<RiskModels>> HandleAsync(GetRiskModels request, CancellationToken ct) => new RiskModels(await db.RiskModels.AsNoTracking().OrderByDescending(x => x.LearntAt).Take(Shown)
        .Select(x => new RiskModelView(x.Kind, x.Version, x.LearntAt, x.LearntBy, x.WindowFrom, x.WindowTo, x.Rows, x.IsChampion, x.Replaced, x.Figures)).ToListAsync(ct));
}
