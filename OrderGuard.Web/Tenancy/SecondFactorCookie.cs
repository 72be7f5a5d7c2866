using OrderGuard.Application.Tenancy;

namespace OrderGuard.Web.Tenancy;

/// <summary>Carries the ticket from the password to the second factor; no page or script sees it.</summary>
internal static class SecondFactorCookie
{
    private const string Name = "og-second-factor";

    public static void Issue(HttpContext context, string ticket) => context.Response.Cookies.Append(Name, ticket, Options(context, SignInTicket.Lifetime));

    public static string? Read(HttpContext context) => context.Request.Cookies[Name];

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context, null));

    private static CookieOptions Options(HttpContext context, TimeSpan? age) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, IsEssential = true, Path = "/account/second-factor", MaxAge = age };
}
