using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;

namespace OrderGuard.Web.Common;

/// <summary>The two languages of the portal, and how a request chooses between them.</summary>
public static class PortalLanguages
{
    public const string English = "en";
    public const string Chinese = "zh-CN";

    internal static void AddPortalLanguages(this IServiceCollection services)
    {
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            CultureInfo[] cultures = [EnglishForEverybody(), CultureInfo.GetCultureInfo(Chinese)];
            options.DefaultRequestCulture = new RequestCulture(cultures[0]);
            options.SupportedCultures = cultures;
            options.SupportedUICultures = cultures;
            options.RequestCultureProviders =
                [new CookieRequestCultureProvider(), new CustomRequestCultureProvider(FromBrowserAsync)];
        });
    }

    internal static void MapPortalLanguages(this WebApplication app) =>
        app.MapGet("/culture/{name}", ChooseLanguage).AllowAnonymous().ExcludeFromDescription();

    /// <summary>The portal's language for a browser's: every kind of Chinese is served in Simplified Chinese.</summary>
    internal static string? Nearest(string? browserLanguage) => browserLanguage?.Split('-')[0].ToLowerInvariant() switch
    {
        "zh" => Chinese,
        "en" => English,
        _ => null,
    };

    private static Results<RedirectHttpResult, NotFound> ChooseLanguage(
        string name, string? returnUrl, HttpContext context, TimeProvider clock)
    {
        if (name is not (English or Chinese)) return TypedResults.NotFound();

        context.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(name)),
            new CookieOptions { Expires = clock.GetUtcNow().AddYears(1), SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true });
        return TypedResults.LocalRedirect(IsOurs(returnUrl) ? returnUrl! : "/");
    }

    private static bool IsOurs(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal)
        && !url.Any(char.IsControl);

    private static Task<ProviderCultureResult?> FromBrowserAsync(HttpContext context)
    {
        var nearest = context.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => Nearest(language.Value.Value))
            .FirstOrDefault(language => language is not null);
        return Task.FromResult(nearest is null ? null : new ProviderCultureResult(nearest));
    }

    /// <remarks>Plain "en" writes 11/5/2026, which half of its readers read as 11 May.</remarks>
    private static CultureInfo EnglishForEverybody()
    {
        var culture = new CultureInfo(English);
        culture.DateTimeFormat.ShortDatePattern = "d MMM yyyy";
        culture.DateTimeFormat.LongDatePattern = "d MMMM yyyy";
        culture.DateTimeFormat.ShortTimePattern = "HH:mm";
        culture.DateTimeFormat.LongTimePattern = "HH:mm:ss";
        culture.DateTimeFormat.FirstDayOfWeek = DayOfWeek.Monday;
        return culture;
    }
}
