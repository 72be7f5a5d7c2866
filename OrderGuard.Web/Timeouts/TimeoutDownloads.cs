using System.Globalization;
using System.Text;
using OrderGuard.Application.Common;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Timeouts;

/// <summary>The files that the timeout pages offer to the signed-in person.</summary>
public static class TimeoutDownloads
{
    public const string Analytics = "/downloads/timeouts.csv";

    public static void MapTimeoutDownloads(this IEndpointRouteBuilder app) =>
        app.MapGet(Analytics, ExportAsync).RequireAuthorization(nameof(Permission.ViewAlerts)).ExcludeFromDescription();

    private static async Task<IResult> ExportAsync(string? from, string? to, IUseCase<GetTimeoutAnalytics, TimeoutAnalytics> get, CancellationToken ct)
    {
        var found = await get.RunAsync(new GetTimeoutAnalytics(AnalyticsAddress.DayOf(from), AnalyticsAddress.DayOf(to)), ct);
        if (found.Refusal is { } refusal) return refusal.ToProblem();
        var analytics = found.Required;
        // With the byte order mark, by which spreadsheets know UTF-8.
        var content = Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(string.Join("\r\n", TimeoutAnalyticsFile.Lines(analytics)) + "\r\n")).ToArray();
        return TypedResults.File(content, "text/csv; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"timeouts-{analytics.From:yyyyMMdd}-{analytics.To:yyyyMMdd}.csv"));
    }
}

/// <summary>The period of the analytics as it stands in the address.</summary>
internal static class AnalyticsAddress
{
    public static DateOnly? DayOf(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static string Of(string path, DateOnly from, DateOnly to) => string.Create(CultureInfo.InvariantCulture, $"{path}?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}");
}
