using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Web.Tenancy;

/// <summary>The roles that a tenant can give, weakest first.</summary>
internal static class TenantRoles
{
    public static IReadOnlyList<Role> All { get; } = [Role.Viewer, Role.Operator, Role.Reviewer, Role.TenantAdmin];
}
