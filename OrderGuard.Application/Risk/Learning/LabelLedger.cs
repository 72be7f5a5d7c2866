using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk.Rules;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Learning;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>A version of a sample set that a training may learn from.</summary>
internal sealed record LearnableSet(Guid Id, string Name, int Version, int Frauds, int Honest, DateTimeOffset CreatedAt, int Taken)
{
    public string Words => $"{Name} {Version}";
}

/// <summary>What is known of a company's orders, as far as a training may rely on it now.</summary>
/// <param name="Own">People's words on the company's own orders of the last 400 days that have matured and that nothing forced.</param>
/// <param name="Sets">The newest version of each sample set.</param>
/// <param name="Since">When it was last learnt, or tried to; null: never.</param>
internal sealed record LabelState(KnownLabels Own, IReadOnlyList<LearnableSet> Sets, DateTimeOffset? Since)
{
    /// <summary>At least so many honest and as many dishonest orders are needed.</summary>
    public const int LeastOfAKind = 50;

    public static bool Suffices(int frauds, int honest) => frauds >= LeastOfAKind && honest >= LeastOfAKind;

    /// <summary>Whether the company's own orders may suffice; samples whose numbers are theirs count too.</summary>
    public bool OwnMaySuffice => Suffices(Own.Frauds + Sets.Sum(x => x.Frauds), Own.Honest + Sets.Sum(x => x.Honest));

    /// <summary>All that has come to be known since then.</summary>
    public int New => Own.New + Sets.Where(x => Since is null || x.CreatedAt > Since).Sum(x => x.Taken);

    public KnownLabels Known => new(Own.Frauds, Own.Honest, New);

    /// <summary>The newest samples that suffice, where they came after the last training.</summary>
    public LearnableSet? NewSet => Sets.Where(x => Suffices(x.Frauds, x.Honest) && (Since is null || x.CreatedAt > Since)).MaxBy(x => x.CreatedAt);
}

/// <summary>Counts the labels.</summary>
internal sealed class LabelLedger(IOrderGuardDb db)
{
    public async Task<LabelState> ReadAsync(DateTimeOffset now, CancellationToken ct)
    {
        var learnt = await db.RiskModels.Where(x => x.Kind == RiskModelKind.Classifier).MaxAsync(x => (DateTimeOffset?)x.LearntAt, ct);
        var tried = await db.TrainingRuns.Where(x => x.State != TrainingState.Cancelled).MaxAsync(x => (DateTimeOffset?)x.QueuedAt, ct);
        var since = learnt is null || tried > learnt ? tried : learnt;
        var (from, after) = (now - BacktestRiskRule.Longest, since ?? DateTimeOffset.MinValue);
        var labels = db.RiskLabels.AsNoTracking().Where(x => x.RevokedAt == null && !x.Forced && x.MaturesAt <= now && x.PlacedAt >= from);
        var frauds = await labels.CountAsync(x => x.Fraud, ct);
        var honest = await labels.CountAsync(x => !x.Fraud, ct);
        var fresh = since is null ? frauds + honest : await labels.CountAsync(x => x.MaturesAt > after, ct);
        var sets = await db.RiskSampleSets.AsNoTracking().Select(x => new { x.Id, x.Name, x.Version, x.Frauds, x.Rows, x.CreatedAt, x.Report }).ToListAsync(ct);
        return new LabelState(new KnownLabels(frauds, honest, fresh),
            [.. sets.GroupBy(x => x.Name).Select(x => x.MaxBy(s => s.Version)!).Select(x => new LearnableSet(x.Id.Value, x.Name, x.Version, x.Frauds, x.Rows - x.Frauds, x.CreatedAt, x.Report.Taken))], since);
    }
}
