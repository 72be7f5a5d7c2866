using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Tenancy;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

/// <summary>Takes a rehearsal some way further. The reports are run through from the start in every turn, which costs little and needs nothing kept; what targets were told is noted part by part.</summary>
internal sealed class RehearseHandler(
    IOrderGuardDb db, SystemScopes scopes, RehearsalRecorder recorder, RehearsalPushes pushes, SecretVault vault, IPersonalDataHasher hasher, TimeProvider clock) : IWorkHandler
{
    private const string DraftChanged = "draft-changed", NoSource = "source-gone";
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2), Earlier = TimeSpan.FromDays(7);

    public string Kind => WorkKinds.Rehearse;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var item in items)
        {
            var id = new RehearsalId(Guid.Parse(item.Subject));
            var run = await db.Rehearsals.AsNoTracking().FirstOrDefaultAsync(x => x.Id == id, ct);
            if (run is not { State: RehearsalState.Running }) continue;
            var wait = Stopwatch.GetElapsedTime(began) > Turn ? TimeSpan.Zero : await GoOnAsync(run, began, ct);
            if (wait is { } span) item.Postpone(clock.GetUtcNow() + span);
        }
    }

    /// <summary>How long to wait before going on; null: it has come to its end.</summary>
    private async Task<TimeSpan?> GoOnAsync(Rehearsal run, long began, CancellationToken ct)
    {
        var draft = await DraftState.ReadAsync(db, ct);
        if (draft.Document.Sources.All(x => x.Code != run.Source)) return await EndAsync(run, x => x.Fail(NoSource, clock.GetUtcNow()), ct);
        if (RehearsalHashing.SettingsOf(draft.Document) != run.SettingsHash) return await EndAsync(run, x => x.Fail(DraftChanged, clock.GetUtcNow()), ct);

        var stage = RehearsalStage.Of(draft.Document, draft.Published.Number, run.Source, run.Plan.Targets);
        var book = new RehearsalBook(run.TenantId, stage);
        var tally = book.Run(await SequenceAsync(run, stage, ct));
        var reports = tally.Events + tally.Others;
        List<RehearsalTelling> tellings = [];
        foreach (var target in stage.Configuration.Document.Targets)
            tellings.Add(new RehearsalTelling(run.Id, run.TenantId, stage, target, book, await vault.ReadAsync(target.Secrets, ct), clock.GetUtcNow()));
        var total = reports + tellings.Sum(x => x.Pushes.Count);
        var told = tellings.ConvertAll(x => run.Told.FirstOrDefault(t => t.Target == x.Target.Code) ?? ToldTarget.Begin(x.Target.Code, x.Pushes.Count));
        TimeSpan? wait = null;
        for (var i = 0; i < tellings.Count; i++)
        {
            while (told[i].Position < told[i].Pushes)
            {
                if (Stopwatch.GetElapsedTime(began) > Turn) return TimeSpan.Zero;
                (told[i], var span) = await pushes.TellAsync(tellings[i], told[i], ct);
                if (!await SaveAsync(run, x => x.Advance(reports + told.Sum(t => t.Position), total, [.. told]), ct)) return null;
                if (span is null) continue;
                wait = wait is { } other && other < span ? other : span;
                break;
            }
        }
        return wait ?? await EndAsync(run, x =>
        {
            x.Advance(total, total, told);
            x.Complete(RehearsalReport.Judge(tally, told, x.Expectations), clock.GetUtcNow());
        }, ct);
    }

    private async Task<RehearsalSequence> SequenceAsync(Rehearsal run, RehearsalStage stage, CancellationToken ct)
    {
        var speech = new RehearsalSpeech(stage, await recorder.SamplesAsync(stage, ct));
        if (run.Plan.Kind is RehearsalKind.Recorded)
        {
            var recorded = await recorder.ReadAsync(stage, run.Plan.Events, run.StartedAt, ct);
            return new RehearsalSequence(new RehearsalDisturber(stage, speech, run.Plan.Seed, run.Plan.Disturbed).Disturb(recorded), []);
        }
        var reader = new EventReader(run.TenantId, hasher, run.StartedAt, SourceShape.Of(stage.Configuration, run.Source));
        var made = new RehearsalGenerator(stage, speech, reader, run.Plan.Seed, run.StartedAt - Earlier).Make(run.Plan.Events);
        return new RehearsalSequence(new RehearsalDisturber(stage, speech, run.Plan.Seed, run.Plan.Disturbed).Disturb(made), speech.NotGenerated);
    }

    private async Task<TimeSpan?> EndAsync(Rehearsal run, Action<Rehearsal> end, CancellationToken ct)
    {
        await SaveAsync(run, end, ct);
        return null;
    }

    /// <summary>In a scope and transaction of its own; false where somebody has cancelled it meanwhile.</summary>
    private async Task<bool> SaveAsync(Rehearsal run, Action<Rehearsal> change, CancellationToken ct)
    {
        while (true)
        {
            await using var scope = scopes.Open(run.TenantId);
            var own = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
            var mine = await own.Rehearsals.SingleAsync(x => x.Id == run.Id, ct);
            if (mine.State is not RehearsalState.Running) return false;
            change(mine);
            if (mine.State is not RehearsalState.Running) Note(scope.ServiceProvider.GetRequiredService<AuditTrail>(), mine);
            try
            {
                await own.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                continue; // It was cancelled in between: look again.
            }
            scope.ServiceProvider.GetRequiredService<ILiveFeed>().Publish(new RehearsalsLiveChange(run.TenantId));
            return true;
        }
    }

    /// <summary>The certificate as it is kept in the audit chain.</summary>
    private static void Note(AuditTrail audit, Rehearsal run) => audit.Record(run.Passed ? "rehearsal.certified" : "rehearsal.ended", "source", run.Source, null, new
    {
        id = run.Id.Value, number = run.Number, run.State, run.Passed, run.Plan.Kind, run.Plan.Seed, run.Plan.Disturbed, run.Plan.Targets, run.StartedBy, run.MappingHash, run.ConfigurationHash, run.ConfigurationVersion,
        events = run.Report?.Tally.Events, orders = run.Report?.Tally.Orders,
        findings = run.Report?.Findings.Select(x => new { x.Check, x.Verdict, x.Measured, x.Expected, x.Of }), run.Error,
    });
}
