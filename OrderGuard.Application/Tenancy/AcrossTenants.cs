using Microsoft.EntityFrameworkCore;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Tenancy;

/// <summary>The one door through the tenant filter, for what must look at all tenants: the pump, keys, memberships of a person.</summary>
public static class AcrossTenants
{
    /// <summary>The name of the filter that keeps tenants apart.</summary>
    public const string Filter = "tenant";

    public static IQueryable<T> OfAllTenants<T>(this IQueryable<T> rows) where T : class, ITenantOwned => rows.IgnoreQueryFilters([Filter]);
}
