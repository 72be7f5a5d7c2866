using System.Diagnostics;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Integrations;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Integrations;

/// <summary>Continues the caller's trace (W3C trace context: <c>traceparent</c> in, and out with the answer) and hands every answered request of a known caller to the request log.</summary>
internal sealed class RequestLogging(RequestDelegate next, RequestLog log, TimeProvider clock)
{
    private const string TraceParent = "traceparent";

    public async Task InvokeAsync(HttpContext context)
    {
        var (at, began, activity) = (clock.GetUtcNow(), Stopwatch.GetTimestamp(), Activity.Current);
        if (activity is { IdFormat: ActivityIdFormat.W3C, Id: { } id }) context.Response.Headers[TraceParent] = id;
        try
        {
            await next(context);
        }
        finally
        {
            Keep(context, activity, at, Stopwatch.GetElapsedTime(began));
        }
    }

    private void Keep(HttpContext context, Activity? activity, DateTimeOffset at, TimeSpan took)
    {
        var caller = context.User.ToCaller(context.Connection.RemoteIpAddress?.ToString());
        if (caller is not { IsKnown: true, TenantId: { } tenant }) return;

        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? context.Request.Path.Value ?? "";
        var orderNo = context.Request.RouteValues.TryGetValue("orderNo", out var value) ? value as string : activity?.GetTagItem(RequestNotes.Order) as string;
        var status = context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted ? 0 : context.Response.StatusCode;
        log.Add(ApiRequest.Note(tenant, caller.Actor, caller.Source, context.Request.Method, route, new RequestTold(
            status, took, Clean(orderNo), Clean(activity?.GetTagItem(RequestNotes.Operation) as string), Clean(activity?.GetTagItem(RequestNotes.Detail) as string),
            activity?.TraceId.ToString()), at));
    }

    /// <summary>Without what no database stores.</summary>
    private static string? Clean(string? text) => text?.Replace("\0", "", StringComparison.Ordinal);
}
