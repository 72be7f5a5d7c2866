using System.Text.Json;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Integrations;

/// <summary>Sees to it that every error of the machine interface is told as problem details, and that bad input is never our fault.</summary>
internal sealed partial class MachineProblems(RequestDelegate next, ILogger<MachineProblems> logger)
{
    private const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.Value!.Contains('\0', StringComparison.Ordinal) || context.Request.QueryString.Value!.Contains("%00", StringComparison.Ordinal))
        {
            // No database stores it, so nothing can be found by it.
            await AnswerAsync(context, StatusCodes.Status400BadRequest, null);
            return;
        }
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted) context.Response.StatusCode = ClientClosedRequest;
            return;
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, e.StatusCode, (e.InnerException as JsonException) is { } json ? Malformed(json) : null);
            return;
        }
        catch (JsonException e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, StatusCodes.Status400BadRequest, Malformed(e));
            return;
        }
#pragma warning disable CA1031 // The last resort: logged with its trace, and told as what it is.
        catch (Exception e) when (!context.Response.HasStarted)
        {
            LogFailed(e, context.Request.Method, context.Request.Path);
            await AnswerAsync(context, StatusCodes.Status500InternalServerError, null);
            return;
        }
#pragma warning restore CA1031
        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null }) await AnswerAsync(context, context.Response.StatusCode, null);
    }

    private static Task AnswerAsync(HttpContext context, int status, Problem? problem)
    {
        var (code, detail) = Words(status);
        return context.Response.WriteProblemAsync(status, code, problem?.Message ?? detail, problem is null ? null : [problem]);
    }

    private static Problem Malformed(JsonException e) =>
        new(JsonPointers.OfPath(e.Path), $"Malformed JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");

    private static (string Code, string Detail) Words(int status) => status switch
    {
        StatusCodes.Status400BadRequest => ("bad-request", "The request cannot be read."),
        StatusCodes.Status401Unauthorized => ("not-signed-in", "Send a valid key in the header X-Api-Key."),
        StatusCodes.Status403Forbidden => ("forbidden", "This needs a permission that the caller does not have."),
        StatusCodes.Status404NotFound => ("not-found", "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", "This address does not know that method."),
        StatusCodes.Status413PayloadTooLarge => ("too-large", "The body is larger than 8 MiB."),
        StatusCodes.Status415UnsupportedMediaType => ("unsupported-media-type", "Send the content type that this address documents."),
        StatusCodes.Status429TooManyRequests => ("too-many-requests", "Too many requests; try again later."),
        >= 500 => ("internal-error", "Something went wrong on our side. The trace id finds it in the log."),
        _ => ("error", "The request was refused."),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFailed(Exception exception, string method, string path);
}
