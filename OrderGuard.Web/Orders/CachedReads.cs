using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Orders;

/// <summary>Answers a read from the cache where it may, with a tag to ask by again: who has it still is told so in a few bytes.</summary>
internal sealed class CachedReads(ReadCache cache, IOptions<JsonOptions> json, TimeProvider clock) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var caller = http.User.ToCaller(null);
        if (caller.TenantId is not { } tenant) return await next(context);

        var orderNo = http.Request.RouteValues.GetValueOrDefault("orderNo") as string;
        // What is shown depends on what the caller may see.
        var key = $"{string.Join(',', caller.Permissions.Select(x => (int)x).Order())}\n{http.Request.Path}{http.Request.QueryString}";
        var answer = cache.Find(tenant, orderNo, key);
        if (answer is null)
        {
            var ticket = cache.Begin(tenant, orderNo);
            var result = await next(context);
            if (result is INestedHttpResult nested) result = nested.Result;
            if (result is not IValueHttpResult { Value: { } value } || result is not IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK }) return result;
            answer = CachedAnswer.Of(JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json.Value.SerializerOptions), clock.GetUtcNow());
            cache.Keep(tenant, ticket, key, answer);
        }
        http.Response.Headers.ETag = answer.Tag;
        http.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"private, max-age={(int)cache.Staleness.TotalSeconds}");
        http.Response.Headers.Vary = "X-Api-Key, Cookie";
        return Has(http.Request, answer.Tag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Bytes(answer.Body, "application/json; charset=utf-8");
    }

    private static bool Has(HttpRequest request, string tag) =>
        request.Headers.IfNoneMatch.SelectMany(x => (x ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(x => x == "*" || x == tag || x == $"W/{tag}");
}
