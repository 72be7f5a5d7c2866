using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OrderGuard.Application.Common;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Integrations;

namespace OrderGuard.Web.Timeouts;

/// <summary>Trying timeout rules on what has happened.</summary>
public static class BacktestEndpoints
{
    public static void MapBacktest(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/v1/timeouts/backtests", RunAsync).WithTags("Timeouts").RequireAuthorization(nameof(Permission.ViewConfiguration))
            .WithSummary("What given or current timeout rules would have done to stored history").Accepts<JsonElement>("application/json").DisableAntiforgery()
            .WithExample("""{ "from": "2026-11-01", "to": "2026-11-22", "timeouts": [ { "code": "payment", "from": 10, "until": 20, "within": "PT60M", "byCategory": { "cold-chain": "PT30M" } } ] }""");

    private static async Task<Results<Ok<Backtest>, ProblemHttpResult>> RunAsync(HttpRequest http, IUseCase<BacktestTimeouts, Backtest> backtest, CancellationToken ct)
    {
        var request = new BacktestTimeouts();
        if (http.ContentLength is not 0 && http.ContentType is not null)
        {
            if (!http.HasJsonContentType()) return RefusalExtensions.Problem(StatusCodes.Status415UnsupportedMediaType, "json-needed", "Send application/json.");
            try
            {
                using var body = await JsonDocument.ParseAsync(http.Body, new JsonDocumentOptions { MaxDepth = 16 }, ct);
                var read = BacktestBody.Read(body.RootElement);
                if (read.Refusal is { } bad) return bad.ToProblem();
                request = read.Required;
            }
            catch (JsonException)
            {
                return RefusalExtensions.Problem(StatusCodes.Status400BadRequest, "json-broken", "The body is not well-formed JSON.");
            }
        }
        var result = await backtest.RunAsync(request, ct);
        return result.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(result.Required);
    }
}
