using Microsoft.AspNetCore.Http.HttpResults;
using OrderGuard.Application.Common;
using OrderGuard.Application.Review;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Integrations;
using OrderGuard.Web.Risk;

namespace OrderGuard.Web.Review;

/// <summary>What an order is: <c>legitimate</c> or <c>fraud</c>.</summary>
public sealed record VerdictBody(string? Verdict, string? Note);

/// <summary>What an order really was: <c>legitimate</c> (held by mistake) or <c>fraud</c> (nobody saw it); <c>chargeback</c> where the bank took the money back.</summary>
public sealed record MisjudgedBody(string? Verdict, string? Note, bool? Chargeback);

/// <summary>The review queue, over the machine interface.</summary>
internal static class ReviewEndpoints
{
    public static void MapReview(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/reviews").WithTags("Review");
        api.MapGet("", ListAsync).RequireAuthorization(nameof(Permission.ViewRisk)).WithName("ListReviews").WithSummary("The review queue")
            .WithDescription("`state` is open (the default), secondOpinion or decided; `sort` is risk (the default), age, amount or due; `orderNo` finds an order's cases.");
        api.MapPost("/{id:guid}/verdict", DecideAsync).RequireAuthorization(nameof(Permission.DecideReviews)).WithName("DecideReview").WithSummary("Says what a held order is")
            .WithExample("""{ "verdict": "legitimate", "note": "The customer confirmed by phone." }""")
            .WithDescription("A legitimate order is released. Where the company wants two opinions the first answer has the state secondOpinion. 409 where the case is decided already, or a reviewer is at it.");
        api.MapPost("/{id:guid}/undo", UndoAsync).RequireAuthorization(nameof(Permission.DecideReviews)).WithName("UndoReview").WithSummary("Takes a verdict back: the order is held again");
        routes.MapPost("/api/v1/orders/{orderNo}/misjudged", FlagAsync).WithTags("Review").RequireAuthorization(nameof(Permission.DecideReviews)).WithName("FlagMisjudged")
            .WithSummary("Says of any order that it was misjudged; what followed is undone").WithExample("""{ "verdict": "legitimate", "note": "An honest bulk buyer." }""");
    }

    private static async Task<Results<Ok<ReviewQueue>, ProblemHttpResult>> ListAsync(
        IUseCase<GetReviewQueue, ReviewQueue> get, CancellationToken ct, string? state = null, string? sort = null, string? orderNo = null, string? after = null, string? limit = null)
    {
        var problems = new List<Problem>();
        var request = new GetReviewQueue(
            RiskEndpoints.Word<ReviewShow>(state, "/state", problems) ?? ReviewShow.Open, RiskEndpoints.Word<ReviewSort>(sort, "/sort", problems) ?? ReviewSort.Risk,
            int.TryParse(after, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var skip) ? skip : 0,
            limit is null ? 50 : RiskEndpoints.Whole(limit, problems), orderNo);
        if (problems.Count > 0) return Refusal.Invalid("invalid", "Some fields need mending.", [.. problems]).ToProblem();
        var queue = await get.RunAsync(request, ct);
        return queue.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(queue.Required);
    }

    private static async Task<Results<Ok<ReviewRow>, ProblemHttpResult>> DecideAsync(Guid id, VerdictBody body, IUseCase<DecideReviews, DecidedReviews> decide, CancellationToken ct)
    {
        var decided = await decide.RunAsync(new DecideReviews([new ReviewCaseId(id)], body.Verdict, body.Note), ct);
        return decided.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(decided.Required.Decided.Concat(decided.Required.AwaitSecond).Single());
    }

    private static async Task<Results<Ok<ReviewRow>, ProblemHttpResult>> UndoAsync(Guid id, IUseCase<UndoVerdict, ReviewRow> undo, CancellationToken ct)
    {
        var undone = await undo.RunAsync(new UndoVerdict(new ReviewCaseId(id)), ct);
        return undone.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(undone.Required);
    }

    private static async Task<Results<Ok<FlaggedOrder>, ProblemHttpResult>> FlagAsync(string orderNo, MisjudgedBody body, IUseCase<FlagMisjudged, FlaggedOrder> flag, CancellationToken ct)
    {
        var problems = new List<Problem>();
        var verdict = RiskEndpoints.Word<Verdict>(body.Verdict, "/verdict", problems) ?? Verdict.Legitimate;
        if (problems.Count > 0) return Refusal.Invalid("invalid", "Some fields need mending.", [.. problems]).ToProblem();
        var flagged = await flag.RunAsync(new FlagMisjudged(orderNo, verdict is Verdict.Fraud, body.Note, body.Chargeback ?? false), ct);
        return flagged.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(flagged.Required);
    }
}
