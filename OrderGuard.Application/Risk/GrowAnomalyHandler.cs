using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Features;
using OrderGuard.Domain.Risk.Models;

namespace OrderGuard.Application.Risk;

/// <summary>Learns what is usual among a company's assessed orders: it needs no labels, so that a new company has it after its first days.</summary>
internal sealed class GrowAnomalyHandler(IOrderGuardDb db, Caller caller, IAnomalyModels anomalies, AuditTrail audit, IOptions<RiskOptions> options, TimeProvider clock) : IWorkHandler
{
    private const int MostRows = 20_000;

    public string Kind => WorkKinds.GrowAnomaly;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var now = clock.GetUtcNow();
        var before = await db.RiskModels.Where(x => x.Kind == RiskModelKind.Anomaly && x.IsChampion).OrderByDescending(x => x.Version).FirstOrDefaultAsync(ct);
        if (before is not null && now - before.LearntAt < options.Value.AnomalyFreshFor) return;

        var dishonest = db.RiskLabels.Where(x => x.Fraud && x.RevokedAt == null).Select(x => x.OrderId);
        var rows = await db.RiskAssessments.AsNoTracking().Where(x => !x.Again && !dishonest.Contains(x.OrderId)).OrderByDescending(x => x.AssessedAt).Take(MostRows)
            .Select(x => new { x.PlacedAt, x.Tags }).ToListAsync(ct);
        if (rows.Count < options.Value.AnomalyFrom) return;

        IReadOnlyList<string> features = [.. TagCatalogue.All.Select(x => x.Code)];
        var matrix = new FeatureMatrix([.. rows.SelectMany(x => features.Select(f => x.Tags.TryGetValue(f, out var value) ? (float)value : float.NaN))], features.Count);
        var model = anomalies.Grow(matrix, seed: 1, ct);
        var version = await db.RiskModels.Where(x => x.Kind == RiskModelKind.Anomaly).MaxAsync(x => (int?)x.Version, ct) ?? 0;
        var grown = RiskModel.Of(tenant, RiskModelKind.Anomaly, version + 1, features, model.Write(), (rows.Min(x => x.PlacedAt), rows.Max(x => x.PlacedAt)), rows.Count, new Dictionary<string, double>(), RiskDispositions.By, now);
        before?.StepDown();
        grown.Promote();
        db.RiskModels.Add(grown);
        audit.Record("risk-model.learnt", "risk-model", $"anomaly-{grown.Version}", null, new { grown.Rows, grown.WindowFrom, grown.WindowTo });
    }
}
