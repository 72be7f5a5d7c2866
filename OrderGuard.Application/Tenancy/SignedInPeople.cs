using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>A tenant that a person can work in, with the role there.</summary>
public sealed record PersonTenant(TenantId Id, string Name, Role Role);

/// <summary>Who a browser session speaks for, in which tenant, and what that allows at this moment.</summary>
public sealed record SignedInPerson(
    UserId Id, string Name, string Email, SessionId Session, bool Remembered, bool IsPlatformOperator, TenantId Tenant,
    IReadOnlySet<Permission> Permissions, IReadOnlyList<PersonTenant> Tenants);

/// <summary>Tells what a browser session is still worth; asked with every request, so that every change counts at once.</summary>
public sealed class SignedInPeople(SystemScopes scopes, TimeProvider clock)
{
    /// <summary>Null when the session ended, grew old, or its person changed the credentials elsewhere.</summary>
    public async Task<SignedInPerson?> ResumeAsync(SessionId sessionId, TenantId wanted, CancellationToken ct)
    {
        await using var scope = scopes.Open((TenantId?)null);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var session = await db.UserSessions.AsNoTracking().SingleOrDefaultAsync(x => x.Id == sessionId, ct);
        var now = clock.GetUtcNow();
        if (session is null || !session.IsLive(now)) return null;
        var account = await scope.ServiceProvider.GetRequiredService<IAccounts>().FindAsync(session.UserId, ct);
        if (account is null || account.Stamp != session.Stamp) return null;

        if (now - session.LastSeenAt >= UserSession.Touch)
            await db.UserSessions.Where(x => x.Id == sessionId).ExecuteUpdateAsync(x => x.SetProperty(s => s.LastSeenAt, now), ct);

        var tenants = await TenantsOfAsync(db, account.Id, ct);
        var tenant = Choose(tenants, account.IsPlatformOperator, wanted);
        return new SignedInPerson(
            account.Id, account.DisplayName, account.Email, session.Id, session.Remembered, account.IsPlatformOperator, tenant,
            PermissionsIn(tenants, tenant, account.IsPlatformOperator), tenants);
    }

    internal static async Task<IReadOnlyList<PersonTenant>> TenantsOfAsync(IOrderGuardDb db, UserId user, CancellationToken ct) => await (
        from membership in db.Memberships.OfAllTenants()
        join tenant in db.Tenants on membership.TenantId equals tenant.Id
        where membership.UserId == user && !membership.Locked && !tenant.Suspended
        orderby tenant.Name
        select new PersonTenant(tenant.Id, tenant.Name, membership.Role)).ToListAsync(ct);

    /// <summary>The wanted tenant where the person can work there, else the first one, else the platform, which shows no tenant's data.</summary>
    internal static TenantId Choose(IReadOnlyList<PersonTenant> tenants, bool isPlatformOperator, TenantId? wanted) =>
        wanted is { } tenant && (tenants.Any(x => x.Id == tenant) || (isPlatformOperator && tenant == TenantId.Platform)) ? tenant
        : tenants.Count > 0 ? tenants[0].Id
        : TenantId.Platform;

    private static HashSet<Permission> PermissionsIn(IReadOnlyList<PersonTenant> tenants, TenantId tenant, bool isPlatformOperator)
    {
        var permissions = tenants.Where(x => x.Id == tenant).SelectMany(x => RolePermissions.Of(x.Role)).ToHashSet();
        if (!isPlatformOperator) return permissions;
        permissions.UnionWith(RolePermissions.Of(Role.PlatformOperator));
        // On the platform itself, the operator answers for the audit of what no tenant can be named for.
        if (tenant == TenantId.Platform) permissions.Add(Permission.ViewAudit);
        return permissions;
    }
}
