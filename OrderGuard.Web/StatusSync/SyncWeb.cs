using System.Globalization;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.StatusSync;

/// <summary>What the pages on status sync need, and the files that they offer.</summary>
public static class SyncWeb
{
    public static IServiceCollection AddSyncPages(this IServiceCollection services) => services.AddScoped<MismatchActions>();

    public const string ReconciliationDownload = "/downloads/reconciliation";

    public static void MapSync(this IEndpointRouteBuilder app)
    {
        app.MapGet(MismatchesAddress.Download, ExportAsync).RequireAuthorization(nameof(Permission.ViewOrders)).ExcludeFromDescription();
        app.MapGet(ReconciliationDownload + "/{id:guid}.csv", ExportRunAsync).RequireAuthorization(nameof(Permission.ViewOrders)).ExcludeFromDescription();
    }

    private static async Task ExportRunAsync(Guid id, HttpContext context, IUseCase<ExportReconciliation, int> export, CancellationToken ct)
    {
        var output = new StartingStream(context.Response, "text/csv; charset=utf-8", $"reconciliation-{id:N}.csv");
        var exported = await export.RunAsync(new ExportReconciliation(new ReconciliationId(id), output), ct);
        if (exported.Refusal is { } refusal) await refusal.ToProblem().ExecuteAsync(context);
    }

    private static async Task ExportAsync(HttpContext context, IUseCase<ExportMismatches, int> export, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture);
        var output = new StartingStream(context.Response, "text/csv; charset=utf-8", $"mismatches-{now}.csv");
        var exported = await export.RunAsync(new ExportMismatches(MismatchesAddress.Read(context.Request.QueryString.Value ?? "").Filter, output), ct);
        if (exported.Refusal is { } refusal) await refusal.ToProblem().ExecuteAsync(context);
    }
}
