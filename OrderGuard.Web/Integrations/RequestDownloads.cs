using System.Globalization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Integrations;

/// <summary>The request log as a file, for the signed-in person.</summary>
public static class RequestDownloads
{
    public static void MapRequestDownloads(this IEndpointRouteBuilder app) =>
        app.MapGet(RequestsAddress.Download, ExportAsync).RequireAuthorization(nameof(Permission.ViewAudit)).ExcludeFromDescription();

    private static async Task ExportAsync(HttpContext context, IUseCase<ExportRequests, ExportedRequests> export, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture);
        var output = new StartingStream(context.Response, "text/csv; charset=utf-8", $"requests-{now}.csv");
        var exported = await export.RunAsync(new ExportRequests(RequestsAddress.Read(context.Request.QueryString.Value), output), ct);
        if (exported.Refusal is { } refusal) await refusal.ToProblem().ExecuteAsync(context);
    }
}
