using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>All tenants by name, with how many people each has; nothing of what they hold.</summary>
[Requires(Permission.ManageTenants)]
public sealed record ListTenants;

public sealed record TenantRow(TenantId Id, string Code, string Name, string TimeZone, bool Suspended, DateTimeOffset CreatedAt, int People, int Admins);

internal sealed class ListTenantsHandler(IOrderGuardDb db) : IHandler<ListTenants, IReadOnlyList<TenantRow>>
{
    public async Task<Result<IReadOnlyList<TenantRow>>> HandleAsync(ListTenants request, CancellationToken ct)
    {
        var counts = await db.Memberships.OfAllTenants().GroupBy(x => new { x.TenantId, x.Role }).Select(x => new { x.Key.TenantId, x.Key.Role, Count = x.Count() }).ToListAsync(ct);
        var people = counts.ToLookup(x => x.TenantId);
        var tenants = await db.Tenants.AsNoTracking().OrderBy(x => x.Name).ThenBy(x => x.Code).ToListAsync(ct);
        return tenants.ConvertAll(x => new TenantRow(
            x.Id, x.Code, x.Name, x.TimeZone, x.Suspended, x.CreatedAt, people[x.Id].Sum(c => c.Count), people[x.Id].Where(c => c.Role is Role.TenantAdmin).Sum(c => c.Count)));
    }
}
