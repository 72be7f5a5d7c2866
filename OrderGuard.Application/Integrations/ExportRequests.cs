using System.Globalization;
using System.Text;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>Writes all requests that match as CSV, newest first, page by page.</summary>
[Requires(Permission.ViewAudit)]
public sealed record ExportRequests(RequestFilter Filter, Stream Output);

/// <summary>How many requests were written.</summary>
public sealed record ExportedRequests(int Count);

public sealed class ExportRequestsValidator : AbstractValidator<ExportRequests>
{
    public ExportRequestsValidator() => RuleFor(x => x.Filter).SetValidator(new RequestFilterValidator());
}

internal sealed class ExportRequestsHandler(IOrderGuardDb db, AuditTrail audit) : IHandler<ExportRequests, ExportedRequests>
{
    private const int PageSize = 1000;

    private static readonly string[] Header = ["at", "who", "id", "source", "method", "route", "orderNo", "operation", "status", "detail", "milliseconds", "address", "traceId", "lost"];

    public async Task<Result<ExportedRequests>> HandleAsync(ExportRequests request, CancellationToken ct)
    {
        audit.Record("requests.exported", "requests", "export", null, new { filter = request.Filter });
        await db.SaveChangesAsync(ct);

        await using var writer = new StreamWriter(request.Output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteLineAsync(string.Join(',', Header));
        var matching = await db.ApiRequests.AsNoTracking().MatchingAsync(request.Filter, db, ct);
        var count = 0;
        for (ApiRequest? last = null; ;)
        {
            var page = await After(matching, last).OrderByDescending(x => x.At).ThenByDescending(x => x.Id).Take(PageSize).ToListAsync(ct);
            foreach (var x in page) await writer.WriteLineAsync(CsvText.Line(Cells(x)));
            await writer.FlushAsync(ct);
            count += page.Count;
            if (page.Count < PageSize) return new ExportedRequests(count);
            last = page[^1];
        }
    }

    private static IQueryable<ApiRequest> After(IQueryable<ApiRequest> requests, ApiRequest? last)
    {
        if (last is null) return requests;
        var (at, id) = (last.At, last.Id);
        return requests.Where(x => x.At < at || (x.At == at && x.Id.CompareTo(id) < 0));
    }

    private static string?[] Cells(ApiRequest x) =>
    [
        x.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), x.ActorName, x.ActorId, x.Source, x.Method, x.Route, x.OrderNo, x.Operation,
        x.Status.ToString(CultureInfo.InvariantCulture), x.Detail, (x.Microseconds / 1000m).ToString("0.###", CultureInfo.InvariantCulture), x.Address, x.TraceId, x.Lost.ToString(CultureInfo.InvariantCulture),
    ];
}
