using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>Rows that an import rejected, by line, a page at a time: those after <paramref name="AfterLine"/>.</summary>
[Requires(Permission.ImportOrders)]
public sealed record GetRejectedRows(ImportJobId Id, long AfterLine = 0, int Limit = 1_000);

/// <summary>A rejected row: the line at which it begins, why, and its text.</summary>
public sealed record RejectedRowView(long Line, string Reason, string Text);

/// <summary>A page of rejected rows, and the file that they come from.</summary>
public sealed record RejectedRows(string FileName, IReadOnlyList<RejectedRowView> Rows);

internal sealed class GetRejectedRowsHandler(IOrderGuardDb db) : IHandler<GetRejectedRows, RejectedRows>
{
    public async Task<Result<RejectedRows>> HandleAsync(GetRejectedRows request, CancellationToken ct)
    {
        if (await db.ImportJobs.Where(x => x.Id == request.Id).Select(x => x.FileName).SingleOrDefaultAsync(ct) is not { } fileName) return ImportRefusals.NotFound;
        var rows = await db.RejectedRows.AsNoTracking().Where(x => x.JobId == request.Id && x.Line > request.AfterLine)
            .OrderBy(x => x.Line).Take(request.Limit).Select(x => new RejectedRowView(x.Line, x.Reason, x.Text)).ToListAsync(ct);
        return new RejectedRows(fileName, rows);
    }
}
