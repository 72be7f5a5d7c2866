using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk;

/// <summary>The models fitted so far, newest first, and how the score did lately.</summary>
[Requires(Permission.ViewRisk)]
public sealed record GetFulfilmentModels;

/// <param name="Assessed">Orders judged in the last seven days.</param>
public sealed record FulfilmentModels(IReadOnlyList<FulfilmentModelView> Models, int Assessed)
{
    public FulfilmentModelView? Champion => Models.FirstOrDefault(x => x.IsChampion);
}

/// <summary>A fitted model as it is shown.</summary>
public sealed record FulfilmentModelView(int Version, DateTimeOffset FittedAt, string FittedBy, bool IsChampion, FulfilmentFitFigures Figures, FulfilmentWeights Weights)
{
    public static FulfilmentModelView Of(FulfilmentRiskModel x) => new(x.Version, x.FittedAt, x.FittedBy, x.IsChampion, x.Figures, x.Weights);
}

internal sealed class GetFulfilmentModelsHandler(IOrderGuardDb db, TimeProvider clock) : IHandler<GetFulfilmentModels, FulfilmentModels>
{
    private const int Shown = 12;

    public async Task<Result<FulfilmentModels>> HandleAsync(GetFulfilmentModels request, CancellationToken ct)
    {
        var since = clock.GetUtcNow().AddDays(-7);
        var models = await db.FulfilmentRiskModels.AsNoTracking().OrderByDescending(x => x.Version).Take(Shown).ToListAsync(ct);
        if (models.TrueForAll(x => !x.IsChampion))
            models.AddRange(await db.FulfilmentRiskModels.AsNoTracking().Where(x => x.IsChampion).ToListAsync(ct));
        return new FulfilmentModels([.. models.Select(FulfilmentModelView.Of)], await db.FulfilmentAssessments.CountAsync(x => x.PlacedAt >= since, ct));
    }
}
