using FluentValidation;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>Queues an import of a file that was taken in before, read by a published profile.</summary>
[Requires(Permission.ImportOrders)]
public sealed record StartImport(Guid File, string FileName, string Profile);

public sealed class StartImportValidator : AbstractValidator<StartImport>
{
    public StartImportValidator() => RuleFor(x => x.Profile).NotEmpty().MaximumLength(Order.ShortTextMaxLength);
}

internal sealed class StartImportHandler(
    IOrderGuardDb db, Caller caller, IImportFiles files, IOrderFileReader reader, ConfigurationSnapshots configurations, AuditTrail audit, IImportSignal signal, TimeProvider clock)
    : IHandler<StartImport, ImportView>
{
    public async Task<Result<ImportView>> HandleAsync(StartImport request, CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var now = clock.GetUtcNow();
        var configuration = await configurations.GetAsync(db, tenant, ct);
        if (configuration.Document.ImportProfiles.FirstOrDefault(x => x.Code == request.Profile) is not { } profile) return ImportRefusals.UnknownProfile(request.Profile);

        await using (var content = files.Open(tenant, request.File))
        {
            if (content is null) return ImportRefusals.FileGone;
            using var file = reader.Open(content, profile.Delimiter);
            if (OrderRowReader.For(profile, configuration, file.Columns, now).Refusal is { } refusal) return refusal;
        }

        var job = ImportJob.Queue(tenant, request.FileName, request.File, profile.Code, caller.Actor.Name, caller.Actor.Id, now);
        db.ImportJobs.Add(job);
        audit.Record("import.started", "import", job.Id.Value.ToString(), null, new { job.FileName, job.Profile });
        await db.SaveChangesAsync(ct);
        signal.Wake();
        return ImportView.Of(job);
    }
}

/// <summary>Wakes the runner of imports when one was queued or is to end.</summary>
public interface IImportSignal
{
    void Wake();
}
