using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Who is looked after, one after another, by what goes its rounds through all tenants.</summary>
public static class TenantRounds
{
    /// <summary>Every company: all but the platform, which has no orders.</summary>
    public static async Task<List<TenantId>> CompaniesAsync(this SystemScopes scopes, CancellationToken ct) =>
        [.. (await scopes.EveryTenantAsync(ct)).Where(x => x != TenantId.Platform)];

    /// <summary>The companies, and the platform itself: it has an audit chain and requests of its own.</summary>
    public static async Task<List<TenantId>> EveryTenantAsync(this SystemScopes scopes, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant: null);
        return await scope.ServiceProvider.GetRequiredService<IOrderGuardDb>().Ledgers.OfAllTenants().Select(x => x.TenantId).ToListAsync(ct);
    }
}
