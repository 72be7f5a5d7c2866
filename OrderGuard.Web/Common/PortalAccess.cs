using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace OrderGuard.Web.Common;

/// <summary>What the signed-in person may open.</summary>
public sealed class PortalAccess(IAuthorizationService authorization, AuthenticationStateProvider authentication)
{
    private IReadOnlyList<PortalGroup>? _groups;

    public async Task<IReadOnlyList<PortalGroup>> GroupsAsync()
    {
        if (_groups is not null) return _groups;

        var user = (await authentication.GetAuthenticationStateAsync()).User;
        var groups = new List<PortalGroup>();
        foreach (var group in PortalMap.Groups)
        {
            var allowed = new List<PortalPage>();
            foreach (var page in group.Pages)
            {
                if ((await authorization.AuthorizeAsync(user, page.Policy)).Succeeded) allowed.Add(page);
            }

            if (allowed.Count > 0) groups.Add(group with { Pages = allowed });
        }

        return _groups = groups;
    }
}
