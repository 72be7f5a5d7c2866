using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Radzen;

namespace OrderGuard.Web.Common;

/// <summary>Puts the portal together: components, words, notices, errors, and the pages themselves.</summary>
public static class PortalRegistration
{
    public static IServiceCollection AddPortal(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.Configure<CircuitOptions>(options => options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(5));
        services.AddCascadingAuthenticationState();
        services.AddRadzenComponents();
        services.AddSingleton<ILocalizer, RadzenTextLocalizer>();
        services.AddPortalLanguages();

        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<ViewerClock>();
        services.AddScoped<Notices>();
        services.AddScoped<INotices>(provider => provider.GetRequiredService<Notices>());
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
        app.UseWhen(IsForPeople, people => people.UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true));
        return app;
    }

    public static WebApplication MapPortal(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapPortalLanguages();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    private static bool IsForPeople(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments("/hubs")
        && !context.Request.Path.StartsWithSegments("/_blazor") && !context.Request.Path.StartsWithSegments("/_framework");
}
