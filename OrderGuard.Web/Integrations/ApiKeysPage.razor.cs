using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Integrations;

/// <summary>The keys by which systems come in: issued, changed and revoked here.</summary>
public partial class ApiKeysPage(
    IUseCase<GetApiKeys, ApiKeyList> get, IUseCase<IssueApiKey, IssuedApiKey> issue, IUseCase<ChangeApiKey, Done> change, IUseCase<RevokeApiKey, Done> revoke,
    IUseCase<RenewSigningSecret, NewSigningSecret> renewSigning, ICallerSource callers, IToasts toasts, IStringLocalizer<IntegrationsText> texts) : ComponentBase
{
    private ApiKeyList? _list;
    private ApiKeyFields? _form;
    private Refusal? _refusal;
    private string? _issued, _signing;
    private bool _mayManage, _maySee;
    private bool _busy;

    protected override async Task OnInitializedAsync()
    {
        var caller = await callers.GetAsync(default);
        (_mayManage, _maySee) = (caller.May(Permission.ManageApiKeys), caller.May(Permission.ViewAudit));
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var got = await get.RunAsync(new GetApiKeys());
        (_list, _refusal) = (got.Value, got.Refusal);
    }

    private void Edit(ApiKeyRow? key) => _form = ApiKeyFields.Of(key, _list?.Sources ?? []);

    private async Task SaveAsync(ApiKeyFields form)
    {
        _busy = true;
        try
        {
            if (form.Id is { } id)
            {
                var changed = await change.RunAsync(new ChangeApiKey(id, form.Name, form.Scopes, form.AddressList, form.RequestsPerMinute, form.Expires, form.Guards));
                if (Refused(changed.Refusal)) return;
                if (form is { Signed: true, HasSigningSecret: false }) _signing = (await renewSigning.RunAsync(new RenewSigningSecret(id))).Value?.Secret;
                toasts.Success(texts["Changed"]);
            }
            else
            {
                var issued = await issue.RunAsync(new IssueApiKey(form.Name, form.Source, form.Scopes, form.AddressList, form.RequestsPerMinute, form.Expires, form.Guards));
                if (Refused(issued.Refusal)) return;
                if (form.Signed) _signing = (await renewSigning.RunAsync(new RenewSigningSecret(issued.Required.Id))).Value?.Secret;
                _issued = issued.Required.Secret;
            }
            _form = null;
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task RenewSigningAsync(ApiKeyRow key)
    {
        if (key.HasSigningSecret && !await toasts.ConfirmAsync(texts["SigningSecret.Make"], texts["SigningSecret.Consequence", key.Name], texts["SigningSecret.Make"])) return;
        var renewed = await renewSigning.RunAsync(new RenewSigningSecret(key.Id));
        if (Refused(renewed.Refusal)) return;
        _signing = renewed.Required.Secret;
        await LoadAsync();
    }

    private async Task RevokeAsync(ApiKeyRow key)
    {
        if (!await toasts.ConfirmAsync(texts["Revoke"], texts["Revoke.Consequence", key.Name, key.Source], texts["Revoke"])) return;
        if (Refused((await revoke.RunAsync(new RevokeApiKey(key.Id))).Refusal)) return;
        toasts.Success(texts["Revoked", key.Name]);
        await LoadAsync();
    }

    private bool Refused(Refusal? refusal)
    {
        if (refusal is null) return false;
        toasts.Error(refusal.Problems is [var first, ..] ? first.Message : texts.ForRefusal(refusal));
        return true;
    }
}
