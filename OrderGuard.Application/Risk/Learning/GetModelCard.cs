using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>All that is known of one version of the classifier: what it was learnt from, what it was worth, and how orders have drifted since.</summary>
[Requires(Permission.ViewRisk)]
public sealed record GetModelCard(int Version);

/// <summary>The drift of one day.</summary>
/// <param name="Orders">The orders of the seven days before that were compared.</param>
/// <param name="Score">The population stability index of the score; null: too few orders to tell.</param>
/// <param name="Tags">That of each tag, by code.</param>
public sealed record DriftView(DateTimeOffset Day, int Orders, double? Score, IReadOnlyDictionary<string, double> Tags)
{
    internal static DriftView Of(ModelDrift x) => new(x.Day, x.Orders, x.Score, x.Tags);
}

/// <param name="Report">Null: learnt before this was kept.</param>
/// <param name="Drift">By day, oldest first; only of days on which the version decided.</param>
public sealed record ModelCard(RiskModelView Model, ModelReport? Report, IReadOnlyList<DriftView> Drift);

internal sealed class GetModelCardHandler(IOrderGuardDb db) : IHandler<GetModelCard, ModelCard>
{
    private const int Days = 30;

    public async Task<Result<ModelCard>> HandleAsync(GetModelCard request, CancellationToken ct)
    {
        var found = await db.RiskModels.AsNoTracking().Where(x => x.Kind == RiskModelKind.Classifier && x.Version == request.Version).Select(x => new
        {
            View = new RiskModelView(x.Kind, x.Version, x.LearntAt, x.LearntBy, x.WindowFrom, x.WindowTo, x.Rows, x.IsChampion, x.Replaced, x.Figures), x.Report,
        }).SingleOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound("model");
        var drifts = await db.ModelDrifts.AsNoTracking().Where(x => x.Version == request.Version).OrderByDescending(x => x.Day).Take(Days).ToListAsync(ct);
        drifts.Reverse();
        return new ModelCard(found.View, found.Report, drifts.ConvertAll(DriftView.Of));
    }
}
