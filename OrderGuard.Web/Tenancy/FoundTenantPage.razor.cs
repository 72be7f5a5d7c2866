using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>For the platform operator: a new company with its first administrator.</summary>
public partial class FoundTenantPage(IUseCase<FoundTenant, FoundedTenant> found, IToasts toasts, NavigationManager navigation) : ComponentBase
{
    private Refusal? _refusal;
    private (string Email, string Href, DateTimeOffset ExpiresAt)? _link;
    private string _name = "";
    private string _code = "";
    private string _timeZone = "Asia/Shanghai";
    private string _email = "";
    private bool _busy;

    private async Task FoundAsync()
    {
        _busy = true;
        try
        {
            var founded = await found.RunAsync(new FoundTenant(_code, _name, _timeZone, _email));
            _refusal = founded.Refusal;
            if (founded.Value?.AdminLink is not { } link) return;
            toasts.Success(L["Tenants.Founded", _name]);
            _link = (_email, navigation.ToAbsoluteUri($"account/invitation/{link.Token}").ToString(), link.ExpiresAt);
        }
        finally
        {
            _busy = false;
        }
    }

    private void Leave() => navigation.NavigateTo("/tenants");
}
