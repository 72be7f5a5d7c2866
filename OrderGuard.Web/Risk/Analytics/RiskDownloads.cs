using System.Globalization;
using System.Text;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk.Analytics;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Timeouts;

namespace OrderGuard.Web.Risk.Analytics;

/// <summary>The files that the risk analytics offer to the signed-in person.</summary>
public static class RiskDownloads
{
    public const string Analytics = "/downloads/risk.csv";

    public static void MapRiskDownloads(this IEndpointRouteBuilder app) =>
        app.MapGet(Analytics, ExportAsync).RequireAuthorization(nameof(Permission.ViewRisk)).ExcludeFromDescription();

    private static async Task<IResult> ExportAsync(string? from, string? to, IUseCase<GetRiskAnalytics, RiskAnalytics> get, CancellationToken ct)
    {
        var found = await get.RunAsync(new GetRiskAnalytics(AnalyticsAddress.DayOf(from), AnalyticsAddress.DayOf(to)), ct);
        if (found.Refusal is { } refusal) return refusal.ToProblem();
        var analytics = found.Required;
        // With the byte order mark, by which spreadsheets know UTF-8.
        var content = Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(string.Join("\r\n", RiskAnalyticsFile.Lines(analytics)) + "\r\n")).ToArray();
        return TypedResults.File(content, "text/csv; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"risk-{analytics.From:yyyyMMdd}-{analytics.To:yyyyMMdd}.csv"));
    }
}
