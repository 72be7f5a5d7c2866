using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk.Rules;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Rules;

/// <summary>How each rule did on the orders that people have given their word on since, of the last 90 days.</summary>
[Requires(Permission.ViewRisk)]
public sealed record GetRuleRecords;

/// <param name="Noted">Orders that it only noted, in the shadow or outside its percentage.</param>
public sealed record RuleRecord(string Rule, int Frauds, int Honest, int Noted)
{
    public double? Precision => Frauds + Honest == 0 ? null : (double)Frauds / (Frauds + Honest);

    public double PrecisionAtLeast => Wilson.Lower(Frauds, Frauds + Honest);
}

public sealed record RuleRecords(IReadOnlyList<RuleRecord> Rules);

internal sealed class GetRuleRecordsHandler(IOrderGuardDb db, TimeProvider clock) : IHandler<GetRuleRecords, RuleRecords>
{
    private const int MostWords = 50_000;
    private static readonly TimeSpan Window = TimeSpan.FromDays(90);

    public async Task<Result<RuleRecords>> HandleAsync(GetRuleRecords request, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Window;
        var words = await (from label in db.RiskLabels.AsNoTracking().Where(x => x.RevokedAt == null && x.At >= since).OrderByDescending(x => x.At).Take(MostWords)
                           join assessment in db.RiskAssessments.AsNoTracking() on label.AssessmentId equals assessment.Id
                           select new { label.Fraud, assessment.Rules }).ToListAsync(ct);
        return new RuleRecords(
        [
            .. words.SelectMany(x => x.Rules.Select(r => (Rule: r.TrimStart('?'), Noted: r.StartsWith('?'), x.Fraud))).GroupBy(x => x.Rule, StringComparer.Ordinal)
                .Select(x => new RuleRecord(x.Key, x.Count(r => r.Fraud), x.Count(r => !r.Fraud), x.Count(r => r.Noted))).OrderBy(x => x.Rule, StringComparer.Ordinal),
        ]);
    }
}
