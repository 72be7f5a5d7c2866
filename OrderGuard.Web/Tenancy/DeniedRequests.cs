using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using OrderGuard.Application.Audit;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>Records every request that a policy refused: of known callers always, of unknown ones where they knock at the machine interface.</summary>
internal sealed class DeniedRequests(AccessDenials denials) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _framework = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden || (authorizeResult.Challenged && SessionCookie.IsForMachines(context.Request.Path)))
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unknown address";
            var caller = context.User.ToCaller(context.Connection.RemoteIpAddress?.ToString());
            await denials.RecordAsync(caller, $"{context.Request.Method} {route}", context.RequestAborted);
        }
        await _framework.HandleAsync(next, context, policy, authorizeResult);
    }
}
