using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Extensions;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Orders;
using OrderGuard.Web.Common;
using OrderGuard.Web.Orders;

namespace OrderGuard.Web.Integrations;

/// <summary>Marks an endpoint on which sensitive operations are asked for, so that the bytes of its body are kept to be signed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SensitiveEndpointAttribute : Attribute;

/// <summary>Holds a key to its stricter limits when it asks for what cannot simply be taken back: which operations, from where, and signed.</summary>
internal sealed class SensitiveOperationGuard(AccessDenials denials) : IEndpointFilter
{
    public const string TimestampHeader = "X-OrderGuard-Timestamp";
    public const string NonceHeader = "X-OrderGuard-Nonce";
    public const string SignatureHeader = "X-OrderGuard-Signature";

    private static readonly Refusal NotAmongThem = new(RefusalKind.Forbidden, "operation-not-allowed", "This key may not ask for this operation.");
    private static readonly Refusal NotFromThere = new(RefusalKind.Forbidden, "address-not-allowed", "This key may not ask for sensitive operations from this address.");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Features.Get<KnownApiKey>() is not { } key || context.Arguments.OfType<ActionBody>().FirstOrDefault() is not { } body
            || !Enum.TryParse<OrderAction>(body.Action, ignoreCase: true, out var action) || !SensitiveOperations.Includes(action)) return await next(context);

        var operation = SensitiveOperations.NameOf(action);
        Activity.Current.Note(RequestNotes.Operation, operation);
        if (await RefusalOfAsync(http, key, operation) is not { } refusal) return await next(context);
        await denials.RecordAsync(http.User.ToCaller(http.Connection.RemoteIpAddress?.ToString()), $"{operation}: {refusal.Code}", http.RequestAborted);
        return refusal.ToProblem();
    }

    /// <summary>Belongs before the endpoints: keeps the bytes of a body that may be signed.</summary>
    public static Task KeepBodyAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<SensitiveEndpointAttribute>() is not null && context.Features.Get<KnownApiKey>() is { Guards.Signed: true })
            context.Request.EnableBuffering(bufferThreshold: 256 * 1024, bufferLimit: MachineLimits.MostBytes + 1);
        return next(context);
    }

    private static async Task<Refusal?> RefusalOfAsync(HttpContext http, KnownApiKey key, string operation)
    {
        if (!key.MayAsk(operation)) return NotAmongThem;
        if (!key.AdmitsSensitive(http.Connection.RemoteIpAddress)) return NotFromThere;
        if (!key.Guards.Signed) return null;

        http.Request.Body.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(http.Request.Body, http.RequestAborted));
        var target = new Uri(http.Request.GetEncodedUrl()).PathAndQuery;
        // In a scope of the caller's own: its tenant's secrets, and the nonces that it has used.
        await using var scope = http.RequestServices.GetRequiredService<Application.Common.SystemScopes>().Open(http.User.ToCaller(http.Connection.RemoteIpAddress?.ToString()));
        return await scope.ServiceProvider.GetRequiredService<RequestSignature>().CheckAsync(
            key, new SignedRequest(http.Request.Headers[TimestampHeader], http.Request.Headers[NonceHeader], http.Request.Headers[SignatureHeader], http.Request.Method, target, hash), http.RequestAborted);
    }
}
