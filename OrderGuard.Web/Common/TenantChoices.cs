namespace OrderGuard.Web.Common;

/// <summary>A tenant that the signed-in person may work in.</summary>
public sealed record TenantChoice(string Id, string Name, bool Current);

/// <summary>The tenants between which the signed-in person may switch.</summary>
public interface ITenantChoices
{
    Task<IReadOnlyList<TenantChoice>> GetAsync();
}

/// <summary>Offers no tenant, until Tenancy registers its own answer.</summary>
internal sealed class NoTenantChoices : ITenantChoices
{
    public Task<IReadOnlyList<TenantChoice>> GetAsync() => Task.FromResult<IReadOnlyList<TenantChoice>>([]);
}
