using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>One's own second factor: switch it on with an app, keep recovery codes, switch it off.</summary>
public partial class SecurityPage(
    IUseCase<GetProfile, Profile> get, IUseCase<BeginSecondFactor, SecondFactorKey> begin, IUseCase<EnableSecondFactor, IReadOnlyList<string>> enable,
    IUseCase<RenewRecoveryCodes, IReadOnlyList<string>> renew, IUseCase<DisableSecondFactor, Done> disable, IToasts toasts) : ComponentBase
{
    private Profile? _profile;
    private SecondFactorKey? _key;
    private IReadOnlyList<string>? _codes;
    private Refusal? _refusal;
    private string _code = "";
    private string _password = "";
    private bool _busy;

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var profile = await get.RunAsync(new GetProfile());
        _refusal = profile.Refusal;
        _profile = profile.Value;
    }

    private Task BeginAsync() => DoAsync(async () =>
    {
        var key = await begin.RunAsync(new BeginSecondFactor());
        _key = key.Value;
        return key.Refusal;
    });

    private Task EnableAsync() => DoAsync(async () =>
    {
        var codes = await enable.RunAsync(new EnableSecondFactor(_code.Trim()));
        _code = "";
        if (codes.Refusal is not null) return codes.Refusal;
        (_codes, _key) = (codes.Required, null);
        toasts.Success(L["Security.Enabled"]);
        return null;
    });

    private Task RenewAsync() => DoAsync(async () =>
    {
        var codes = await renew.RunAsync(new RenewRecoveryCodes(_password));
        _password = "";
        _codes = codes.Value;
        return codes.Refusal;
    });

    private async Task DisableAsync()
    {
        if (!await toasts.ConfirmAsync(L["Security.Disable"], L["Security.DisableText"], L["Security.Disable"])) return;
        await DoAsync(async () =>
        {
            var off = await disable.RunAsync(new DisableSecondFactor(_password));
            _password = "";
            if (off.Refusal is null) _codes = null;
            return off.Refusal;
        });
    }

    private async Task DoAsync(Func<Task<Refusal?>> change)
    {
        _busy = true;
        try
        {
            var refusal = await change();
            await LoadAsync();
            _refusal ??= refusal;
        }
        finally
        {
            _busy = false;
        }
    }
}
