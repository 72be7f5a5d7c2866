using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Finds tenants by the short code that operators type.</summary>
public sealed class TenantCodes(SystemScopes scopes)
{
    public async Task<TenantId?> FindAsync(string code, CancellationToken ct)
    {
        await using var scope = scopes.Open((TenantId?)null);
        var found = await scope.ServiceProvider.GetRequiredService<IOrderGuardDb>().Tenants.Where(x => x.Code == code).Select(x => x.Id).ToListAsync(ct);
        return found.Count == 0 ? null : found[0];
    }
}
