using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Risk.Rules;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>Begins the trainings that are due: of every company that assesses orders, once a month, and when enough new labels have come.</summary>
public sealed partial class TrainingRounds(SystemScopes scopes, ConfigurationSnapshots configurations, TimeProvider clock, ILogger<TrainingRounds> logger)
{
    /// <summary>After so many days it is learnt anew, however few labels have come.</summary>
    public const int MonthDays = 30;

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var tenant in await scopes.CompaniesAsync(ct))
        {
            try
            {
                await LookAsync(tenant, ct);
            }
            catch (DbUpdateException e)
            {
                // Another node, or a person, was quicker.
                LogNotStarted(tenant.Value, e);
            }
        }
    }

    private async Task LookAsync(TenantId tenant, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var settings = (await configurations.GetAsync(db, tenant, ct)).Document.Risk;
        if (!settings.Enabled || await db.TrainingRuns.AnyAsync(x => x.Open != null, ct)) return;

        var now = clock.GetUtcNow();
        var labels = await scope.ServiceProvider.GetRequiredService<LabelLedger>().ReadAsync(now, ct);
        var month = labels.Since is not { } since || now - since >= TimeSpan.FromDays(MonthDays);
        if (labels.New < settings.LearnAfterLabels && !month) return;

        var trigger = labels.New >= settings.LearnAfterLabels ? TrainingTrigger.Labels : TrainingTrigger.Month;
        if (!LabelState.Suffices(labels.Own.Frauds, labels.Own.Honest) && labels.NewSet is null)
        {
            db.TrainingRuns.Add(TrainingRun.Skip(tenant, trigger, labels.Known, RiskRuleRefusals.TooFewToLearn(LabelState.LeastOfAKind), Actor.System.Name, now));
            LogSkipped(tenant.Value, labels.Own.Frauds, labels.Own.Honest);
        }
        else
        {
            // What the company's own people have said comes first; samples where that does not suffice.
            (Guid, string)? set = !LabelState.Suffices(labels.Own.Frauds, labels.Own.Honest) && labels.NewSet is { } samples ? (samples.Id, samples.Words) : null;
            var run = TrainingRun.Queue(tenant, trigger, set, labels.Known, Actor.System.Name, now);
            db.TrainingRuns.Add(run);
            db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.TrainRiskModel, run.Id.Value.ToString(), now, now));
        }
        await db.SaveChangesAsync(ct);
        scope.ServiceProvider.GetRequiredService<ILiveFeed>().Publish(new TrainingLiveChange(tenant));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No training was begun for tenant {Tenant}")]
    private partial void LogNotStarted(Guid tenant, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "The classifier of tenant {Tenant} was not learnt anew: {Frauds} dishonest and {Honest} honest orders are known, 50 of each are needed")]
    private partial void LogSkipped(Guid tenant, int frauds, int honest);
}
