using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>The tenants that the signed-in person is a member of, and the platform for its operators.</summary>
internal sealed class SignedInTenantChoices(AuthenticationStateProvider authentication, SignedInPeople people, IStringLocalizer<TenancyText> texts) : ITenantChoices
{
    public async Task<IReadOnlyList<TenantChoice>> GetAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        if (SessionCookie.Read(user) is not { } session || await people.ResumeAsync(session.Session, session.Tenant, CancellationToken.None) is not { } person) return [];
        var choices = person.Tenants.Select(x => new TenantChoice(x.Id.Value.ToString(), x.Name, x.Id == session.Tenant));
        if (person.IsPlatformOperator) choices = choices.Append(new TenantChoice(TenantId.Platform.Value.ToString(), texts["Platform"], session.Tenant == TenantId.Platform));
        return [.. choices];
    }
}
