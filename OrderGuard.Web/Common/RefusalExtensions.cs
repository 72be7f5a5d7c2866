using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Common;

/// <summary>Tells a refusal to a machine: RFC 9457 problem details, the one place where a kind becomes a status.</summary>
public static class RefusalExtensions
{
    public static int ToStatus(this RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Stale => StatusCodes.Status412PreconditionFailed,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotSignedIn => StatusCodes.Status401Unauthorized,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.Gone => StatusCodes.Status410Gone,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static ProblemHttpResult ToProblem(this Refusal refusal) => Problem(refusal.Kind.ToStatus(), refusal.Code, refusal.Message, refusal.Problems);

    /// <summary>A problem as every part of the machine interface tells it.</summary>
    public static ProblemHttpResult Problem(int status, string code, string detail, IReadOnlyList<Problem>? problems = null)
    {
        var details = new ProblemDetails { Type = $"urn:orderguard:{code}", Title = code, Status = status, Detail = detail };
        details.Extensions["traceId"] = Activity.Current?.TraceId.ToString();
        Activity.Current?.SetTag(Integrations.RequestNotes.Detail, code);
        if (problems is { Count: > 0 }) details.Extensions["errors"] = problems;
        return TypedResults.Problem(details);
    }
}
