using Microsoft.AspNetCore.Components;

namespace OrderGuard.Web.Common;

/// <summary>One card in the middle of the page: signing in, and what has no place in the frame.</summary>
public partial class CardLayout(NavigationManager navigation) : LayoutComponentBase
{
    private string ReturnUrl => navigation.ToBaseRelativePath(navigation.Uri);
}
