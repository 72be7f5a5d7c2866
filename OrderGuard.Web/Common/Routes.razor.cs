using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace OrderGuard.Web.Common;

/// <summary>Chooses the page, and tells the circuit's clock where its viewer is.</summary>
public partial class Routes(ViewerClock clock, IJSRuntime js) : ComponentBase
{
    /// <summary>The viewer's IANA time zone, when an earlier visit left it in a cookie.</summary>
    [Parameter] public string? Zone { get; set; }

    protected override void OnInitialized() => clock.Use(Zone);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) clock.Use(await js.InvokeAsync<string?>("orderGuard.zone"));
    }
}
