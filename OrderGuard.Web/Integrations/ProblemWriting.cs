using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using OrderGuard.Domain.Common;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Integrations;

/// <summary>Answers with problem details where no endpoint has been reached.</summary>
internal static class ProblemWriting
{
    public static Task WriteProblemAsync(this HttpResponse response, int status, string code, string detail, IReadOnlyList<Problem>? problems = null)
    {
        ProblemHttpResult problem = RefusalExtensions.Problem(status, code, detail, problems);
        if (problem.ProblemDetails.Extensions["traceId"] is null) problem.ProblemDetails.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? response.HttpContext.TraceIdentifier;
        return problem.ExecuteAsync(response.HttpContext);
    }
}
