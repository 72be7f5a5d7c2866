using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OrderGuard.Web.Alerts;

/// <summary>The wall: one document that lives by the hub alone, so that it needs no circuit and outlives a restart of the server.</summary>
internal static class WallEndpoints
{
    public static void MapWall(this IEndpointRouteBuilder routes) => routes.MapGet("/wall", ShowAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> ShowAsync(HttpContext http, IAuthorizationService authorization)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        if ((await authorization.AuthorizeAsync(http.User, null, WatchPolicy.Name)).Succeeded) return new RazorComponentResult<WallPage>();
        if (WatchTokens.Of(http.Request) is not null) return new RazorComponentResult<WallClosedPage> { StatusCode = StatusCodes.Status401Unauthorized };
        return http.User.Identity?.IsAuthenticated == true ? TypedResults.Forbid() : TypedResults.Challenge();
    }
}
