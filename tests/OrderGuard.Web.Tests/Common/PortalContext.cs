using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Web.Common;
using Radzen;

namespace OrderGuard.Web.Tests.Common;

/// <summary>Renders the shell's components at a fixed noon, in a chosen language.</summary>
public abstract class PortalContext : BunitContext
{
    protected static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;
    private readonly CultureInfo _formatsBefore = CultureInfo.CurrentCulture;

    protected PortalContext()
    {
        InLanguage(PortalLanguages.English);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging();
        Services.AddLocalization();
        Services.AddRadzenComponents();
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddScoped<ViewerClock>();
        Services.AddScoped<Notices>();
        Services.AddScoped<INotices>(provider => provider.GetRequiredService<Notices>());
    }

    internal SteppedClock Clock { get; } = new(Noon);

    protected static void InLanguage(string language) =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

    protected void ViewedFrom(string zone) => Services.GetRequiredService<ViewerClock>().Use(zone);

    protected override void Dispose(bool disposing)
    {
        CultureInfo.CurrentUICulture = _before;
        CultureInfo.CurrentCulture = _formatsBefore;
        base.Dispose(disposing);
    }
}
