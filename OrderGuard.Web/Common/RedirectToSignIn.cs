using Microsoft.AspNetCore.Components;

namespace OrderGuard.Web.Common;

/// <summary>Sends whoever is not signed in to sign in, and back here afterwards.</summary>
public sealed class RedirectToSignIn(NavigationManager navigation) : ComponentBase
{
    protected override void OnInitialized() => navigation.NavigateTo(
        $"/account/sign-in?returnUrl={Uri.EscapeDataString("/" + navigation.ToBaseRelativePath(navigation.Uri))}", forceLoad: true);
}
