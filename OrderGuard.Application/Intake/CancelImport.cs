using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>Ends an import early; what it has applied so far stays.</summary>
[Requires(Permission.ImportOrders)]
public sealed record CancelImport(ImportJobId Id);

internal sealed class CancelImportHandler(IOrderGuardDb db, AuditTrail audit, TimeProvider clock) : IHandler<CancelImport, ImportView>
{
    private const int MostAttempts = 5;

    public async Task<Result<ImportView>> HandleAsync(CancelImport request, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await db.ImportJobs.SingleOrDefaultAsync(x => x.Id == request.Id, ct) is not { } job) return ImportRefusals.NotFound;
            if (job.Cancel(clock.GetUtcNow()) is { } refusal) return refusal;
            audit.Record("import.cancel", "import", job.Id.Value.ToString());
            try
            {
                await db.SaveChangesAsync(ct);
                return ImportView.Of(job);
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostAttempts)
            {
                // The running import noted its progress in the same moment.
                db.Forget();
            }
        }
    }
}
