using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Alerts;

/// <summary>What the documents of the wall share: their language, and the words that their script speaks.</summary>
public abstract class WallDocument : ComponentBase
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Spoken =
        ["live", "connecting", "since", "more", "target", "events", "snoozed", "nobody", "d", "h", "m", "s", "over", "closed", "noOrders"];

    protected static readonly (string Severity, string Mark)[] Columns = [("critical", "▲"), ("warning", "●"), ("info", "■")];

    [Inject] protected IStringLocalizer<AlertsText> T { get; set; } = default!;

    [CascadingParameter] private HttpContext? Context { get; set; }

    [Inject] private IHttpContextAccessor Http { get; set; } = default!;

    protected static string Language => CultureInfo.CurrentUICulture.Name;

    protected static string OtherLanguage => Language == PortalLanguages.Chinese ? PortalLanguages.English : PortalLanguages.Chinese;

    protected bool IsDisplay => (Context ?? Http.HttpContext)?.User.HasClaim(x => x.Type == DisplayAuthentication.DisplayClaim) == true;

    protected string OtherLanguageHref
    {
        get
        {
            var request = (Context ?? Http.HttpContext)!.Request;
            return $"/culture/{OtherLanguage}?returnUrl={Uri.EscapeDataString($"{request.Path}{request.QueryString}")}";
        }
    }

    protected string Words => JsonSerializer.Serialize(Spoken.ToDictionary(x => x, x => T[$"Wall.Say.{x}"].Value), Json);
}
