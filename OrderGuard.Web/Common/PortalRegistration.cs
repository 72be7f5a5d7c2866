using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Radzen;

namespace OrderGuard.Web.Common;

/// <summary>Puts the portal together: components, words, toasts, errors, and the pages themselves.</summary>
public static class PortalRegistration
{
    private static readonly PathString[] ForSystems = ["/api", "/hubs", "/health", "/_blazor", "/_framework", "/_content"];

    public static IServiceCollection AddPortal(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.Configure<CircuitOptions>(options => options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(5));
        services.AddCascadingAuthenticationState();
        services.AddRadzenComponents();
        services.AddSingleton<ILocalizer, RadzenTextLocalizer>();
        services.AddPortalLanguages();

        services.AddScoped<ViewerClock>();
        services.AddScoped<Toasts>();
        services.AddScoped<IToasts>(provider => provider.GetRequiredService<Toasts>());
        services.AddScoped<PortalAccess>();
        services.AddScoped<IGlobalSearch, PageSearch>();
        services.TryAddScoped<INavCounters, NoNavCounters>();
        services.TryAddScoped<ITenantChoices, NoTenantChoices>();
        return services;
    }

    /// <summary>Languages and error pages; call it before authentication, so that every answer has a language.</summary>
    public static WebApplication UsePortal(this WebApplication app)
    {
        app.UseRequestLocalization();
        if (!app.Environment.IsDevelopment()) app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true);
        app.Use(KeepPagesFromSystemsAsync);
        app.Use(AnswerBadRequestsAsync);
        return app;
    }

    public static WebApplication MapPortal(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapPortalLanguages();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    /// <remarks>A system that asks for what is not there gets the bare status or problem details, not a page.</remarks>
    private static Task KeepPagesFromSystemsAsync(HttpContext context, RequestDelegate next)
    {
        if (ForSystems.Any(prefix => context.Request.Path.StartsWithSegments(prefix))
            && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        return next(context);
    }

    /// <remarks>A form that cannot be read, or comes without its token, is its sender's fault and not ours.</remarks>
    private static async Task AnswerBadRequestsAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = e.StatusCode;
            // The page that tells of it is read, not sent to: as a POST it would stumble over the same form.
            context.Request.Method = HttpMethods.Get;
        }
    }
}
