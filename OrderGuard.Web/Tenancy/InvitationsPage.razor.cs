using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>For the tenant's administrator: whom the tenant has invited, and a link for the next one.</summary>
public partial class InvitationsPage(
    IUseCase<ListInvitations, IReadOnlyList<PendingInvitation>> list, IUseCase<InvitePerson, HandedLink> invite, IUseCase<RevokeInvitation, Done> revoke,
    IToasts toasts, NavigationManager navigation, ViewerClock clock) : ComponentBase
{
    private IReadOnlyList<PendingInvitation>? _rows;
    private Refusal? _failed;
    private Refusal? _refusal;
    private (string Email, string Href, DateTimeOffset ExpiresAt)? _link;
    private string _email = "";
    private Role _role = Role.Operator;
    private bool _busy;

    private ViewerClock Clock => clock;

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var rows = await list.RunAsync(new ListInvitations());
        (_rows, _failed) = (rows.Value, rows.Refusal);
    }

    private async Task InviteAsync()
    {
        _busy = true;
        try
        {
            var link = await invite.RunAsync(new InvitePerson(_email, _role));
            _refusal = link.Refusal;
            if (_refusal is not null) return;
            _link = (_email, navigation.ToAbsoluteUri($"account/invitation/{link.Required.Token}").ToString(), link.Required.ExpiresAt);
            _email = "";
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task RevokeAsync(PendingInvitation row)
    {
        if (!await toasts.ConfirmAsync(L["Invitations.Revoke"], L["Invitations.RevokeText", row.Email], L["Invitations.Revoke"])) return;
        if ((await revoke.RunAsync(new RevokeInvitation(row.Id))).Refusal is { } refusal) toasts.Error(L.ForRefusal(refusal));
        else toasts.Success(L["Invitations.Revoked", row.Email]);
        await LoadAsync();
    }
}
