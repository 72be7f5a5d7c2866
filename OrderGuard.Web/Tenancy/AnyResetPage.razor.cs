using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>For the platform operator: a reset link for somebody whom no single tenant answers for.</summary>
public partial class AnyResetPage(IUseCase<IssueAnyResetLink, HandedLink> issue, NavigationManager navigation) : ComponentBase
{
    private Refusal? _refusal;
    private (string Email, string Href, DateTimeOffset ExpiresAt)? _link;
    private string _email = "";

    private async Task IssueAsync()
    {
        var link = await issue.RunAsync(new IssueAnyResetLink(_email));
        _refusal = link.Refusal;
        _link = link.Value is { } made ? (_email, navigation.ToAbsoluteUri($"account/reset-password/{made.Token}").ToString(), made.ExpiresAt) : null;
    }
}
