using System.Globalization;
using System.Text;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Timeouts;

namespace OrderGuard.Web.StatusSync;

/// <summary>The files that the pages about statuses offer to the signed-in person.</summary>
public static class StatusDownloads
{
    public const string Analytics = "/downloads/status.csv";

    public static void MapStatusDownloads(this IEndpointRouteBuilder app) =>
        app.MapGet(Analytics, ExportAsync).RequireAuthorization(nameof(Permission.ViewOrders)).ExcludeFromDescription();

    private static async Task<IResult> ExportAsync(string? from, string? to, IUseCase<GetStatusAnalytics, StatusAnalytics> get, CancellationToken ct)
    {
        var found = await get.RunAsync(new GetStatusAnalytics(AnalyticsAddress.DayOf(from), AnalyticsAddress.DayOf(to)), ct);
        if (found.Refusal is { } refusal) return refusal.ToProblem();
        var analytics = found.Required;
        // With the byte order mark, by which spreadsheets know UTF-8.
        var content = Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(string.Join("\r\n", StatusAnalyticsFile.Lines(analytics)) + "\r\n")).ToArray();
        return TypedResults.File(content, "text/csv; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"status-{analytics.From:yyyyMMdd}-{analytics.To:yyyyMMdd}.csv"));
    }
}
