using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>Begins the go-live test of a source, by the draft where there is one. No order of the tenant takes part.</summary>
[Requires(Permission.EditConfiguration)]
public sealed record StartRehearsal(string Source, RehearsalPlan Plan, RehearsalExpectations Expectations);

public sealed class StartRehearsalValidator : AbstractValidator<StartRehearsal>
{
    public StartRehearsalValidator()
    {
        RuleFor(x => x.Source).NotEmpty();
        RuleFor(x => x.Plan.Kind).IsInEnum();
        RuleFor(x => x.Plan.Events).InclusiveBetween(RehearsalPlan.LeastEvents, RehearsalPlan.MostEvents);
        RuleFor(x => x.Plan.Disturbed).InclusiveBetween(0, RehearsalPlan.MostDisturbed);
        RuleFor(x => x.Plan.Targets.Count).LessThanOrEqualTo(ConfigurationLimits.Targets);
        RuleFor(x => x.Expectations.Coverage).InclusiveBetween(0, 1);
        RuleFor(x => x.Expectations.Unexpected).InclusiveBetween(0, 1);
        RuleFor(x => x.Expectations.Mistimed).InclusiveBetween(0, 1);
        RuleFor(x => x.Expectations.Failures).GreaterThanOrEqualTo(0);
        RuleFor(x => x.Expectations.Latency).InclusiveBetween(1, 60_000);
    }
}

internal sealed class StartRehearsalHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, ILiveFeed feed, TimeProvider clock) : IHandler<StartRehearsal, RehearsalId>
{
    public async Task<Result<RehearsalId>> HandleAsync(StartRehearsal request, CancellationToken ct)
    {
        var (tenant, now) = (caller.RequiredTenant, clock.GetUtcNow());
        var draft = await DraftState.ReadAsync(db, ct);
        if (draft.Document.Sources.FirstOrDefault(x => x.Code == request.Source) is not { } source) return RehearsalRefusals.NoSource;
        if (draft.Problems.Count > 0) return RehearsalRefusals.Unfinished;
        if (request.Plan.Targets.Any(x => draft.Document.Targets.FirstOrDefault(t => t.Code == x) is not { HasTestEndpoint: true })) return RehearsalRefusals.NoTestEndpoint;
        if (await db.Rehearsals.AnyAsync(x => x.Source == request.Source && x.State == RehearsalState.Running, ct)) return RehearsalRefusals.Running;

        var run = Rehearsal.Begin(tenant, source.Code, request.Plan, request.Expectations, RehearsalHashing.Of(draft.Document, source), draft.Published.Number, caller.Actor.Name, now);
        db.Rehearsals.Add(run);
        db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.Rehearse, run.Id.Value.ToString(), now, now));
        audit.Record("rehearsal.started", "source", source.Code, null, new { id = run.Id.Value, number = run.Number, run.Plan, run.MappingHash, run.ConfigurationHash });
        await db.SaveChangesAsync(ct);
        feed.Publish(new RehearsalsLiveChange(tenant));
        return run.Id;
    }
}

/// <summary>Ends a rehearsal that is running.</summary>
[Requires(Permission.EditConfiguration)]
public sealed record CancelRehearsal(RehearsalId Id);

internal sealed class CancelRehearsalHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, ILiveFeed feed, TimeProvider clock) : IHandler<CancelRehearsal, Done>
{
    private const int MostAttempts = 20;

    public async Task<Result<Done>> HandleAsync(CancelRehearsal request, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await db.Rehearsals.SingleOrDefaultAsync(x => x.Id == request.Id, ct) is not { } run) return RehearsalRefusals.NotFound;
            if (run.Cancel(clock.GetUtcNow()) is { } refusal) return refusal;
            audit.Record("rehearsal.cancelled", "source", run.Source, null, new { id = run.Id.Value, number = run.Number, run.Done, run.Total });
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostAttempts)
            {
                db.Forget(); // It went on a little in between.
                continue;
            }
            feed.Publish(new RehearsalsLiveChange(caller.RequiredTenant));
            return new Done();
        }
    }
}
