using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Integrations;

namespace OrderGuard.Web.StatusSync;

/// <summary>The pushes that need a person, over the machine interface.</summary>
internal static class SyncReviewEndpoints
{
    private const string Example = """{ "body": "{ \"orderNo\": \"SO-1001\", \"status\": 50 }" }""";

    public static void MapSyncReviews(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/sync/reviews").WithTags("Status sync");
        api.MapGet("", GetAsync).RequireAuthorization(nameof(Permission.ViewOrders)).WithSummary("Status pushes that need a person, oldest first")
            .WithDescription("`target`, `status` (a standard code), `cause` and `orderNo` narrow the list. Each push tells the request as it was sent, without secrets, the answer, and how often it failed.");
        api.MapPost("/{id:guid}/retry", RetryAsync).RequireAuthorization(nameof(Permission.ActOnOrders)).WithSummary("Has a push tried again").WithExample(Example)
            .WithDescription("The body is optional; `body` in it replaces what the template gives. A retry goes out under the same key, a new body under a new one. 409 where the push no longer waits for a person.");
    }

    private static async Task<Results<Ok<SyncReviews>, ProblemHttpResult>> GetAsync(
        IUseCase<GetSyncReviews, SyncReviews> get, string? target, string? status, string? cause, string? orderNo, string? after, string? limit, CancellationToken ct)
    {
        if (!TryWhole(status, out var code)) return NotWhole("/status");
        if (!TryWhole(limit, out var most)) return NotWhole("/limit");
        var page = await get.RunAsync(new GetSyncReviews(new PushFilter { Target = target, Status = code, Cause = cause, OrderNo = orderNo }, after, most ?? GetSyncReviews.DefaultLimit), ct);
        return page.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(page.Required);
    }

    private static async Task<Results<Ok<RetriedPush>, ProblemHttpResult>> RetryAsync(Guid id, RetryBody? body, IUseCase<RetryPushes, HandledPushes> retry, CancellationToken ct)
    {
        var done = await retry.RunAsync(new RetryPushes(PushSelection.One(new StatusPushId(id)), body?.Body), ct);
        return (done.Refusal ?? done.Required.Refused) is { } refusal ? refusal.ToProblem() : TypedResults.Ok(new RetriedPush(id, PushState.Waiting));
    }

    private static bool TryWhole(string? text, out int? number)
    {
        number = null;
        if (text is null) return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read)) return false;
        number = read;
        return true;
    }

    private static ProblemHttpResult NotWhole(string pointer) =>
        Refusal.Invalid("invalid", "Some fields need mending.", new Problem(pointer, "A whole number is needed here.")).ToProblem();
}

/// <summary>What a retry may say: another body for the request.</summary>
public sealed record RetryBody(string? Body = null);

/// <summary>A push that goes out again.</summary>
public sealed record RetriedPush(Guid Id, PushState State);
