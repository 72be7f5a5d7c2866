using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>Writes the chosen mismatches as CSV, row by row, however many there are.</summary>
[Requires(Permission.ViewOrders)]
public sealed record ExportMismatches(MismatchFilter Filter, Stream Output);

internal sealed class ExportMismatchesHandler(IOrderGuardDb db) : IHandler<ExportMismatches, int>
{
    public async Task<Result<int>> HandleAsync(ExportMismatches request, CancellationToken ct)
    {
        await using var writer = new StreamWriter(request.Output, new UTF8Encoding(true), 16_384, leaveOpen: true);
        await writer.WriteAsync("order_no,source,cause,found_by,source_status,source_word,source_at,order_status,order_since,since,found_at,closed_at,end,closed_by,note\r\n");
        var count = 0;
        await foreach (var x in db.Mismatches.AsNoTracking().Of(request.Filter).OrderByDescending(x => x.FoundAt).ToRows().AsAsyncEnumerable().WithCancellation(ct))
        {
            count++;
            await writer.WriteAsync(CsvText.Line([x.OrderNo, x.Source, Word(x.Cause), Word(x.FoundBy), Text(x.SourceStatus), x.SourceWord, Text(x.SourceAt), Text(x.OrderStatus), Text(x.OrderSince),
                Text(x.Since), Text(x.FoundAt), Text(x.ClosedAt), x.End is { } end ? Word(end) : null, x.ClosedBy, x.Note]) + "\r\n");
        }
        return count;
    }

    private static string Word<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static string? Text(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(DateTimeOffset? value) => value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
