using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>One's own name and password.</summary>
public partial class ProfilePage(IUseCase<GetProfile, Profile> get, IUseCase<ChangeName, Done> changeName, IUseCase<ChangeMobile, Done> changeMobile, IUseCase<ChangePassword, Done> changePassword, IToasts toasts) : ComponentBase
{
    private Profile? _profile;
    private Refusal? _refusal;
    private string _name = "";
    private string _mobile = "";
    private string _current = "";
    private string _password = "";
    private bool _busy;

    protected override async Task OnInitializedAsync()
    {
        var profile = await get.RunAsync(new GetProfile());
        if (profile.Refusal is { } refusal) toasts.Error(L.ForRefusal(refusal));
        _profile = profile.Value;
        _name = _profile?.DisplayName ?? "";
        _mobile = _profile?.Mobile ?? "";
    }

    private async Task RenameAsync()
    {
        if ((await changeName.RunAsync(new ChangeName(_name))).Refusal is { } refusal) toasts.Error(L.ForRefusal(refusal));
        else toasts.Success(L["Account.NameSaved"]);
    }

    private async Task ChangeMobileAsync()
    {
        var changed = await changeMobile.RunAsync(new ChangeMobile(_mobile));
        if (changed.Refusal is { } refusal) toasts.Error(refusal.Problems is [{ } problem, ..] ? problem.Message : L.ForRefusal(refusal));
        else toasts.Success(L["Account.MobileSaved"]);
    }

    private async Task ChangePasswordAsync()
    {
        _busy = true;
        try
        {
            _refusal = (await changePassword.RunAsync(new ChangePassword(_current, _password))).Refusal;
            if (_refusal is not null) return;
            (_current, _password) = ("", "");
            toasts.Success(L["Account.PasswordChanged"]);
        }
        finally
        {
            _busy = false;
        }
    }
}
