using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>For the platform operator: the companies on this platform, and nothing of what they hold.</summary>
public partial class TenantsPage(
    IUseCase<ListTenants, IReadOnlyList<TenantRow>> list, IUseCase<ChangeTenant, Done> change, IUseCase<SuspendTenant, Done> suspend, IUseCase<ResumeTenant, Done> resume,
    IUseCase<InviteTenantAdmin, HandedLink> invite, IToasts toasts, NavigationManager navigation) : ComponentBase
{
    private IReadOnlyList<TenantRow>? _rows;
    private Refusal? _failed;
    private (string Email, string Href, DateTimeOffset ExpiresAt)? _link;
    private bool _busy;

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var rows = await list.RunAsync(new ListTenants());
        (_rows, _failed) = (rows.Value, rows.Refusal);
    }

    private Task ChangeAsync(TenantRow row, (string Name, string TimeZone) to) =>
        DoAsync(() => change.RunAsync(new ChangeTenant(row.Id, to.Name, to.TimeZone)), L["Tenants.Changed", to.Name]);

    private async Task SuspendAsync(TenantRow row)
    {
        if (await toasts.ConfirmAsync(L["Tenants.SuspendTitle", row.Name], L["Tenants.SuspendText", row.People], L["Tenants.Suspend"]))
            await DoAsync(() => suspend.RunAsync(new SuspendTenant(row.Id)), L["Tenants.NowSuspended", row.Name]);
    }

    private Task ResumeAsync(TenantRow row) => DoAsync(() => resume.RunAsync(new ResumeTenant(row.Id)), L["Tenants.NowResumed", row.Name]);

    private async Task InviteAsync(TenantRow row, string email)
    {
        var link = await invite.RunAsync(new InviteTenantAdmin(row.Id, email));
        if (link.Refusal is { } refusal) toasts.Error(L.ForRefusal(refusal));
        else _link = (email, navigation.ToAbsoluteUri($"account/invitation/{link.Required.Token}").ToString(), link.Required.ExpiresAt);
    }

    private async Task DoAsync(Func<Task<Result<Done>>> work, string done)
    {
        _busy = true;
        try
        {
            if ((await work()).Refusal is { } refusal) toasts.Error(L.ForRefusal(refusal));
            else toasts.Success(done);
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
