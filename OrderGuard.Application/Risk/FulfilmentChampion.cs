using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk;

namespace OrderGuard.Application.Risk;

/// <summary>Which weights decide: the champion's where the company uses fitted ones and has any, else the expert's preset.</summary>
internal static class FulfilmentChampion
{
    public static async Task<(FulfilmentWeights Weights, int Version)> WeightsAsync(IOrderGuardDb db, FulfilmentRiskSettings settings, CancellationToken ct) =>
        settings.UseFitted && await db.FulfilmentRiskModels.AsNoTracking().Where(x => x.IsChampion).OrderByDescending(x => x.Version).FirstOrDefaultAsync(ct) is { } champion
            ? (champion.Weights, champion.Version)
            : (FulfilmentWeights.Preset, 0);
}
