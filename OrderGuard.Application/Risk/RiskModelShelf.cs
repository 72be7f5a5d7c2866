using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk.Learning;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk;

/// <summary>The models that decide for a company at one moment, ready to be asked; what could not be asked is named.</summary>
public sealed class RiskJudges(RiskJudges.AnomalyJudge? anomaly, RiskJudges.ClassifierJudge? classifier, IReadOnlyList<string> lacks)
{
    public sealed record AnomalyJudge(int Version, IReadOnlyList<string> Features, IAnomalyModel Model);

    public sealed record ClassifierJudge(int Version, IReadOnlyList<string> Features, IClassifierModel Model);

    public static readonly RiskJudges None = new(null, null, []);

    /// <summary>What had to be left out before any order was looked at.</summary>
    public IReadOnlyList<string> Lacks => lacks;

    public AnomalyOpinion? Anomaly(TagValues tags)
    {
        if (anomaly is null) return null;
        var contributions = new float[anomaly.Features.Count];
        var score = anomaly.Model.Explain(ModelRows.Of(tags, anomaly.Features), contributions);
        return float.IsFinite(score) ? new AnomalyOpinion(anomaly.Version, score, anomaly.Features, contributions) : throw new InvalidDataException("The anomaly model gave no number.");
    }

    public ClassifierOpinion? Classifier(TagValues tags)
    {
        if (classifier is null) return null;
        var contributions = new double[classifier.Features.Count];
        var probability = classifier.Model.Explain(ModelRows.Of(tags, classifier.Features), contributions);
        return double.IsFinite(probability) ? new ClassifierOpinion(classifier.Version, probability, classifier.Features, contributions) : throw new InvalidDataException("The classifier gave no number.");
    }
}

/// <summary>Keeps the models that decide in memory, read once for each version.</summary>
public sealed class RiskModelShelf(IAnomalyModels anomalies, IClassifierModels classifiers)
{
    private readonly ConcurrentDictionary<(TenantId, RiskModelKind), (Guid Id, object? Judge)> _known = new();

    public async Task<RiskJudges> GetAsync(IOrderGuardDb db, TenantId tenant, DateTimeOffset now, CancellationToken ct)
    {
        var champions = await db.RiskModels.AsNoTracking().Where(x => x.IsChampion).Select(x => new { x.Id, x.Kind, x.Version, x.LearntAt }).ToListAsync(ct);
        var lacks = new List<string>();
        RiskJudges.AnomalyJudge? anomaly = null;
        RiskJudges.ClassifierJudge? classifier = null;
        foreach (var champion in champions.OrderBy(x => x.Version))
        {
            if (champion.Kind is RiskModelKind.Classifier && now - champion.LearntAt > RiskModel.FreshFor)
            {
                lacks.Add(RiskLacks.ClassifierStale);
                continue;
            }
            var judge = await ReadAsync(db, tenant, champion.Kind, champion.Id, ct);
            if (judge is null) lacks.Add(champion.Kind is RiskModelKind.Anomaly ? RiskLacks.AnomalyFailed : RiskLacks.ClassifierFailed);
            anomaly = judge as RiskJudges.AnomalyJudge ?? anomaly;
            classifier = judge as RiskJudges.ClassifierJudge ?? classifier;
        }
        return champions.Count == 0 ? RiskJudges.None : new RiskJudges(anomaly, classifier, lacks);
    }

    /// <summary>Null where the stored model cannot be read: then it is not asked again until another one decides.</summary>
    private async Task<object?> ReadAsync(IOrderGuardDb db, TenantId tenant, RiskModelKind kind, Guid id, CancellationToken ct)
    {
        if (_known.TryGetValue((tenant, kind), out var known) && known.Id == id) return known.Judge;
        var stored = await db.RiskModels.AsNoTracking().SingleAsync(x => x.Id == id, ct);
        object? judge;
        try
        {
            judge = kind is RiskModelKind.Anomaly
                ? new RiskJudges.AnomalyJudge(stored.Version, stored.Features, anomalies.Read(stored.Blob))
                : new RiskJudges.ClassifierJudge(stored.Version, stored.Features, classifiers.Read(stored.Blob));
        }
        catch (InvalidDataException)
        {
            judge = null;
        }
        _known[(tenant, kind)] = (id, judge);
        return judge;
    }
}
