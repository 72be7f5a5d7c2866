using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>One import, as it stands.</summary>
[Requires(Permission.ImportOrders)]
public sealed record GetImport(ImportJobId Id);

internal sealed class GetImportHandler(IOrderGuardDb db) : IHandler<GetImport, ImportView>
{
    public async Task<Result<ImportView>> HandleAsync(GetImport request, CancellationToken ct) =>
        await db.ImportJobs.AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.Id, ct) is { } job ? ImportView.Of(job) : ImportRefusals.NotFound;
}
