using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk;

/// <summary>What one order was assessed by, and what it came to.</summary>
internal sealed record Assessed(RiskScore Score, TagValues Tags, AnomalyOpinion? Anomaly, ClassifierOpinion? Classifier, IReadOnlyList<RiskRuleHit> Hits, IReadOnlyList<string> Lacks);

/// <summary>All that the assessment of a batch needs, read once for it.</summary>
internal sealed record RiskBench(TenantConfiguration Configuration, LiveRisk Live, RiskJudges Judges, IRiskRules Rules, RiskLists Lists);

/// <summary>Assesses orders in memory: tags, lists, rules, models, one score. A model or rule that fails is left out and named; it never becomes a score.</summary>
internal sealed partial class RiskAssessor(IOrderGuardDb db, RiskModelShelf shelf, TimeProvider clock, ILogger<RiskAssessor> logger)
{
    public async Task<RiskBench> OpenAsync(TenantId tenant, TenantConfiguration configuration, LiveRisk live, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var entries = await db.RiskListEntries.AsNoTracking().Where(x => x.RemovedAt == null && (x.ExpiresAt == null || x.ExpiresAt > now)).ToListAsync(ct);
        return new RiskBench(configuration, live, await shelf.GetAsync(db, tenant, now, ct), configuration.RiskRules, entries.Count == 0 ? RiskLists.None : new RiskLists(entries));
    }

    public Assessed Assess(RiskBench bench, OrderId id, string orderNo, DateTimeOffset placedAt, OrderFacts facts, TagValues tags)
    {
        var lacks = bench.Judges.Lacks.ToList();
        var listed = bench.Lists.Find(facts, bench.Live.Hash);
        var hits = Ask(() => bench.Rules.Judge(new RiskSubject(id, orderNo, placedAt, facts, tags)), RiskLacks.RulesFailed, lacks) ?? [];
        var anomaly = Ask(() => bench.Judges.Anomaly(tags), RiskLacks.AnomalyFailed, lacks);
        var classifier = Ask(() => bench.Judges.Classifier(tags), RiskLacks.ClassifierFailed, lacks);
        return new Assessed(RiskScoring.Of(tags, anomaly, classifier, hits, listed, bench.Configuration.Document.Risk.Tiers), tags, anomaly, classifier, hits, lacks);
    }

    private T? Ask<T>(Func<T?> ask, string lack, List<string> lacks) where T : class
    {
        try
        {
            return ask();
        }
#pragma warning disable CA1031 // Whatever a model or a rule does wrong, the order is assessed without it, and the assessment says so.
        catch (Exception e)
        {
            LogFailed(e, lack);
            if (!lacks.Contains(lack)) lacks.Add(lack);
            return null;
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Assessed without a part of the evidence: {Lack}")]
    private partial void LogFailed(Exception exception, string lack);
}
