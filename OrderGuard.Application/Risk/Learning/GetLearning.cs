using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>The latest trainings, what there is to learn from, and when it will next be learnt.</summary>
[Requires(Permission.ViewRisk)]
public sealed record GetLearning;

/// <summary>A training as it is shown.</summary>
/// <param name="Samples">The name and version of the sample set; null: the company's own orders.</param>
/// <param name="Share">How far it is, 0 to 1.</param>
/// <param name="Code">Why there is no version.</param>
public sealed record TrainingView(
    Guid Id, TrainingTrigger Trigger, TrainingState State, string StartedBy, string? Samples, DateTimeOffset QueuedAt, DateTimeOffset? BeganAt, DateTimeOffset? EndedAt, double Share, int Attempts,
    int? Version, bool Promoted, string? Code, string? Message, int Frauds, int Honest, int NewLabels)
{
    internal static TrainingView Of(TrainingRun x) => new(
        x.Id.Value, x.Trigger, x.State, x.StartedBy, x.SetName, x.QueuedAt, x.BeganAt, x.EndedAt, x.Share, x.Attempts, x.Version, x.Promoted, x.Code, x.Message, x.Frauds, x.Honest, x.NewLabels);

    public bool IsOpen => State is TrainingState.Waiting or TrainingState.Running;
}

/// <param name="Frauds">Of the company's own orders, known to be dishonest and to be relied upon.</param>
/// <param name="New">Labels that have come since it was last learnt.</param>
/// <param name="NewNeeded">At so many new labels it is learnt anew.</param>
/// <param name="Every">After so many days it is learnt anew in any case.</param>
/// <param name="Automatic">Whether orders are assessed, and so whether it is learnt anew by itself.</param>
public sealed record LearningState(IReadOnlyList<TrainingView> Trainings, int Frauds, int Honest, int New, int NewNeeded, int LeastOfAKind, int Every, DateTimeOffset? LastAt, bool Automatic)
{
    public TrainingView? Running => Trainings.FirstOrDefault(x => x.IsOpen);
}

internal sealed class GetLearningHandler(IOrderGuardDb db, Caller caller, LabelLedger ledger, ConfigurationSnapshots configurations, TimeProvider clock) : IHandler<GetLearning, LearningState>
{
    private const int Shown = 12;

    public async Task<Result<LearningState>> HandleAsync(GetLearning request, CancellationToken ct)
    {
        var settings = (await configurations.GetAsync(db, caller.RequiredTenant, ct)).Document.Risk;
        var runs = await db.TrainingRuns.AsNoTracking().OrderByDescending(x => x.QueuedAt).Take(Shown).ToListAsync(ct);
        var labels = await ledger.ReadAsync(clock.GetUtcNow(), ct);
        return new LearningState([.. runs.Select(TrainingView.Of)], labels.Own.Frauds, labels.Own.Honest, labels.New, settings.LearnAfterLabels, LabelState.LeastOfAKind, TrainingRounds.MonthDays, labels.Since, settings.Enabled);
    }
}
