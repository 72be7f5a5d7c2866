using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>Compares the orders of the last week, of every company whose classifier decides, with those that it was learnt from.</summary>
public sealed partial class DriftRounds(SystemScopes scopes, ConfigurationSnapshots configurations, IClassifierModels models, TimeProvider clock, ILogger<DriftRounds> logger)
{
    /// <summary>No more than so many of the newest orders are looked at.</summary>
    private const int MostOrders = 10_000;

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var tenant in await scopes.CompaniesAsync(ct))
        {
            try
            {
                await MeasureAsync(tenant, ct);
            }
            catch (Exception e) when (e is DbUpdateException or InvalidDataException)
            {
                // Another node was quicker, or the stored version cannot be read, which assessments say as well.
                LogNotMeasured(tenant.Value, e);
            }
        }
    }

    private async Task MeasureAsync(TenantId tenant, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var configuration = await configurations.GetAsync(db, tenant, ct);
        if (!configuration.Document.Risk.Enabled) return;
        var champion = await db.RiskModels.AsNoTracking().Where(x => x.Kind == RiskModelKind.Classifier && x.IsChampion).OrderByDescending(x => x.Version).FirstOrDefaultAsync(ct);
        if (champion?.Report is not { Shapes.Count: > 0 } report) return;

        var now = clock.GetUtcNow();
        var from = now - ModelDrift.Window;
        var tags = await db.RiskAssessments.AsNoTracking().Where(x => !x.Again && x.AssessedAt >= from).OrderByDescending(x => x.AssessedAt).Take(MostOrders).Select(x => x.Tags).ToListAsync(ct);
        var enough = tags.Count >= PopulationDrift.LeastOrders;
        (double Score, IReadOnlyDictionary<string, double> Tags)? measured = !enough ? null : await Task.Run(
            () => DriftShapes.Compare(report.Shapes, tags.ConvertAll(x => ModelRows.Of(x, champion.Features)), models.Read(champion.Blob), champion.Features, ct), ct);
        var drift = ModelDrift.Of(tenant, champion.Version, tags.Count, measured?.Score, measured?.Tags ?? new Dictionary<string, double>(), now);
        db.ModelDrifts.RemoveRange(await db.ModelDrifts.Where(x => x.Version == drift.Version && x.Day == drift.Day).ToListAsync(ct));
        db.ModelDrifts.Add(drift);
        await DriftAlerts.UpdateAsync(db, champion, drift, configuration.Version, now, ct);
        await db.SaveChangesAsync(ct);
        scope.ServiceProvider.GetRequiredService<ILiveFeed>().Publish(new TrainingLiveChange(tenant));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The drift of tenant {Tenant} was not measured")]
    private partial void LogNotMeasured(Guid tenant, Exception exception);
}
