using FluentValidation;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>Compares all that a source believes with the order book: by asking it for its list, or from a file that it gave.</summary>
/// <param name="Content">The file, with the names of its columns; null: the source is asked.</param>
[Requires(Permission.ActOnOrders)]
public sealed record StartReconciliation(string Source, Stream? Content = null, string? FileName = null, string? OrderNoColumn = null, string? StatusColumn = null);

public sealed class StartReconciliationValidator : AbstractValidator<StartReconciliation>
{
    public StartReconciliationValidator()
    {
        RuleFor(x => x.Source).NotEmpty();
        RuleFor(x => x.OrderNoColumn).NotEmpty().MaximumLength(ConfigurationLimits.ColumnLength).When(x => x.Content is not null);
        RuleFor(x => x.StatusColumn).NotEmpty().MaximumLength(ConfigurationLimits.ColumnLength).When(x => x.Content is not null);
    }
}

internal sealed class StartReconciliationHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, IImportFiles files, AuditTrail audit, TimeProvider clock) : IHandler<StartReconciliation, ReconciliationId>
{
    private static readonly Refusal NoSource = Refusal.NotFound("source");
    private static readonly Refusal NoList = new(RefusalKind.Conflict, "no-source-list", "No address of a list is configured for this source. Upload a file instead.");
    private static readonly Refusal TooLarge = new(RefusalKind.Conflict, "file-too-large", "The file is larger than what is taken.");

    public async Task<Result<ReconciliationId>> HandleAsync(StartReconciliation request, CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var configuration = await configurations.GetAsync(db, tenant, ct);
        if (configuration.Source(request.Source) is not { } source) return NoSource;
        if (request.Content is null && source.Query?.List is null) return NoList;
        var now = clock.GetUtcNow();
        ReconciliationRun run;
        if (request.Content is { } content)
        {
            if (await files.SaveAsync(tenant, content, ct) is not { } stored) return TooLarge;
            run = ReconciliationRun.Read(tenant, source.Code, stored.Id, request.FileName ?? "orders.csv", request.OrderNoColumn!.Trim(), request.StatusColumn!.Trim(), caller.Actor.Name, now);
        }
        else run = ReconciliationRun.Ask(tenant, source.Code, caller.Actor.Name, now);
        db.ReconciliationRuns.Add(run);
        db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.Reconcile, run.Id.Value.ToString(), now, now));
        audit.Record("reconciliation.started", "source", source.Code, null, new { run.FileName });
        await db.SaveChangesAsync(ct);
        return run.Id;
    }
}
