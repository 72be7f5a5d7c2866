using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>The imports, newest first, a page at a time.</summary>
/// <param name="After">The last import of the page before.</param>
[Requires(Permission.ImportOrders)]
public sealed record ListImports(int Limit = 50, Guid? After = null);

/// <summary>A page of imports and where the next one begins.</summary>
public sealed record ImportList(IReadOnlyList<ImportView> Items, string? Next);

public sealed class ListImportsValidator : AbstractValidator<ListImports>
{
    public ListImportsValidator() => RuleFor(x => x.Limit).InclusiveBetween(1, 500);
}

internal sealed class ListImportsHandler(IOrderGuardDb db) : IHandler<ListImports, ImportList>
{
    public async Task<Result<ImportList>> HandleAsync(ListImports request, CancellationToken ct)
    {
        var jobs = db.ImportJobs.AsNoTracking();
        if (request.After is { } after)
        {
            var last = new ImportJobId(after);
            if (await db.ImportJobs.Where(x => x.Id == last).Select(x => (DateTimeOffset?)x.CreatedAt).SingleOrDefaultAsync(ct) is not { } at) return ImportRefusals.NotFound;
            // Two queued in one tick are told apart by their ids, which are compared in memory: databases do not agree on the order of UUIDs.
            var sameTick = (await db.ImportJobs.AsNoTracking().Where(x => x.CreatedAt == at).ToListAsync(ct)).Where(x => x.Id.Value < after).OrderByDescending(x => x.Id.Value);
            var older = await jobs.Where(x => x.CreatedAt < at).OrderByDescending(x => x.CreatedAt).Take(request.Limit + 1).ToListAsync(ct);
            return Page([.. sameTick, .. Sorted(older)], request.Limit);
        }
        return Page([.. Sorted(await jobs.OrderByDescending(x => x.CreatedAt).Take(request.Limit + 1).ToListAsync(ct))], request.Limit);
    }

    private static IEnumerable<ImportJob> Sorted(List<ImportJob> jobs) => jobs.OrderByDescending(x => x.CreatedAt).ThenByDescending(x => x.Id.Value);

    private static ImportList Page(List<ImportJob> jobs, int limit) =>
        new([.. jobs.Take(limit).Select(ImportView.Of)], jobs.Count > limit ? jobs[limit - 1].Id.Value.ToString() : null);
}
