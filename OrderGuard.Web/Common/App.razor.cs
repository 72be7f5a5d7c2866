using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace OrderGuard.Web.Common;

/// <summary>The document around every page; what the viewer chose before is read from cookies, so nothing flashes.</summary>
public partial class App : ComponentBase
{
    private const string DarkScheme = "(prefers-color-scheme: dark)";

    [CascadingParameter] private HttpContext Context { get; set; } = default!;

    private IComponentRenderMode? RenderModeOfPage =>
        Context.AcceptsInteractiveRouting() ? RenderMode.InteractiveServer : null;

    private static string Language => CultureInfo.CurrentUICulture.Name;

    private string? Theme => Context.GetEndpoint()?.Metadata.GetMetadata<DarkByDefaultAttribute>() is not null
        ? "dark"
        : Context.Request.Cookies["og-theme"] is "light" or "dark" ? Context.Request.Cookies["og-theme"] : null;

    private string LightMedia => Theme switch { "light" => "all", "dark" => "not all", _ => $"not {DarkScheme}" };

    private string DarkMedia => Theme switch { "dark" => "all", "light" => "not all", _ => DarkScheme };

    private string? Navigation => Context.Request.Cookies["og-nav"] == "collapsed" ? "collapsed" : null;

    private string? Zone => Context.Request.Cookies["og-zone"] is { Length: < 64 } zone ? Uri.UnescapeDataString(zone) : null;
}
