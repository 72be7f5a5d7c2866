using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Integrations;

/// <summary>Honours <c>Idempotency-Key</c> on every POST of the machine interface: asked again, the same is answered again and nothing done twice.</summary>
internal sealed class Idempotency(RequestDelegate next, IdempotentAnswers answers)
{
    public const string Header = "Idempotency-Key";
    private const int MostAnswerBytes = 4 * 1024 * 1024;

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.Headers.TryGetValue(Header, out var keys)
            || context.User.ToCaller(null) is not { IsKnown: true, TenantId: { } tenant } caller || context.GetEndpoint() is null)
        {
            await next(context);
            return;
        }
        if (keys is not [{ Length: > 0 and <= IdempotentAnswer.KeyMaxLength } key] || key.Any(char.IsControl))
        {
            await context.Response.WriteProblemAsync(StatusCodes.Status400BadRequest, "bad-idempotency-key", $"The header {Header} holds one key of at most {IdempotentAnswer.KeyMaxLength} characters.");
            return;
        }
        var route = Hash(Encoding.UTF8.GetBytes($"{caller.Actor.Id}\n{context.Request.Path}{context.Request.QueryString}"));
        var (state, known) = await answers.BeginAsync(tenant, key, route, await BodyHashAsync(context.Request, context.RequestAborted), context.RequestAborted);
        switch (state)
        {
            case IdempotencyState.OtherBody:
                await context.Response.WriteProblemAsync(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", "This key came with another body before.");
                break;
            case IdempotencyState.InProgress:
                context.Response.Headers.RetryAfter = "1";
                await context.Response.WriteProblemAsync(StatusCodes.Status409Conflict, "idempotency-key-in-progress", "The request with this key is still being worked on.");
                break;
            case IdempotencyState.Answered:
                await RepeatAsync(context.Response, known!);
                break;
            default:
                await AnswerAsync(context, tenant, key, route);
                break;
        }
    }

    private async Task AnswerAsync(HttpContext context, TenantId tenant, string key, string route)
    {
        var body = context.Response.Body;
        using var written = new MemoryStream();
        context.Response.Body = written;
        var finished = false;
        try
        {
            await next(context);
            // What was our fault, or came at the wrong moment, may be tried again; so may what is too long to keep.
            if (context.Response.StatusCode is < 500 and not (StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status409Conflict or StatusCodes.Status429TooManyRequests) && written.Length <= MostAnswerBytes)
            {
                await answers.FinishAsync(tenant, key, route, context.Response.StatusCode, context.Response.ContentType, context.Response.Headers.Location, written.ToArray());
                finished = true;
            }
        }
        finally
        {
            context.Response.Body = body;
            if (!finished) await answers.AbandonAsync(tenant, key, route);
        }
        written.Position = 0;
        await written.CopyToAsync(body, context.RequestAborted);
    }

    private static async Task RepeatAsync(HttpResponse response, IdempotentAnswer known)
    {
        response.StatusCode = known.Status;
        response.ContentType = known.ContentType;
        if (known.Location is not null) response.Headers.Location = known.Location;
        response.Headers["Idempotency-Replayed"] = "true";
        await response.Body.WriteAsync(known.Answer);
    }

    private static async Task<string> BodyHashAsync(HttpRequest request, CancellationToken ct)
    {
        var most = request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? MachineLimits.MostBytes;
        request.EnableBuffering(bufferThreshold: 256 * 1024, bufferLimit: most + 1);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(request.Body, ct));
        request.Body.Position = 0;
        return hash;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
