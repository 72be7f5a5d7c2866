using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Integrations;

/// <summary>The change feed: what happened, for systems that would otherwise have to ask again and again.</summary>
public static class ChangeEndpoints
{
    public static void MapChanges(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/changes", ListAsync).WithTags("Changes").WithName("ListChanges")
            .WithSummary("What happened after a cursor, in order and without holes; with wait= (seconds, up to 30) it answers as soon as something happens")
            .WithDescription("Begin with after=now, read the orders once, then follow next. A cursor from before what is kept (7 days unless configured otherwise) answers 410.")
            .ProducesProblem(StatusCodes.Status410Gone)
            .RequireAuthorization(nameof(Permission.ViewOrders));

    private static async Task<Results<Ok<ChangeList>, ProblemHttpResult>> ListAsync(
        IUseCase<GetChanges, ChangeList> get, HttpContext context, CancellationToken ct, string? after = null, string? limit = null, string? wait = null)
    {
        var problems = new List<Problem>();
        var most = Number(limit, 50, "/limit", problems);
        var seconds = Number(wait, 0, "/wait", problems);
        if (problems.Count > 0) return Refusal.Invalid("invalid", "Some fields need mending.", [.. problems]).ToProblem();

        var got = await get.RunAsync(new GetChanges(after, most, TimeSpan.FromSeconds(seconds)), ct);
        if (got.Refusal is { } refusal) return refusal.ToProblem();
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(got.Required);
    }

    private static int Number(string? text, int otherwise, string pointer, List<Problem> problems)
    {
        if (text is null) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        problems.Add(new Problem(pointer, "A whole number is needed."));
        return otherwise;
    }
}
