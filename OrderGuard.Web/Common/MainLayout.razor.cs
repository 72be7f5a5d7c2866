using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace OrderGuard.Web.Common;

/// <summary>The frame around every page of a signed-in person.</summary>
public partial class MainLayout(
    PortalAccess access, INavCounters counters, ITenantChoices tenants, NavigationManager navigation, IHostEnvironment host)
    : LayoutComponentBase, IDisposable
{
    private IReadOnlyList<PortalGroup> _groups = [];
    private IReadOnlyList<TenantChoice> _tenants = [];
    private PortalErrorBoundary? _boundary;
    private string _path = "";

    private string? Environment => host.IsProduction() ? null : host.EnvironmentName;

    protected override async Task OnInitializedAsync()
    {
        _path = PathNow();
        navigation.LocationChanged += OnLocationChanged;
        counters.Changed += OnCountersChanged;
        _groups = await access.GroupsAsync();
        _tenants = await tenants.GetAsync();
    }

    public void Dispose()
    {
        navigation.LocationChanged -= OnLocationChanged;
        counters.Changed -= OnCountersChanged;
        GC.SuppressFinalize(this);
    }

    private string PathNow() => navigation.ToBaseRelativePath(navigation.Uri).Split('#')[0];

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        _path = PathNow();
        _boundary?.Recover();
        _ = InvokeAsync(StateHasChanged);
    }

    private void OnCountersChanged() => _ = InvokeAsync(StateHasChanged);
}
