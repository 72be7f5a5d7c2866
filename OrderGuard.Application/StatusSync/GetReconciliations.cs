using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>The latest reconciliations, and the sources that can be reconciled.</summary>
[Requires(Permission.ViewOrders)]
public sealed record GetReconciliations;

public sealed record ReconciliationList(IReadOnlyList<ReconciliationView> Runs, IReadOnlyList<ReconcilableSource> Sources);

/// <param name="Every">How often it is asked by itself; null: never.</param>
public sealed record ReconcilableSource(string Source, LocalizedText? Label, bool HasList, TimeSpan? Every);

public sealed record ReconciliationView(
    Guid Id, string Source, string? FileName, ReconciliationState State, string StartedBy, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt,
    int Compared, int Agreed, int Opened, int Standing, int Closed, int Unknown, int Missing, int Unreadable, string? Error);

internal sealed class GetReconciliationsHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations) : IHandler<GetReconciliations, ReconciliationList>
{
    private const int Most = 100;

    public async Task<Result<ReconciliationList>> HandleAsync(GetReconciliations request, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var runs = await db.ReconciliationRuns.AsNoTracking().OrderByDescending(x => x.StartedAt).Take(Most).Select(x => new ReconciliationView(
            x.Id.Value, x.Source, x.FileName, x.State, x.StartedBy, x.StartedAt, x.FinishedAt, x.Compared, x.Agreed, x.Opened, x.Standing, x.Closed, x.Unknown, x.Missing, x.Unreadable, x.Error)).ToListAsync(ct);
        return new ReconciliationList(runs, [.. TenantConfiguration.SourcesOf(configuration.Document).Select(x => new ReconcilableSource(x.Code, x.Label, x.Query?.List is not null, x.Query?.Every))]);
    }
}

/// <summary>Writes the differences that a reconciliation found as CSV, row by row.</summary>
[Requires(Permission.ViewOrders)]
public sealed record ExportReconciliation(ReconciliationId Id, Stream Output);

internal sealed class ExportReconciliationHandler(IOrderGuardDb db) : IHandler<ExportReconciliation, int>
{
    private static readonly Refusal NotFound = Refusal.NotFound("reconciliation");

    public async Task<Result<int>> HandleAsync(ExportReconciliation request, CancellationToken ct)
    {
        if (!await db.ReconciliationRuns.AnyAsync(x => x.Id == request.Id, ct)) return NotFound;
        await using var writer = new StreamWriter(request.Output, new UTF8Encoding(true), 16_384, leaveOpen: true);
        await writer.WriteAsync("order_no,source_word,source_status,order_status,cause\r\n");
        var count = 0;
        await foreach (var x in db.ReconciliationDifferences.AsNoTracking().Where(x => x.RunId == request.Id).OrderBy(x => x.OrderNo).AsAsyncEnumerable().WithCancellation(ct))
        {
            count++;
            await writer.WriteAsync(CsvText.Line([x.OrderNo, x.Word, x.SourceStatus?.ToString(CultureInfo.InvariantCulture), x.OrderStatus?.ToString(CultureInfo.InvariantCulture),
                x.Cause is { } cause ? System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(cause.ToString()) : x.Missing ? "missing-at-source" : x.OrderStatus is null ? "unknown-order" : null]) + "\r\n");
        }
        return count;
    }
}
